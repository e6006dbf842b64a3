namespace NBomber.Contracts.Stats;

/// <summary>How large answers were, in bytes; 0 where nobody counted.</summary>
/// <param name="MinBytes">The smallest.</param>
/// <param name="MeanBytes">The mean.</param>
/// <param name="MaxBytes">The largest.</param>
/// <param name="AllBytes">All together.</param>
public sealed record DataTransferStats(long MinBytes, long MeanBytes, long MaxBytes, long AllBytes);
