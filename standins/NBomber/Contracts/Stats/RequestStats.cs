namespace NBomber.Contracts.Stats;

/// <summary>How many there were.</summary>
/// <param name="Count">How many.</param>
/// <param name="Percent">Of good and bad together, 0 to 100.</param>
/// <param name="RPS">A second, over the time from the first start to the end of the simulations or the last answer, whichever is later.</param>
public sealed record RequestStats(int Count, double Percent, double RPS);
