using O2O.Dispatch.Storage.Sqlite;

namespace O2O.Dispatch.Replay.Store;

/// <summary>
/// The files of one replay: the store, grain state, the bank's memory, and what was played. In virtual time the store keeps a write transaction open between quiescent instants, which is why
/// grain state has a file of its own. A replay that is not kept has no files: the same store in memory.
/// </summary>
public sealed class StoreFiles
{
    private readonly string? _store;

    private StoreFiles(string? store) => _store = store;

    /// <summary>Whether there are files.</summary>
    public bool IsKept => _store is not null;

    /// <summary>Jobs, offers, outbox, ledger.</summary>
    public string Store => _store ?? SqliteOptions.InMemory;

    /// <summary>State of providers, customers and markets.</summary>
    public string Grains => $"{Kept}.grains";

    /// <summary>Every operation of the bank, a line each.</summary>
    public string Bank => $"{Kept}.bank";

    /// <summary>What was played, so that only the same is gone on with.</summary>
    public string Identity => $"{Kept}.replay.json";

    /// <summary>The connection string of grain state.</summary>
    public string GrainsConnection => $"Data Source={Grains};Pooling=True";

    private string Kept => _store ?? throw new InvalidOperationException("A replay that is not kept has no files.");

    /// <summary>Files of a path that was given; none for null.</summary>
    public static StoreFiles Of(string? path) => new(path is null ? null : Path.GetFullPath(path));

    /// <summary>How the store is opened: what is written survives the death of the process, not a loss of power.</summary>
    public void Configure(SqliteOptions options)
    {
        options.Path = Store;
        options.Durability = SqliteDurability.Normal;
    }
}
