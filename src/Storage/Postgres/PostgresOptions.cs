using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using Npgsql;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>How the PostgreSQL store is reached.</summary>
public sealed class PostgresOptions
{
    /// <summary>A connection string of Npgsql: host, port, database, user. What the options below say counts more than what it says. Default: the database dispatch on 127.0.0.1.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "ConnectionString names the server, the database and the user.")]
    public string ConnectionString { get; set; } = "Host=127.0.0.1;Database=dispatch;Username=dispatch";

    /// <summary>At most this many connections of this process at once. Default: 20. All processes together stay below the server's max_connections.</summary>
    [Range(1, 1_000, ErrorMessage = "MaxPoolSize lies between 1 and 1,000.")]
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>How long to wait for a connection, new or from the pool, before the store counts as unavailable, in whole seconds. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "ConnectTimeout lies between 1 s and 5 minutes.")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a statement may take before its outcome counts as unknown, in whole seconds. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "CommandTimeout lies between 1 s and 10 minutes.")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many statements a connection keeps prepared. Default: 64. 0 prepares none, for a pooler before the server that hands each transaction another connection.</summary>
    [Range(0, 1_000, ErrorMessage = "PreparedStatements lies between 0 and 1,000.")]
    public int PreparedStatements { get; set; } = 64;

    /// <summary>Whether the store brings the schema up to date when it opens. Default: true. False for a role that may not create tables: then the schema must be there.</summary>
    public bool Migrate { get; set; } = true;

    /// <summary>The connection string with all that the options say; also for grain storage, which has a pool of its own.</summary>
    /// <exception cref="ArgumentException">It is no connection string of Npgsql.</exception>
    public string ToConnectionString()
    {
        var builder = Builder();
        builder.MaxPoolSize = MaxPoolSize;
        builder.MinPoolSize = Math.Min(builder.MinPoolSize, MaxPoolSize);
        builder.Timeout = (int)Math.Ceiling(ConnectTimeout.TotalSeconds);
        builder.CommandTimeout = (int)Math.Ceiling(CommandTimeout.TotalSeconds);
        builder.MaxAutoPrepare = PreparedStatements;
        builder.AutoPrepareMinUsages = 2;
        builder.TcpKeepAlive = true;

        // Nothing here changes a session, so there is nothing to reset when a connection goes back to the pool.
        builder.NoResetOnClose = true;
        builder.ApplicationName ??= "o2o-dispatch";
        return builder.ConnectionString;
    }

    /// <summary>What is wrong with the options, a line each; empty when they are sound.</summary>
    public IReadOnlyList<string> Faults()
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true);
        var faults = results.ConvertAll(result => $"{nameof(PostgresOptions)}: {result.ErrorMessage}");
        if (!string.IsNullOrWhiteSpace(ConnectionString))
        {
            try
            {
                _ = Builder();
            }
            catch (Exception fault) when (fault is ArgumentException or FormatException)
            {
                // The message of the fault may hold what was given, a password with it.
                faults.Add($"{nameof(PostgresOptions)}: ConnectionString is no connection string of Npgsql (Host=...;Database=...;Username=...).");
            }
        }

        return faults;
    }

    /// <summary>Which database it is, for messages: never the password.</summary>
    internal string Place()
    {
        var builder = Builder();
        return $"{builder.Database} on {builder.Host}:{builder.Port}";
    }

    private NpgsqlConnectionStringBuilder Builder()
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
        return string.IsNullOrWhiteSpace(builder.Host) ? throw new ArgumentException("A host is missing.") : builder;
    }
}
