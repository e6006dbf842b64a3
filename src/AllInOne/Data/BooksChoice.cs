using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Storage.Sqlite;

namespace O2O.Dispatch.AllInOne.Data;

/// <summary>The books that options name, opened to read alone: a service may be at work on them.</summary>
internal sealed class BooksChoice : IDisposable
{
    private readonly IDisposable _store;

    private BooksChoice(IBooksReader books, string place, IDisposable store) => (Books, Place, _store) = (books, place, store);

    /// <summary>The books.</summary>
    public IBooksReader Books { get; }

    /// <summary>Where they are, for a person to read.</summary>
    public string Place { get; }

    /// <summary>Opens them.</summary>
    /// <param name="directory">The folder of a service, or the file of its store.</param>
    /// <param name="postgres">Connection string of PostgreSQL; null for SQLite.</param>
    /// <exception cref="StartFault">The connection string is wrong.</exception>
    /// <exception cref="Storage.StoreOpenException">They cannot be opened; the message says why.</exception>
    public static BooksChoice Open(string directory, string? postgres)
    {
        if (postgres is not null)
        {
            // Books are read, whoever reads them: bringing the schema up to date is the service's.
            var options = new PostgresOptions { ConnectionString = postgres, Migrate = false, MaxPoolSize = 2 };
            if (options.Faults() is { Count: > 0 } faults)
            {
                throw new StartFault(ExitCodes.BadOption, $"--postgres: {string.Join(' ', faults)}");
            }

            var server = new PostgresStore(options, TimeProvider.System);
            return new BooksChoice(server.Books, "PostgreSQL", server);
        }

        var file = File.Exists(directory) ? directory : Path.Combine(directory, DataFolder.StoreFile);
        var store = new SqliteBooks(file);
        return new BooksChoice(store.Books, file, store);
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();
}
