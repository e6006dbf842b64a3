namespace O2O.Dispatch.Api.Live;

/// <summary>Watchers of a map who get their frames at the same part of the period, so that not all frames leave at once: one frame for all who see the whole map, and one for each viewport. Guarded by its market's gate.</summary>
/// <param name="number">From 0 on: which part of the period.</param>
internal sealed class MapGroup(int number)
{
    // What a viewport's own frame costs against one more receiver of a frame that is there: a guess.
    private const int ViewportWeight = 16;

    private readonly List<MapWatcher> _watchers = [];

    /// <summary>From 0 on: which part of the period.</summary>
    public int Number => number;

    /// <summary>Who they are.</summary>
    public IReadOnlyList<MapWatcher> Watchers => _watchers;

    /// <summary>How many of them see the whole map: they take its frames.</summary>
    public int Whole { get; private set; }

    /// <summary>What they cost, in receivers of a frame.</summary>
    public int Weight => Whole + ((_watchers.Count - Whole) * ViewportWeight);

    /// <summary>The last frame or figures that went to many as one message; complete when all of them took it. Touched by the ticker alone.</summary>
    public Task Sending { get; set; } = Task.CompletedTask;

    /// <summary>When they were last told figures. Touched by the ticker alone.</summary>
    public DateTimeOffset FiguresAt { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Another one.</summary>
    public void Add(MapWatcher watcher)
    {
        _watchers.Add(watcher);
        Whole += watcher.Viewport is null ? 1 : 0;
    }

    /// <summary>One goes.</summary>
    /// <returns>Who it was; null for a connection that is not among them.</returns>
    public MapWatcher? Remove(PushConnection connection)
    {
        var at = _watchers.FindIndex(watcher => watcher.Connection == connection);
        if (at < 0)
        {
            return null;
        }

        var watcher = _watchers[at];
        _watchers.RemoveAt(at);
        Whole -= watcher.Viewport is null ? 1 : 0;
        return watcher;
    }
}
