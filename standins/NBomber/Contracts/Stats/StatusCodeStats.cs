namespace NBomber.Contracts.Stats;

/// <summary>How often a status code came.</summary>
/// <param name="StatusCode">The code; empty for none.</param>
/// <param name="IsError">Whether what came with it had failed.</param>
/// <param name="Message">What was said the first time.</param>
/// <param name="Count">How often.</param>
/// <param name="Percent">Of all requests, good and bad.</param>
public sealed record StatusCodeStats(string StatusCode, bool IsError, string Message, int Count, double Percent);
