using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace O2O.Dispatch.Embedded;

/// <summary>One state of one activation: the value in memory and its way to storage.</summary>
internal sealed class PersistentState<TState> : PersistentState, IPersistentState<TState>, IGrainState<TState>
{
    private readonly Activation _activation;
    private readonly string _name;
    private readonly IGrainStorage _storage;
    private TState? _value;

    private PersistentState(Activation activation, string name, IGrainStorage storage)
    {
        _activation = activation;
        _name = name;
        _storage = storage;
    }

    public TState State
    {
        get => _value ??= New();
        set => _value = value;
    }

    public string? ETag { get; set; }

    public string? Etag => ETag;

    public bool RecordExists { get; set; }

    TState? IGrainState<TState>.State
    {
        get => State;
        set => _value = value;
    }

    public static object Maker(Activation activation, string name, IGrainStorage storage) => new PersistentState<TState>(activation, name, storage);

    public override Task ReadStateAsync() => _storage.ReadStateAsync(_name, _activation.GrainId, this);

    public Task WriteStateAsync() => Counted(_storage.WriteStateAsync(_name, _activation.GrainId, this), "state write");

    public Task ClearStateAsync() => Counted(_storage.ClearStateAsync(_name, _activation.GrainId, this), "state clear");

    public Task ReadStateAsync(CancellationToken cancellationToken) =>
        _storage.ReadStateAsync(_name, _activation.GrainId, this, cancellationToken);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        Counted(_storage.WriteStateAsync(_name, _activation.GrainId, this, cancellationToken), "state write");

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        Counted(_storage.ClearStateAsync(_name, _activation.GrainId, this, cancellationToken), "state clear");

    private static TState New() => typeof(TState).IsValueType || typeof(TState) == typeof(string) ? default! : Activator.CreateInstance<TState>();

    private Task Counted(Task operation, string kind)
    {
        if (!operation.IsCompletedSuccessfully)
            return Slowly(operation, kind);
        Count(kind);
        return operation;
    }

    private async Task Slowly(Task operation, string kind)
    {
        await operation;
        Count(kind);
    }

    private void Count(string kind) => _activation.CountStateWrite(kind, _name, ETag);
}
