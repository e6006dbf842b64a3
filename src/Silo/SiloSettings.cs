using System.Data.Common;

namespace O2O.Dispatch.Silo;

/// <summary>What a host has to say about its silo.</summary>
public sealed class SiloSettings
{
    /// <summary>Connection string of the database of grain state (SQLite); null keeps it in memory.</summary>
    public string? GrainStateConnection { get; set; }

    /// <summary>Opens the connections of grain state, on the embedded engine alone; null opens them by the connection string.</summary>
    public DbDataSource? GrainStateSource { get; set; }

    /// <summary>Keys that sign quotes, at least 32 bytes each; the first signs, all verify.</summary>
    public IList<byte[]> QuoteKeys { get; } = [];
}
