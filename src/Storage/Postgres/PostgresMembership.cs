using Npgsql;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>The tables that silos find each other by. Orleans publishes the scripts that make them; a process of a cluster looks for them before it starts.</summary>
public static class PostgresMembership
{
    private static readonly string[] Tables = ["OrleansMembershipTable", "OrleansMembershipVersionTable", "OrleansRemindersTable"];

    /// <summary>Checks that they are there, and changes nothing.</summary>
    /// <param name="connectionString">A connection string of Npgsql.</param>
    /// <exception cref="StoreOpenException">One is missing, or the database cannot be opened; the message says why.</exception>
    public static void Check(string connectionString)
    {
        var options = new PostgresOptions { ConnectionString = connectionString };
        if (options.Faults() is { Count: > 0 } faults)
        {
            throw new StoreOpenException(string.Join(" ", faults));
        }

        var place = options.Place();
        PostgresOpening.Guarded(place, () =>
        {
            using var source = NpgsqlDataSource.Create(connectionString);
            using var connection = source.OpenConnection();
            foreach (var table in Tables)
            {
                using var ask = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection);
                ask.Parameters.AddWithValue(table);
                if (ask.ExecuteScalar() is not true)
                {
                    throw new StoreOpenException($"The database {place} has no table {table}, by which silos find each other: run Orleans' scripts in it first (ops/cluster/sql/README.md says which).");
                }
            }

            return true;
        });
    }
}
