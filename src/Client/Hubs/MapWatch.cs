using Microsoft.AspNetCore.SignalR.Client;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>A map that a hub tells. Disposed, it is told no longer.</summary>
public sealed class MapWatch : HubSubscription
{
    private readonly string _market;
    private readonly Func<MarketMap, ValueTask> _onChange;

    private volatile MapView? _view;

    internal MapWatch(DispatchHub hub, string market, MapView? view, Func<MarketMap, ValueTask> onChange)
        : base(hub) => (_market, _view, _onChange) = (market, view, onChange);

    /// <summary>What is on it now; of a part, what is in that.</summary>
    public MarketMap Map { get; } = new();

    /// <summary>Why the hub tells it no longer; null while it does.</summary>
    public string? Refused { get; private set; }

    /// <summary>Looks elsewhere. Returns when what is there has been told, or at once while the connection is lost: then it is told with the next. Not to be waited for by who is told of a change.</summary>
    /// <param name="view">Which part; null for all.</param>
    public async Task MoveAsync(MapView? view)
    {
        _view = view;
        await ResumeAsync();
    }

    /// <inheritdoc/>
    public override string Subject => SubjectOf(_market);

    internal static string SubjectOf(string market) => $"map/{market}";

    internal Task ReceiveAsync(MapFrame frame) => ReceiveAsync(frame.Epoch, frame.Sequence, () =>
    {
        Map.Apply(frame, whole: false);
        return _onChange(Map);
    });

    private protected override async Task<(long Epoch, long Sequence)> AskAsync(HubConnection connection, long epoch, long after, CancellationToken cancellationToken)
    {
        var whole = _view is { } view
            ? await connection.InvokeCoreAsync<MapFrame>("WatchMapView", [_market, view.West, view.South, view.East, view.North, view.Zoom], cancellationToken)
            : await connection.InvokeAsync<MapFrame>("WatchMap", _market, cancellationToken);
        Map.Apply(whole, whole: true);
        await TellAsync(() => _onChange(Map));
        return (whole.Epoch, whole.Sequence);
    }

    private protected override Task LeaveAsync(HubConnection connection) => connection.InvokeAsync("UnwatchMap", _market);

    private protected override ValueTask RefusedAsync(HubRefusedException refusal)
    {
        Refused = refusal.Slug;
        return TellAsync(() => _onChange(Map));
    }
}
