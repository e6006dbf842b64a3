using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Api.Live;

/// <summary>All that is live of one market. Map, figures, sequence and watchers are guarded by <see cref="Gate"/>.</summary>
/// <param name="name">Its name.</param>
/// <param name="epoch">See <see cref="Epoch"/>.</param>
/// <param name="since">When its figures begin.</param>
/// <param name="groups">How many groups the watchers of its map may be put into, 1 to 8.</param>
internal sealed class LiveMarket(string name, long epoch, DateTimeOffset since, int groups = 1)
{
    /// <summary>Weight of watchers with which a group is full, so that another is begun: a guess. One message to so many leaves within some ten milliseconds, and each group builds its frame anew.</summary>
    internal const int FullAt = 500;

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
    public LiveMap Map { get; } = new(name, epoch, groups);

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

    /// <summary>Whether somebody watches the map.</summary>
    public bool IsWatched => Groups.Any(group => group.Watchers.Count > 0);

    /// <summary>Who watches the map, in groups that get their frames one after the other.</summary>
    public ImmutableArray<MapGroup> Groups { get; } = [.. Enumerable.Range(0, groups).Select(number => new MapGroup(number))];

    /// <summary>Lets a connection watch the map, in place of what it watched of it before. Under the gate.</summary>
    /// <param name="connection">Who.</param>
    /// <param name="view">The part that it looks at; null for all.</param>
    /// <param name="now">When.</param>
    /// <returns>All of that; the frames that follow continue it.</returns>
    public MapFrame Watch(PushConnection connection, MapView? view, DateTimeOffset now)
    {
        Unwatch(connection);
        connection.CountMaps(1);

        // Frames of what it watched before may still be on their way to it: they are dropped as known, for what it watches now goes on from no lower number.
        var told = connection.MapsNumberedTo.GetValueOrDefault(name);
        if (view is null && Lightest(group => group.Whole == 0 || Map.Sequence(group.Number) >= told) is { } fit)
        {
            Begin(fit);
            if (fit.Whole == 0)
            {
                // Nobody takes its frames, so that its numbers may leap: beyond those of the others, too, so that who comes from there finds it fit.
                Map.Number(fit.Number, Math.Max(told, Groups.Max(group => Map.Sequence(group.Number))));
            }

            fit.Add(new MapWatcher(connection, Map.Sequence(fit.Number)));
            return Map.Snapshot(now, fit.Number);
        }

        var viewport = new MapViewport(view, told);
        var group = Lightest(_ => true)!;
        Begin(group);
        group.Add(new MapWatcher(connection, told, viewport));
        return Map.Snapshot(viewport, now);
    }

    /// <summary>Ends it. Under the gate.</summary>
    public void Unwatch(PushConnection connection)
    {
        foreach (var group in Groups)
        {
            if (group.Remove(connection) is not { } watcher)
            {
                continue;
            }

            connection.CountMaps(-1);
            connection.MapsNumberedTo[name] = watcher.Viewport?.Sequence ?? Map.Sequence(group.Number);
            if (group.Watchers.Count == 0)
            {
                Map.End(group.Number);
            }
        }
    }

    private void Begin(MapGroup group)
    {
        if (group.Watchers.Count == 0)
        {
            Map.Begin(group.Number);
        }
    }

    /// <summary>The group for another watcher, of those that are fit: the one with the least to do, or one that is begun now where all that are watched are full or unfit; null where none is fit.</summary>
    private MapGroup? Lightest(Func<MapGroup, bool> isFit)
    {
        var watched = Groups.Where(group => group.Watchers.Count > 0 && isFit(group)).MinBy(group => group.Weight);
        return watched is { Weight: < FullAt } ? watched : Groups.FirstOrDefault(group => group.Watchers.Count == 0) ?? watched;
    }
}
