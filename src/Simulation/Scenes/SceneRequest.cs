namespace O2O.Dispatch.Simulation.Scenes;

/// <summary>Which city to load, and which of its trips.</summary>
public sealed record SceneRequest
{
    /// <summary>The trips file; null for the generated city.</summary>
    public string? Rides { get; init; }

    /// <summary>A file of OpenStreetMap, PBF or XML, with the roads; instead of <see cref="Nodes"/> and <see cref="Edges"/>.</summary>
    public string? OpenStreetMap { get; init; }

    /// <summary>The file of road nodes; needed with <see cref="Rides"/>.</summary>
    public string? Nodes { get; init; }

    /// <summary>The file of road edges; needed with <see cref="Rides"/>.</summary>
    public string? Edges { get; init; }

    /// <summary>GeoJSON of the service area, and of zones with a <c>kind</c> of their own (pricing, no_pickup); null serves everything near a road.</summary>
    public string? Zones { get; init; }

    /// <summary>GeoJSON of the zones that prices go by, where <see cref="Zones"/> is not given; null for none.</summary>
    public string? PricingZones { get; init; }

    /// <summary>Start of the period, local time taken as UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the period, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>How many vehicles, 1 or more.</summary>
    public required int Vehicles { get; init; }

    /// <summary>How many times as long as on an empty road. Default: 1.</summary>
    public double TimeFactor { get; init; } = 1;

    /// <summary>Decides what chance decides. Default: 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Requests an hour of the generated city. Default: 2,000.</summary>
    public double RequestsPerHour { get; init; } = 2_000;

    /// <summary>Whether broken rows are left out and counted. Default: no.</summary>
    public bool SkipBadRows { get; init; }
}
