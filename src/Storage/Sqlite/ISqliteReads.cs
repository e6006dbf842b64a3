namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Whoever has connections to read an SQLite store with.</summary>
internal interface ISqliteReads
{
    /// <summary>Reads, in line on the caller's thread.</summary>
    ValueTask<T> Read<T>(Func<ReadSession, T> read, CancellationToken cancellationToken);
}
