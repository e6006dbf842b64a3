using System.Data.Common;
using Orleans.Storage;

namespace Orleans.Configuration;

/// <summary>A storage in a database that holds Orleans' query table.</summary>
public class AdoNetGrainStorageOptions : IStorageProviderSerializerOptions
{
    /// <summary>The provider when none is named.</summary>
    public const string DEFAULT_ADONET_INVARIANT = "Microsoft.Data.SqlClient";

    /// <summary>Where the database is. Never logged.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>A ready data source, used instead of the connection string.</summary>
    public DbDataSource? DataSource { get; set; }

    /// <summary>The name the provider's factory is registered under in DbProviderFactories; for SQLite "System.Data.SQLite", for PostgreSQL "Npgsql".</summary>
    public string Invariant { get; set; } = DEFAULT_ADONET_INVARIANT;

    /// <summary>True deletes the row on clear (query DeleteStorageKey) instead of emptying it. Default: false.</summary>
    public bool DeleteStateOnClear { get; set; }

    /// <inheritdoc/>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
}
