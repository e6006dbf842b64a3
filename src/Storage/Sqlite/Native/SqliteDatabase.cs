using SQLitePCL;

namespace O2O.Dispatch.Storage.Sqlite.Native;

/// <summary>One connection. Not thread-safe: whoever owns it takes turns.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly sqlite3 _handle;

    private const int ConfigMemoryStatistics = 9;
    private const int ConnectionKeepsPlans = 1007;

    static SqliteDatabase()
    {
        Batteries_V2.Init();

        // Statistics of memory cost a lock for every allocation, and nobody reads them here. Too late once SQLite runs, which is harmless.
        _ = raw.sqlite3_config(ConfigMemoryStatistics, 0);
    }

    private SqliteDatabase(sqlite3 handle) => _handle = handle;

    /// <summary>Whether a transaction is open. SQLite itself closes one when the disk fails.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>The row id of the last insert.</summary>
    public long LastInsertId => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Opens a file, or <c>:memory:</c>.</summary>
    /// <exception cref="SqliteErrorException">It cannot be opened.</exception>
    public static SqliteDatabase Open(string path, bool create, bool readOnly, TimeSpan busyTimeout)
    {
        var flags = raw.SQLITE_OPEN_NOMUTEX | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE) | (create ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            var fault = new SqliteErrorException(handle is null ? code : raw.sqlite3_extended_errcode(handle), handle is null ? "cannot open" : Words(handle));
            handle?.Dispose();
            throw fault;
        }

        _ = raw.sqlite3_extended_result_codes(handle, 1);
        _ = raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds);

        // Otherwise whatever has a parameter in its LIMIT is parsed and planned again each time that it is bound. A plan goes by the schema alone here.
        _ = raw.sqlite3_db_config(handle, ConnectionKeepsPlans, 1, out _);
        return new SqliteDatabase(handle);
    }

    /// <summary>Runs one or more statements and drops their rows.</summary>
    public void Execute(string sql)
    {
        if (raw.sqlite3_exec(_handle, sql) != raw.SQLITE_OK)
        {
            throw Fault();
        }
    }

    /// <summary>Prepares one statement for many uses.</summary>
    public SqliteStatement Prepare(string sql) => raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement) == raw.SQLITE_OK
        ? new SqliteStatement(this, statement)
        : throw Fault();

    /// <summary>The first column of the first row as a number; null when there is no row or it is NULL.</summary>
    public long? Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.NumberOrNull(0) : null;
    }

    /// <summary>What SQLite says of the last failure.</summary>
    public SqliteErrorException Fault() => new(raw.sqlite3_extended_errcode(_handle), Words(_handle));

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static string Words(sqlite3 handle) => raw.sqlite3_errmsg(handle).utf8_to_string();
}
