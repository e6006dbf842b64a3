using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Takes commits and writes them in groups.</summary>
internal abstract class GroupWriter : IDisposable
{
    /// <summary>Whether a waiter goes on on another thread than the one that completes it.</summary>
    public abstract bool ContinuesElsewhere { get; }

    /// <summary>Takes a commit; its waiter is told when its group is written.</summary>
    public abstract void Add(WriteOperation operation);

    /// <summary>Ends the writer. Whoever still waits is told that the store is closed.</summary>
    public abstract void Dispose();

    /// <summary>What is told to whoever comes after the end.</summary>
    protected static StoreUnavailableException Closed() => new("The store is closed: this commit was not written.");
}
