using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>A connection to read from, with the statements it has prepared so far. One thread at a time.</summary>
internal sealed class ReadSession(SqliteDatabase database, bool ownsDatabase) : IDisposable
{
    // Never iterated but to dispose.
    private readonly Dictionary<string, SqliteStatement> _statements = new(SqlText.Comparer);

    /// <summary>A statement, prepared once.</summary>
    public SqliteStatement this[string sql]
    {
        get
        {
            if (!_statements.TryGetValue(sql, out var statement))
            {
                statement = database.Prepare(sql);
                _statements.Add(sql, statement);
            }

            return statement;
        }
    }

    /// <summary>Runs several statements on one snapshot.</summary>
    public T Snapshot<T>(Func<ReadSession, T> read)
    {
        if (database.InTransaction)
        {
            return read(this);
        }

        this["BEGIN"].Run();
        try
        {
            return read(this);
        }
        finally
        {
            this["COMMIT"].Run();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        if (ownsDatabase)
        {
            database.Dispose();
        }
    }
}
