namespace O2O.Dispatch.Simulation.Demand;

/// <summary>How a trips file is read.</summary>
public sealed record TripReadingOptions
{
    /// <summary>Spreads times on a whole minute over that minute. Default: 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Both ends of a trip lie at most this far from a road node, in metres. Default: 200.</summary>
    public double FarthestFromRoadMetres { get; init; } = 200;

    /// <summary>Whether broken rows are left out and counted instead of ending the reading. Default: no.</summary>
    public bool SkipBadRows { get; init; }

    /// <summary>Trips before this instant are passed over. Default: none are.</summary>
    public DateTimeOffset Earliest { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Trips at or after this instant are passed over. Default: none are.</summary>
    public DateTimeOffset Before { get; init; } = DateTimeOffset.MaxValue;
}
