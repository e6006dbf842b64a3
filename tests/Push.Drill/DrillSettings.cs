namespace O2O.Dispatch.Pushes.Drill;

/// <summary>What to do, as scripts/push-drill.sh checked it.</summary>
internal sealed record DrillSettings
{
    /// <summary>The service class whose offers people answer themselves.</summary>
    public const string ServiceClass = "manual";

    /// <summary>The nodes that hubs are connected to, and that orders are sent to.</summary>
    public required IReadOnlyList<Uri> Nodes { get; init; }

    /// <summary>Where the facts are kept: the file of a SQLite store, or a connection string of PostgreSQL.</summary>
    public required string Store { get; init; }

    /// <summary>How many connections are dropped.</summary>
    public required int Clients { get; init; }

    /// <summary>How often each is, each at moments of its own.</summary>
    public required int Drops { get; init; }

    /// <summary>How often, after that, all are at one time, and come back at one time.</summary>
    public required int Rounds { get; init; }

    /// <summary>The shortest absence.</summary>
    public required TimeSpan ShortestAway { get; init; }

    /// <summary>The longest absence.</summary>
    public required TimeSpan LongestAway { get; init; }

    /// <summary>Orders a second while clients come and go.</summary>
    public required double OrdersPerSecond { get; init; }

    /// <summary>What ninety-nine of a hundred resumes may take, of those at moments of their own.</summary>
    public required TimeSpan ResumeLimit { get; init; }

    /// <summary>Decides moments, absences and trips.</summary>
    public required int Seed { get; init; }

    /// <summary>The folder of what is written down.</summary>
    public required string Folder { get; init; }

    /// <summary>How many of the connections are operators', who follow the market.</summary>
    public int Operators => Math.Max(Nodes.Count, Clients / 100);

    /// <summary>How many are providers'.</summary>
    public int Providers => Math.Max(2, Clients / 20);

    /// <summary>How many are customers'.</summary>
    public int Customers => Math.Max(1, Clients - Operators - Providers);
}
