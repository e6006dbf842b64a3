using System.Globalization;
using O2O.Dispatch.Storage.Sqlite.Native;
using SQLitePCL;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Opens connections to the store's file and turns what can be wrong with it into words.</summary>
internal static class SqliteOpening
{
    /// <summary>Opens the writer's connection: creates the file if need be.</summary>
    /// <exception cref="StoreOpenException">It cannot be opened.</exception>
    public static SqliteDatabase Writer(SqliteOptions options)
    {
        CheckPath(options.Path);
        return Guarded(options.Path, () =>
        {
            var database = SqliteDatabase.Open(options.Path, create: true, readOnly: false, options.BusyTimeout);
            try
            {
                database.Execute("PRAGMA journal_mode = WAL");
                database.Execute(options.Durability == SqliteDurability.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
                database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{options.CacheMebibytes * 1_024}"));
                database.Execute("PRAGMA temp_store = MEMORY");

                // Pages that every commit touches go from the log into the file once per so many pages of log, each time with two waits for the disk.
                // A replay writes much more and can spare the space: 125 MiB against 32.
                database.Execute(options.Durability == SqliteDurability.Full ? "PRAGMA wal_autocheckpoint = 8000" : "PRAGMA wal_autocheckpoint = 32000");
                database.Execute("PRAGMA recursive_triggers = ON");
                return database;
            }
            catch
            {
                database.Dispose();
                throw;
            }
        });
    }

    /// <summary>Opens a reader's connection to a file that the writer has opened.</summary>
    public static SqliteDatabase Reader(SqliteOptions options) => Guarded(options.Path, () =>
    {
        var database = SqliteDatabase.Open(options.Path, create: false, readOnly: true, options.BusyTimeout);
        database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{Math.Max(1, options.CacheMebibytes / 8) * 1_024}"));
        return database;
    });

    /// <summary>Runs a step of opening and says in words what went wrong.</summary>
    public static T Guarded<T>(string path, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (SqliteErrorException fault)
        {
            throw new StoreOpenException(
                fault.Code switch
                {
                    raw.SQLITE_NOTADB => $"'{path}' is not an SQLite database: name another file, or move this one away.",
                    raw.SQLITE_CORRUPT => $"'{path}' is damaged ({fault.Words}): restore it from a copy.",
                    raw.SQLITE_CANTOPEN => $"'{path}' cannot be opened ({fault.Words}): check that this user may read and write it and its folder.",
                    raw.SQLITE_READONLY or raw.SQLITE_PERM => $"'{path}' cannot be written ({fault.Words}): give this user the right to write to the file and its folder.",
                    raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"'{path}' is held by another process: stop it, or name another file.",
                    raw.SQLITE_FULL => $"The disk of '{path}' is full.",
                    _ => $"'{path}' cannot be opened: {fault.Message}.",
                },
                fault);
        }
    }

    private static void CheckPath(string path)
    {
        if (path == SqliteOptions.InMemory)
        {
            return;
        }

        if (Directory.Exists(path))
        {
            throw new StoreOpenException($"'{path}' is a folder: the store is one file; name a file in it.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new StoreOpenException($"The folder '{folder}' of the store does not exist: create it, or name a file in a folder that exists.");
        }
    }
}
