namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>
/// How many times as long edges take as on an empty road, by hour of the day and group of edges. Hours are those of the market's clock, 0 to 23. Immutable.
/// </summary>
public sealed class TrafficFactors
{
    /// <summary>Hours of the day.</summary>
    public const int Hours = 24;

    /// <summary>The smallest factor taken.</summary>
    public const double Least = 0.1;

    /// <summary>The largest factor taken.</summary>
    public const double Most = 20;

    private readonly double[] factors;

    private TrafficFactors(EdgeGroups groups, double[] factors)
    {
        Groups = groups;
        this.factors = factors;
    }

    /// <summary>The groups of edges.</summary>
    public EdgeGroups Groups { get; }

    /// <summary>One factor per hour for all edges.</summary>
    /// <param name="network">The roads.</param>
    /// <param name="byHour">24 factors, <see cref="Least"/> to <see cref="Most"/>.</param>
    /// <exception cref="ArgumentException">Not 24 of them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A factor is NaN or out of range; the message names the hour.</exception>
    public static TrafficFactors ByHour(Roads.RoadNetwork network, ReadOnlySpan<double> byHour) => Of(EdgeGroups.Whole(network), byHour);

    /// <summary>A factor per hour and group.</summary>
    /// <param name="groups">The groups of edges.</param>
    /// <param name="factors">All groups of hour 0, then all of hour 1, and so on: 24 times <see cref="EdgeGroups.Count"/>.</param>
    /// <exception cref="ArgumentException">Not as many.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A factor is NaN or out of range; the message names hour and group.</exception>
    public static TrafficFactors Of(EdgeGroups groups, ReadOnlySpan<double> factors)
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (factors.Length != Hours * groups.Count)
        {
            throw new ArgumentException($"There are {factors.Length:N0} factors for {Hours} hours and {groups.Count:N0} groups of edges.", nameof(factors));
        }

        for (var i = 0; i < factors.Length; i++)
        {
            // Written so that NaN fails it.
            if (!(factors[i] >= Least && factors[i] <= Most))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(factors), factors[i], $"The factor of hour {i / groups.Count}, group {i % groups.Count} is not from {Least} to {Most}.");
            }
        }

        return new TrafficFactors(groups, factors.ToArray());
    }

    /// <summary>The factor of one hour and group.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The hour is not from 0 to 23, or there is no such group.</exception>
    public double At(int hour, int group)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unchecked((uint)hour), (uint)Hours, nameof(hour));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unchecked((uint)group), (uint)Groups.Count, nameof(group));
        return factors[hour * Groups.Count + group];
    }
}
