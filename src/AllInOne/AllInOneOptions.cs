using O2O.Dispatch.Simulation.Demand;

namespace O2O.Dispatch.AllInOne;

/// <summary>What to serve, and how. The command line checks every value.</summary>
public sealed record AllInOneOptions
{
    /// <summary>Where the API listens.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8080"];

    /// <summary>Where metrics and health are told, on this machine alone; 0 for nowhere.</summary>
    public int OpsPort { get; init; } = 8081;

    /// <summary>The folder of what outlives the process.</summary>
    public string DataDirectory { get; init; } = Path.Combine("data", "allinone");

    /// <summary>Whether nothing outlives the process.</summary>
    public bool InMemory { get; init; }

    /// <summary>Connection string of PostgreSQL; null for SQLite.</summary>
    public string? Postgres { get; init; }

    /// <summary>Where Redis is; null for none.</summary>
    public string? Redis { get; init; }

    /// <summary>The folder of the real night; null for the generated city.</summary>
    public string? SharedData { get; init; }

    /// <summary>Whether the service listens on this machine alone.</summary>
    public bool IsLocal => Urls.All(url => new Uri(url).IsLoopback);

    /// <summary>How many times as fast as the wall's clock.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>How many simulated vehicles.</summary>
    public int Vehicles { get; init; } = 400;

    /// <summary>Requests an hour of the generated city, on the average of a day.</summary>
    public double RequestsPerHour { get; init; } = 2_000;

    /// <summary>Decides what chance decides.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What simulated customers ask for.</summary>
    public ProductMix Mix { get; init; } = new(85, 8, 3, 4);

    /// <summary>The matching policy of rides.</summary>
    public string Policy { get; init; } = "batched";

    /// <summary>Between two rounds of matching rides; null as the policy chooses.</summary>
    public TimeSpan? Window { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether policy or window were said, so that a market that is there already is changed.</summary>
    public bool MatchingSaid { get; init; }

    /// <summary>Whether nobody is simulated.</summary>
    public bool NoSimulation { get; init; }

    /// <summary>The file of the keys that sign tokens; null for the one of the data folder.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Whether anybody may sign in as anybody; null when only this machine can reach the service.</summary>
    public bool? DevelopmentSignIn { get; init; }

    /// <summary>Whether logs are JSON, an object a line.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>Whether nothing but faults is written.</summary>
    public bool Quiet { get; init; }
}
