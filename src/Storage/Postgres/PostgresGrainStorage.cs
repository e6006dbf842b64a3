using Npgsql;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>The tables and queries of ADO.NET grain storage (Orleans' published query contract) on PostgreSQL. Orleans' invariant name for it is <see cref="Invariant"/>.</summary>
public static class PostgresGrainStorage
{
    /// <summary>The name under which Orleans' ADO.NET storage finds Npgsql.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>Creates what is missing and brings the query texts up to date. Running it again changes nothing; processes that run it at once wait for each other.</summary>
    /// <param name="connectionString">A connection string of Npgsql, the same that grain storage is given. The database must be there.</param>
    /// <exception cref="StoreOpenException">The database cannot be opened; the message says why.</exception>
    public static void EnsureCreated(string connectionString)
    {
        var options = new PostgresOptions { ConnectionString = connectionString };
        if (options.Faults() is { Count: > 0 } faults)
        {
            throw new StoreOpenException(string.Join(" ", faults));
        }

        PostgresOpening.Guarded(options.Place(), () =>
        {
            using var source = NpgsqlDataSource.Create(connectionString);
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction();

            // Any number does, so that it is always the same: CREATE TABLE IF NOT EXISTS alone fails when two run it at once.
            Execute(connection, "SELECT pg_advisory_xact_lock(4698450091361530221)");
            foreach (var (_, sql) in SqlResources.In("Postgres/GrainStorage/").Concat(SqlResources.In("GrainStorage/")))
            {
                Execute(connection, sql);
            }

            transaction.Commit();
            return true;
        });
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
