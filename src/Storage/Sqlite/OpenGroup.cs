using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>
/// Commits that are written in one transaction. Each stands or falls alone within it; all wait until it is written. In every state:
/// closed (nothing written since the last commit), open (a transaction runs, its members wait), written or failed (members wait to be told).
/// One thread at a time.
/// </summary>
/// <param name="session">The connection.</param>
/// <param name="durable">False for a store in memory: its one transaction is never written, because a COMMIT there makes nothing safer
/// and costs a walk over every page SQLite holds.</param>
internal sealed class OpenGroup(WriteSession session, bool durable)
{
    private readonly List<WriteOperation> _open = [];
    private List<WriteOperation> _told = [];

    /// <summary>How many commits the open transaction holds.</summary>
    public int Count => _open.Count;

    /// <summary>Whether anybody waits to be told.</summary>
    public bool HasWaiters => _open.Count + _told.Count > 0;

    /// <summary>Runs a commit in the open transaction.</summary>
    public void Add(WriteOperation operation)
    {
        try
        {
            if (!session.InTransaction)
            {
                session.Begin();
            }

            session.BeginOne();
        }
        catch (SqliteErrorException fault)
        {
            operation.Failure = Unavailable(fault);
            _open.Add(operation);
            return;
        }

        _open.Add(operation);
        try
        {
            if (operation.Execute(session))
            {
                session.KeepOne();
            }
            else
            {
                session.UndoOne();
            }
        }
        catch (Exception fault)
        {
            operation.Failure = fault is SqliteErrorException error ? Told(error) : fault;
            Undo();
        }
    }

    /// <summary>Writes the open transaction. If that fails all of its members fail, for whether it was written is unknown.</summary>
    /// <returns>The failure; null when it is written, or there was nothing to write.</returns>
    public Exception? Write()
    {
        if (_open.Count == 0)
        {
            return null;
        }

        Exception? failure = null;
        try
        {
            if (durable && session.InTransaction)
            {
                session.Commit();
            }
        }
        catch (SqliteErrorException fault)
        {
            failure = fault;
            FailOpen(fault);
            Rollback();
        }

        _told.AddRange(_open);
        _open.Clear();
        return failure;
    }

    /// <summary>Drops the open transaction and fails its members.</summary>
    public void Drop(Exception why)
    {
        foreach (var operation in _open)
        {
            operation.Failure = why;
        }

        Rollback();
        _told.AddRange(_open);
        _open.Clear();
    }

    /// <summary>Takes those whose outcome stands, in the order of their commits. They are told outside any lock: they may commit again at once.</summary>
    public List<WriteOperation> Take()
    {
        var told = _told;
        _told = [];
        return told;
    }

    /// <summary>What an SQLite error means to whoever waits.</summary>
    public static Exception Told(SqliteErrorException fault) => fault.IsFaultOfTheData
        ? new StoreFaultException($"The store refused a commit, and nothing of it was written: {fault.Words}.", fault)
        : Unavailable(fault);

    private static StoreUnavailableException Unavailable(SqliteErrorException fault) =>
        new($"The store did not write: {fault.Words}. Whether earlier attempts were written is unknown; repeat the same command later.", fault);

    private void Undo()
    {
        try
        {
            if (session.InTransaction)
            {
                session.UndoOne();
                return;
            }
        }
        catch (SqliteErrorException)
        {
            // What cannot be undone alone is undone with its group.
            Rollback();
        }

        // SQLite gave the whole transaction up, as it does when the disk fails: nothing of the group stands.
        FailOpen(null);
        session.Rollback();
    }

    private void FailOpen(SqliteErrorException? fault)
    {
        foreach (var operation in _open)
        {
            operation.Failure ??= new StoreUnavailableException(
                "The group of commits could not be written: whether this one was is unknown; repeat the same command later.", fault);
        }
    }

    private void Rollback()
    {
        try
        {
            session.Rollback();
        }
        catch (SqliteErrorException)
        {
            // The transaction dies with the connection at the latest; the next Begin says so if it cannot go on.
        }
    }
}
