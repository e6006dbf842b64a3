namespace O2O.Dispatch.Api.Live;

/// <summary>A connection that watches a map. Guarded by its market's gate.</summary>
/// <param name="connection">The connection.</param>
/// <param name="after">The sequence of its snapshot: frames up to it say nothing new.</param>
/// <param name="viewport">The part that it sees, with frames of its own; null for all, with the frames of all.</param>
internal sealed class MapWatcher(PushConnection connection, long after, MapViewport? viewport = null)
{
    /// <summary>The connection.</summary>
    public PushConnection Connection => connection;

    /// <summary>The part that it sees; null for all.</summary>
    public MapViewport? Viewport => viewport;

    /// <summary>The sequence of its snapshot.</summary>
    public long After => after;

    /// <summary>Whether it has had no frame yet. Its first frame waits for the tick after it, so that the snapshot, which travels as an answer, is there before.</summary>
    public bool IsNew { get; set; } = true;

    /// <summary>The frame that waits.</summary>
    public Utf8Payload? Held { get; set; }
}
