using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Live;

/// <summary>Sends map frames, about four a second, and figures, once a second, to whoever watches a market. What all see is built and serialised once, whatever the number of watchers; who looks at a part has frames of its own, and so has who went back from a part to all, for its numbers go on from the part's.</summary>
internal sealed partial class MapTicker(
    LiveBoard board, IHubContext<OpsHub> hub, IBackgroundWork work, TimeProvider time, LiveMeters meters, IOptions<LiveOptions> options, ILogger<MapTicker> log)
{
    private readonly List<(PushConnection Connection, Utf8Payload Payload)> _due = [];
    private DateTimeOffset _figuresAt = DateTimeOffset.MinValue;

    /// <summary>Starts to tick; goes on until the engine stops.</summary>
    public void Start() => work.Start("live-map", async cancellationToken =>
    {
        using var timer = new PeriodicTimer(options.Value.MapPeriod, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                Tick();
            }
            catch (Exception fault)
            {
                TickFailed(log, fault);
            }
        }
    });

    /// <summary>One tick.</summary>
    public void Tick()
    {
        var now = time.GetUtcNow();
        var figures = now - _figuresAt >= options.Value.FollowPeriod;
        _figuresAt = figures ? now : _figuresAt;
        foreach (var live in board.Markets)
        {
            Frame(live, now, figures);
            if (figures && Watchers(live) is { Count: > 0 } watchers)
            {
                var payload = Utf8Payload.Of(board.Overview(live, now));
                foreach (var watcher in watchers)
                {
                    watcher.SendFrame(nameof(IOpsClient.Figures), payload);
                }
            }
        }
    }

    private static List<PushConnection> Watchers(LiveMarket live)
    {
        lock (live.Gate)
        {
            return [.. live.Watchers.Select(watcher => watcher.Connection)];
        }
    }

    private void Frame(LiveMarket live, DateTimeOffset now, bool dropSilent)
    {
        var begun = time.GetTimestamp();
        MapFrame? frame = null;
        var own = new List<(MapWatcher Watcher, MapFrame Frame)>();
        lock (live.Gate)
        {
            if (dropSilent)
            {
                live.Map.DropSilent(now - options.Value.VehicleSilence);
            }

            if (!live.IsWatched)
            {
                live.Map.Forget();
                return;
            }

            foreach (var watcher in live.Watchers)
            {
                if (watcher.Viewport is { } viewport && live.Map.Tick(viewport, now) is { } part)
                {
                    own.Add((watcher, part));
                }
            }

            if (live.Watchers.Any(watcher => watcher.Viewport is null))
            {
                frame = live.Map.Tick(now);
            }
            else
            {
                live.Map.Forget();
            }
        }

        // Serialised and sent outside the gate: locations come in meanwhile. The ticker alone sends frames, so their order stands.
        var payload = frame is null ? null : Utf8Payload.Of(frame);
        var parts = own.ToDictionary(entry => entry.Watcher, entry => (Payload: Utf8Payload.Of(entry.Frame), entry.Frame.Sequence));
        _due.Clear();
        lock (live.Gate)
        {
            foreach (var watcher in live.Watchers)
            {
                var due = watcher.Viewport is null ? (Payload: payload, Sequence: frame?.Sequence ?? 0) : parts.GetValueOrDefault(watcher);
                Gather(watcher, due.Payload, due.Sequence);
            }
        }

        // One message for all who keep up: the hub writes it once and copies it. While somebody does not, each gets its own, so that who is behind is known and delays nobody.
        var together = live.Sending.IsCompleted;
        var ids = new ConnectionIds();
        foreach (var (connection, due) in _due)
        {
            if (together && ReferenceEquals(due, payload) && connection.FramesWaiting == 0)
            {
                ids.Add(connection.Id);
            }
            else
            {
                connection.SendFrame(nameof(IOpsClient.Map), due);
            }
        }

        if (ids.Count > 0)
        {
            live.Sending = hub.Clients.Clients(ids).SendCoreAsync(nameof(IOpsClient.Map), [payload]);
        }

        if (payload is not null)
        {
            meters.Frame(payload.Length, time.GetElapsedTime(begun));
        }
    }

    private void Gather(MapWatcher watcher, Utf8Payload? payload, long sequence)
    {
        if (watcher.Held is { } held)
        {
            _due.Add((watcher.Connection, held));
            watcher.Held = null;
        }

        if (payload is null || sequence <= watcher.After)
        {
            return;
        }

        if (watcher.IsNew)
        {
            watcher.IsNew = false;
            watcher.Held = payload;
            return;
        }

        _due.Add((watcher.Connection, payload));
    }

    [LoggerMessage(2031, LogLevel.Error, "A map frame could not be sent")]
    private static partial void TickFailed(ILogger log, Exception fault);
}
