using O2O.Dispatch.Simulation.Demand;
using O2O.Dispatch.Simulation.People;
using O2O.Dispatch.Simulation.Scenes;

namespace O2O.Dispatch.Replay;

/// <summary>What to replay, and how. Every value was checked by the command line, or is checked by <see cref="Faults"/>.</summary>
public sealed record ReplayOptions
{
    /// <summary>The payment sandbox, over HTTP.</summary>
    public const string SandboxGateway = "sandbox";

    /// <summary>The gateway within the process, which is deterministic.</summary>
    public const string ProcessGateway = "in_process";

    /// <summary>Which gateway takes the money.</summary>
    public string Gateway { get; init; } = ProcessGateway;

    /// <summary>The trips file; null plays the generated city.</summary>
    public string? Rides { get; init; }

    /// <summary>A file of OpenStreetMap with the roads; null for files of nodes and edges.</summary>
    public string? OpenStreetMap { get; init; }

    /// <summary>The file of road nodes; needed with <see cref="Rides"/>.</summary>
    public string? Nodes { get; init; }

    /// <summary>The file of road edges; needed with <see cref="Rides"/>.</summary>
    public string? Edges { get; init; }

    /// <summary>GeoJSON of the service area; null serves everything near a road.</summary>
    public string? Zones { get; init; }

    /// <summary>Start of the period, local time taken as UTC.</summary>
    public DateTimeOffset From { get; init; } = new(2024, 5, 17, 18, 0, 0, TimeSpan.Zero);

    /// <summary>End of the period, exclusive.</summary>
    public DateTimeOffset To { get; init; } = new(2024, 5, 17, 19, 0, 0, TimeSpan.Zero);

    /// <summary>How many vehicles, 1 to 100,000.</summary>
    public int Vehicles { get; init; } = 300;

    /// <summary>The matching policy.</summary>
    public string Policy { get; init; } = "nearest";

    /// <summary>Between two rounds of matching; null as the policy chooses.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>From request to pick-up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How many times as long as on an empty road.</summary>
    public double TimeFactor { get; init; } = 1;

    /// <summary>Decides everything that chance decides.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Requests an hour of the generated city.</summary>
    public double RequestsPerHour { get; init; } = 2_000;

    /// <summary>What the requests are for. Default: rides, as they are in the file.</summary>
    public ProductMix Mix { get; init; } = ProductMix.Rides;

    /// <summary>How the staff of stores behaves.</summary>
    public StaffBehaviour Staff { get; init; } = new();

    /// <summary>How providers behave. Default: the reference rules, every offer accepted at once.</summary>
    public ProviderBehaviour Providers { get; init; } = new();

    /// <summary>How customers behave. Default: the reference rules, every card good and nobody canceling.</summary>
    public CustomerBehaviour Customers { get; init; } = new();

    /// <summary>Whether broken rows are left out and counted.</summary>
    public bool SkipBadRows { get; init; }

    /// <summary>Where the report goes as JSON; null for nowhere.</summary>
    public string? Report { get; init; }

    /// <summary>Policies to play one after another instead of <see cref="Policy"/>; empty for that one alone.</summary>
    public IReadOnlyList<string> Compare { get; init; } = [];

    /// <summary>Where the report goes as an HTML page with plots; null for nowhere.</summary>
    public string? Html { get; init; }

    /// <summary>The store that is kept; null for a temporary one.</summary>
    public string? Store { get; init; }

    /// <summary>Whether the store is gone on with.</summary>
    public bool Resume { get; init; }

    /// <summary>Where acknowledged commands are written down; null for nowhere.</summary>
    public string? AckLog { get; init; }

    /// <summary>Whether nothing but the result and faults is written.</summary>
    public bool Quiet { get; init; }

    /// <summary>The city and the trips that these options name.</summary>
    public SceneRequest Scene => new()
    {
        Rides = Rides,
        OpenStreetMap = OpenStreetMap,
        Nodes = Nodes,
        Edges = Edges,
        Zones = Zones,
        From = From,
        To = To,
        Vehicles = Vehicles,
        TimeFactor = TimeFactor,
        Seed = Seed,
        RequestsPerHour = RequestsPerHour,
        SkipBadRows = SkipBadRows,
    };

    /// <summary>What does not go together, a line each; empty when all does.</summary>
    public IEnumerable<string> Faults()
    {
        if (Rides is not null && OpenStreetMap is null && (Nodes is null || Edges is null))
        {
            yield return "--rides needs roads: --roads DIR, or --nodes FILE and --edges FILE, or --osm FILE.";
        }

        if (OpenStreetMap is not null && (Nodes is not null || Edges is not null))
        {
            yield return "--osm names the roads; --roads, --nodes and --edges do not go with it.";
        }

        if (Rides is null && (OpenStreetMap is not null || Nodes is not null || Edges is not null || Zones is not null))
        {
            yield return "--osm, --roads, --nodes, --edges and --zones go with --rides; without it the generated city is played.";
        }

        if (To <= From)
        {
            yield return $"--to: {To:yyyy-MM-ddTHH:mm:ss} is not after --from, {From:yyyy-MM-ddTHH:mm:ss}.";
        }
        else if (To - From > TimeSpan.FromHours(24))
        {
            yield return "--to: a replay covers at most 24 hours.";
        }

        if (Compare.Count > 0 && (Store is not null || AckLog is not null))
        {
            yield return "--compare plays several policies, each from the beginning: --store and --ack-log, which keep one run, do not go with it.";
        }

        if (Html is not null && Resume)
        {
            yield return "--html shows a period from its beginning; after --resume half of it is missing.";
        }

        if (Gateway == SandboxGateway && Resume)
        {
            yield return "--gateway sandbox forgets its payments with the process: --resume, which goes on with them, does not go with it.";
        }

        if (Resume && Store is null)
        {
            yield return "--resume needs --store FILE, the store to go on with.";
        }
    }
}
