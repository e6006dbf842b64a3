using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Api.Live;

/// <summary>All that is live of one market. Map, figures, sequence and watchers are guarded by <see cref="Gate"/>.</summary>
internal sealed class LiveMarket(string name, long epoch, DateTimeOffset since)
{
    private readonly List<MapWatcher> _watchers = [];
    private readonly TaskCompletionSource _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FactRing _ring = new();

    /// <summary>Guards it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Of the market's stream and of its map: drawn at random when the process begins, because both are this process's own.</summary>
    public long Epoch => epoch;

    /// <summary>The last sequence of the market's stream.</summary>
    public long Sequence { get; private set; }

    /// <summary>The next event of the market's stream. Under the gate.</summary>
    public StreamEvent Tell(DateTimeOffset at, PushMessage.JobChanged message)
    {
        var told = new StreamEvent(StreamNames.Market(name), epoch, ++Sequence, at, message with { Pin = null, PaymentAction = null, TipAction = null });
        _ring.Add(told);
        return told;
    }

    /// <summary>What was told after a sequence; null when that is of another epoch, not there yet, or too long ago. Under the gate.</summary>
    public IReadOnlyList<StreamEvent>? After(long known, long after) => known == epoch ? _ring.After(Sequence, after) : null;

    /// <summary>Leaves a sequence out where events were lost: who knows the last one is told to reload.</summary>
    public void Skip()
    {
        lock (Gate)
        {
            Sequence++;
            _ring.Clear();
        }
    }

    /// <summary>The map.</summary>
    public LiveMap Map { get; } = new(name, epoch);

    /// <summary>The figures.</summary>
    public MarketFigures Figures { get; } = new(since);

    /// <summary>Whether it was filled from the store.</summary>
    public bool Filled => _filled.Task.IsCompleted;

    /// <summary>Complete when it was filled: whoever asks for its jobs waits for that.</summary>
    public Task Filling => _filled.Task;

    /// <summary>It was filled. Called by the event pump alone.</summary>
    public void Fill() => _filled.TrySetResult();

    /// <summary>When its jobs were last counted in the store. Touched by the event pump alone.</summary>
    public DateTimeOffset CountedAt { get; set; }

    /// <summary>When somebody last asked where its vehicles are. Under the gate.</summary>
    public DateTimeOffset AskedAt { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Complete while this node knows of the vehicles that report to others, as far as they can be heard: at once where there are no others.</summary>
    public Task Whole { get; set; } = Task.CompletedTask;

    /// <summary>The last frame that went to many as one message; complete when all of them took it. Touched by the ticker alone.</summary>
    public Task Sending { get; set; } = Task.CompletedTask;

    /// <summary>Whether somebody watches the map.</summary>
    public bool IsWatched => _watchers.Count > 0;

    /// <summary>Who watches the map.</summary>
    public IReadOnlyList<MapWatcher> Watchers => _watchers;

    /// <summary>Lets a connection watch the map, in place of what it watched of it before. Under the gate.</summary>
    /// <param name="connection">Who.</param>
    /// <param name="view">The part that it looks at; null for all.</param>
    /// <param name="now">When.</param>
    /// <returns>All of that; the frames that follow continue it.</returns>
    public MapFrame Watch(PushConnection connection, MapView? view, DateTimeOffset now)
    {
        Unwatch(connection);
        if (_watchers.Count == 0)
        {
            Map.Forget();
        }

        connection.CountMaps(1);
        if (view is null && connection.MapsNumberedTo == 0)
        {
            _watchers.Add(new MapWatcher(connection, Map.Sequence));
            return Map.Snapshot(now);
        }

        // Frames of another view that are still on their way are of lower numbers than this one's: they are dropped as known.
        var viewport = new MapViewport(view, Math.Max(Map.Sequence, connection.MapsNumberedTo));
        _watchers.Add(new MapWatcher(connection, viewport.Sequence, viewport));
        return Map.Snapshot(viewport, now);
    }

    /// <summary>Ends it. Under the gate.</summary>
    public void Unwatch(PushConnection connection)
    {
        foreach (var watcher in _watchers)
        {
            if (watcher.Connection == connection && watcher.Viewport is { } viewport)
            {
                connection.MapsNumberedTo = Math.Max(connection.MapsNumberedTo, viewport.Sequence);
            }
        }

        connection.CountMaps(-_watchers.RemoveAll(watcher => watcher.Connection == connection));
    }
}
