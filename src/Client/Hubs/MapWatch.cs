using Microsoft.AspNetCore.SignalR.Client;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>A map that a hub tells. Disposed, it is told no longer.</summary>
public sealed class MapWatch : HubSubscription
{
    private readonly string _market;
    private readonly Func<MarketMap, ValueTask> _onChange;

    internal MapWatch(DispatchHub hub, string market, Func<MarketMap, ValueTask> onChange)
        : base(hub) => (_market, _onChange) = (market, onChange);

    /// <summary>What is on it now.</summary>
    public MarketMap Map { get; } = new();

    /// <summary>Why the hub tells it no longer; null while it does.</summary>
    public string? Refused { get; private set; }

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
        var whole = await connection.InvokeAsync<MapFrame>("WatchMap", _market, cancellationToken);
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
