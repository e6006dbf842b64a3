using System.Globalization;
using Npgsql;
using O2O.Dispatch.Storage.Schema;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Brings a database to the schema this program knows: numbered scripts in one transaction, recorded in schema_versions, one process at a time.</summary>
internal static class PostgresMigrations
{
    private const string Folder = "Postgres/Migrations/";

    // Any number does, so that it is always the same; this one spells "O2O schm".
    private const long LockKey = 0x4F324F_7363686D;

    // Grain storage may stand beside the store and may have been there first; what an extension brought is nobody's.
    private const string ForeignSql = """
        SELECT c.relname::text FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'orleans%'
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY c.relname LIMIT 1
        """;

    /// <summary>All migrations, in order of their number.</summary>
    public static IReadOnlyList<Migration> All { get; } = Migration.In(Folder);

    /// <summary>The schema version this program knows.</summary>
    public static int Latest => All[^1].Version;

    /// <summary>Applies what is missing: all of it, or none.</summary>
    /// <returns>The migrations that were applied.</returns>
    /// <exception cref="StoreOpenException">The database is newer than this program, or another program's.</exception>
    public static IReadOnlyList<Migration> Apply(NpgsqlConnection connection, string place, TimeProvider time)
    {
        using var transaction = connection.BeginTransaction();

        // Whoever comes second waits here, and finds it done. The lock ends with the transaction.
        Ask(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({LockKey})"));
        var version = VersionOf(connection, place);
        ThrowIfNewer(version, place);
        var applied = new List<Migration>();
        foreach (var migration in All)
        {
            if (migration.Version > version)
            {
                Run(connection, migration, time);
                applied.Add(migration);
            }
        }

        transaction.Commit();
        return applied;
    }

    /// <summary>Checks that nothing is missing, and changes nothing.</summary>
    /// <exception cref="StoreOpenException">The schema is not the one this program knows.</exception>
    public static void Check(NpgsqlConnection connection, string place)
    {
        var version = VersionOf(connection, place);
        ThrowIfNewer(version, place);
        if (version < Latest)
        {
            throw new StoreOpenException(string.Create(
                CultureInfo.InvariantCulture,
                $"The database {place} has schema version {version}, and this program needs {Latest}: start it once with Migrate on and a role that may create tables."));
        }
    }

    private static int VersionOf(NpgsqlConnection connection, string place)
    {
        if (Ask(connection, "SELECT to_regclass('schema_versions') IS NOT NULL") is true)
        {
            return Convert.ToInt32(Ask(connection, "SELECT coalesce(max(version), 0) FROM schema_versions"), CultureInfo.InvariantCulture);
        }

        return Ask(connection, ForeignSql) is not string foreign
            ? 0
            : throw new StoreOpenException(
                $"The database {place} is another program's: it has the table '{foreign}' and no schema_versions. Name another database, or a schema of its own (Search Path).");
    }

    private static void ThrowIfNewer(int version, string place)
    {
        if (version > Latest)
        {
            throw new StoreOpenException(string.Create(
                CultureInfo.InvariantCulture,
                $"The database {place} has schema version {version}, and this program knows versions up to {Latest}: run the program that wrote it, or a newer one. Nothing was changed."));
        }
    }

    private static void Run(NpgsqlConnection connection, Migration migration, TimeProvider time)
    {
        Ask(connection, "CREATE TABLE IF NOT EXISTS schema_versions (version integer PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL)");
        Ask(connection, migration.Sql);
        using var insert = new NpgsqlCommand("INSERT INTO schema_versions (version, name, applied_at) VALUES ($1, $2, $3)", connection);
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = migration.Version });
        insert.Parameters.Text(migration.Name).Instant(time.GetUtcNow());
        insert.ExecuteNonQuery();
    }

    private static object? Ask(NpgsqlConnection connection, string sql)
    {
        // A migration of a large table takes as long as it takes.
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return command.ExecuteScalar();
    }
}
