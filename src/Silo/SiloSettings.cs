using System.Data.Common;

namespace O2O.Dispatch.Silo;

/// <summary>What a host has to say about its silo.</summary>
public sealed class SiloSettings
{
    /// <summary>Connection string of the database of grain state; null keeps it in memory.</summary>
    public string? GrainStateConnection { get; set; }

    /// <summary>Which database that is, by the name ADO.NET knows its provider by: "System.Data.SQLite" or "Npgsql" (PostgreSQL). Default: "System.Data.SQLite".</summary>
    public string GrainStateInvariant { get; set; } = "System.Data.SQLite";

    /// <summary>Opens the connections of grain state, on the embedded engine alone; null opens them by the connection string.</summary>
    public DbDataSource? GrainStateSource { get; set; }

    /// <summary>Whether the traces of callers are carried into grain calls. Default: no, which costs a call nothing.</summary>
    public bool Traced { get; set; }

    /// <summary>Keys that sign quotes, at least 32 bytes each; the first signs, all verify.</summary>
    public IList<byte[]> QuoteKeys { get; } = [];
}
