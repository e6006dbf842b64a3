namespace NBomber.Contracts.Stats;

/// <summary>How long it took, in milliseconds; 0 where there was nothing. Percentiles are within 1/256 of the exact ones.</summary>
/// <param name="MinMs">The shortest.</param>
/// <param name="MeanMs">The mean.</param>
/// <param name="MaxMs">The longest.</param>
/// <param name="StdDev">The standard deviation.</param>
/// <param name="Percent50">Half were not longer.</param>
/// <param name="Percent75">Three quarters were not longer.</param>
/// <param name="Percent95">95 of 100 were not longer.</param>
/// <param name="Percent99">99 of 100 were not longer.</param>
public sealed record LatencyStats(double MinMs, double MeanMs, double MaxMs, double StdDev, double Percent50, double Percent75, double Percent95, double Percent99);
