using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Sends map frames, about four a second, and figures, once a second, to whoever watches a market: to each group of watchers at its part of the period. What all of a group see is built and serialised once, whatever the
/// number of watchers; who looks at a part has frames of its own, and so has who went back from a part to all where its numbers are ahead of every group's.
/// </summary>
internal sealed partial class MapTicker(
    LiveBoard board, IHubContext<OpsHub> hub, IBackgroundWork work, TimeProvider time, LiveMeters meters, IOptions<LiveOptions> options, ILogger<MapTicker> log)
{
    private readonly List<(PushConnection Connection, Utf8Payload Payload)> _due = [];
    private DateTimeOffset _silentAt = DateTimeOffset.MinValue;

    /// <summary>Starts to tick; goes on until the engine stops.</summary>
    public void Start() => work.Start("live-map", async cancellationToken =>
    {
        var groups = options.Value.MapGroups;
        using var timer = new PeriodicTimer(options.Value.MapPeriod / groups, time);
        for (var group = 0; await timer.WaitForNextTickAsync(cancellationToken); group = (group + 1) % groups)
        {
            try
            {
                Tick(group);
            }
            catch (Exception fault)
            {
                TickFailed(log, fault);
            }
        }
    });

    /// <summary>One tick: of one group of every market.</summary>
    public void Tick(int group)
    {
        var now = time.GetUtcNow();
        var dropSilent = IsSecond(now, _silentAt);
        _silentAt = dropSilent ? now : _silentAt;
        foreach (var live in board.Markets)
        {
            if (dropSilent)
            {
                lock (live.Gate)
                {
                    live.Map.DropSilent(now - options.Value.VehicleSilence);
                }
            }

            Frame(live, live.Groups[group], now);
            Figures(live, live.Groups[group], now);
        }
    }

    /// <summary>Whether figures are due. Ticks are not exact: one that is a little early is it, or the next would be a tick late.</summary>
    private bool IsSecond(DateTimeOffset now, DateTimeOffset last) => now - last >= options.Value.FollowPeriod - (options.Value.MapPeriod / (2 * options.Value.MapGroups));

    private void Figures(LiveMarket live, MapGroup group, DateTimeOffset now)
    {
        if (!IsSecond(now, group.FiguresAt))
        {
            return;
        }

        group.FiguresAt = now;
        _due.Clear();
        lock (live.Gate)
        {
            if (group.Watchers.Count == 0)
            {
                return;
            }
        }

        var payload = Utf8Payload.Of(board.Overview(live, now));
        lock (live.Gate)
        {
            foreach (var watcher in group.Watchers)
            {
                _due.Add((watcher.Connection, payload));
            }
        }

        Send(group, nameof(IOpsClient.Figures), payload);
    }

    private void Frame(LiveMarket live, MapGroup group, DateTimeOffset now)
    {
        var begun = time.GetTimestamp();
        MapFrame? frame = null;
        var own = new List<(MapWatcher Watcher, MapFrame Frame)>();
        lock (live.Gate)
        {
            if (group.Watchers.Count == 0)
            {
                return;
            }

            foreach (var watcher in group.Watchers)
            {
                if (watcher.Viewport is { } viewport && live.Map.Tick(viewport, now, group.Number) is { } part)
                {
                    own.Add((watcher, part));
                }
            }

            if (group.Whole > 0)
            {
                frame = live.Map.Tick(now, group.Number);
            }
            else
            {
                live.Map.Forget(group.Number);
            }
        }

        // Serialised and sent outside the gate: locations come in meanwhile. The ticker alone sends frames, so their order stands.
        var payload = frame is null ? null : Utf8Payload.Of(frame);
        var parts = own.ToDictionary(entry => entry.Watcher, entry => (Payload: Utf8Payload.Of(entry.Frame), entry.Frame.Sequence));
        _due.Clear();
        lock (live.Gate)
        {
            foreach (var watcher in group.Watchers)
            {
                var due = watcher.Viewport is null ? (Payload: payload, Sequence: frame?.Sequence ?? 0) : parts.GetValueOrDefault(watcher);
                Gather(watcher, due.Payload, due.Sequence);
            }
        }

        Send(group, nameof(IOpsClient.Map), payload);
        if (payload is not null)
        {
            meters.Frame(payload.Length, time.GetElapsedTime(begun));
        }
    }

    /// <summary>
    /// Sends what is due. What is for all goes as one message to those who keep up: the hub writes it once and copies it. While somebody does not, each gets its own, so that who is behind is known and delays nobody.
    /// </summary>
    private void Send(MapGroup group, string method, Utf8Payload? forAll)
    {
        var together = group.Sending.IsCompleted;
        var ids = new ConnectionIds();
        foreach (var (connection, due) in _due)
        {
            if (together && ReferenceEquals(due, forAll) && connection.FramesWaiting == 0)
            {
                ids.Add(connection.Id);
            }
            else
            {
                connection.SendFrame(method, due);
            }
        }

        if (ids.Count > 0)
        {
            group.Sending = hub.Clients.Clients(ids).SendCoreAsync(method, [forAll]);
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
