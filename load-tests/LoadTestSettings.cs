namespace O2O.Dispatch.LoadTests;

/// <summary>What to do. The command line checks every value.</summary>
internal sealed record LoadTestSettings
{
    /// <summary>The profile's name.</summary>
    public required string Profile { get; init; }

    /// <summary>A server that runs; null to start one.</summary>
    public Uri? Server { get; init; }

    /// <summary>Where a server that is started keeps its data: memory, sqlite (a folder that is removed), or a connection string of PostgreSQL.</summary>
    public string Store { get; init; } = "memory";

    /// <summary>How many accounts, customers and drivers together.</summary>
    public required int Accounts { get; init; }

    /// <summary>How many of them drive.</summary>
    public required int Drivers { get; init; }

    /// <summary>How long orders come.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Times the profile's own load.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>How many times as fast as traffic drivers drive, so that trips end within a run.</summary>
    public double Pace { get; init; } = 10;

    /// <summary>The service class that is ordered and driven.</summary>
    public string ServiceClass { get; init; } = "ride";

    /// <summary>Decides places and choices.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What must hold.</summary>
    public required string ThresholdsFile { get; init; }

    /// <summary>Where reports and statistics go.</summary>
    public required string Out { get; init; }

    /// <summary>Whether accounts are still there when a server that was started has ended.</summary>
    public bool StoreOutlivesServer => Store is not ("memory" or "sqlite");

    /// <summary>How many customers.</summary>
    public int Customers => Accounts - Drivers;
}
