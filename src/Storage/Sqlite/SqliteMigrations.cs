using O2O.Dispatch.Storage.Schema;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Brings a file to the schema this program knows: numbered scripts, each in one transaction, recorded in schema_versions.</summary>
internal static class SqliteMigrations
{
    private const string Folder = "Sqlite/Migrations/";

    /// <summary>All migrations, in order of their number.</summary>
    public static IReadOnlyList<Migration> All { get; } = Migration.In(Folder);

    /// <summary>The schema version this program knows.</summary>
    public static int Latest => All[^1].Version;

    /// <summary>The schema version of a database; 0 when it is empty.</summary>
    /// <exception cref="StoreOpenException">It belongs to another program.</exception>
    public static int VersionOf(SqliteDatabase database, string path)
    {
        if (database.Number("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_versions'") is not null)
        {
            return (int)(database.Number("SELECT MAX(version) FROM schema_versions") ?? 0);
        }

        // Grain storage may stand in the same file and may have been there first.
        return database.Number("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' AND name NOT LIKE 'Orleans%' LIMIT 1") is null
            ? 0
            : throw new StoreOpenException($"'{path}' is the SQLite database of another program: it has tables and no schema_versions. Name another file.");
    }

    /// <summary>Applies what is missing.</summary>
    /// <returns>The migrations that were applied.</returns>
    /// <exception cref="StoreOpenException">The file is newer than this program, or another program's.</exception>
    public static IReadOnlyList<Migration> Apply(SqliteDatabase database, string path, TimeProvider time)
    {
        var applied = new List<Migration>();
        var version = VersionOf(database, path);
        if (version > Latest)
        {
            throw new StoreOpenException(
                $"'{path}' has schema version {version}, and this program knows versions up to {Latest}: run the program that wrote it, or a newer one. Nothing was changed.");
        }

        foreach (var migration in All)
        {
            if (migration.Version > version && Run(database, path, migration, time))
            {
                applied.Add(migration);
            }
        }

        return applied;
    }

    private static bool Run(SqliteDatabase database, string path, Migration migration, TimeProvider time)
    {
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            // Another process may have been faster while this one waited for the lock.
            if (VersionOf(database, path) >= migration.Version)
            {
                database.Execute("ROLLBACK");
                return false;
            }

            database.Execute("CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT");
            database.Execute(migration.Sql);
            using (var insert = database.Prepare("INSERT INTO schema_versions (version, name, applied_at) VALUES (?1, ?2, ?3)"))
            {
                insert.Bind(1, (long)migration.Version);
                insert.Bind(2, migration.Name);
                insert.Bind(3, time.GetUtcNow());
                insert.Run();
            }

            database.Execute("COMMIT");
            return true;
        }
        catch
        {
            if (database.InTransaction)
            {
                database.Execute("ROLLBACK");
            }

            throw;
        }
    }
}
