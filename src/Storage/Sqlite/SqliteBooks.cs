using System.Globalization;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The books of an SQLite store, opened to read alone: beside a service that writes, and without changing anything, its schema included. Thread-safe by taking turns.</summary>
public sealed class SqliteBooks : IDisposable, ISqliteReads
{
    private readonly ReadSession _session;
    private readonly Lock _gate = new();

    /// <summary>Opens the books.</summary>
    /// <param name="path">The store's file.</param>
    /// <exception cref="StoreOpenException">There are none, or they are of another program or version; the message says what to do.</exception>
    public SqliteBooks(string path)
    {
        if (!File.Exists(path))
        {
            throw new StoreOpenException($"'{path}' does not exist: name the folder of a service that has run, or the file of its store.");
        }

        var database = SqliteOpening.Reader(new SqliteOptions { Path = path });
        try
        {
            var version = SqliteOpening.Guarded(path, () => SqliteMigrations.VersionOf(database, path));
            if (version != SqliteMigrations.Latest)
            {
                throw new StoreOpenException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{path}' has schema version {version}, and this program reads {SqliteMigrations.Latest}: {(version < SqliteMigrations.Latest ? "start the service on it once, which brings it up to date" : "run a newer program")}."));
            }
        }
        catch
        {
            database.Dispose();
            throw;
        }

        _session = new ReadSession(database, ownsDatabase: true);
        Books = new SqliteBooksReader(this);
    }

    /// <summary>The books.</summary>
    public IBooksReader Books { get; }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <inheritdoc/>
    ValueTask<T> ISqliteReads.Read<T>(Func<ReadSession, T> read, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            try
            {
                return new ValueTask<T>(read(_session));
            }
            catch (Native.SqliteErrorException fault)
            {
                throw new StoreUnavailableException($"The store could not be read: {fault.Words}.", fault);
            }
        }
    }
}
