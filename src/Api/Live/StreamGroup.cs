using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Who hears one stream, and its order. Events of two commits of the same group may be published the later one first: one that is ahead waits until those before it have come. Members change
/// under the subscriptions' gate; the order is the event pump's alone, but for its first setting.
/// </summary>
/// <param name="followed">Complete when the stream's events of other nodes come here.</param>
internal sealed class StreamGroup(Task followed)
{
    // More than that ahead is no crossing but a loss.
    private const int HeldLimit = 64;

    private readonly Lock _gate = new();
    private readonly SortedList<long, StreamEvent> _held = [];
    private long _next;

    /// <summary>Who hears it.</summary>
    public ImmutableArray<PushConnection> Members { get; set; } = [];

    /// <summary>Complete when the stream's events of other nodes come here: what is read of the stream after it goes together with what is heard.</summary>
    public Task Followed => followed;

    /// <summary>The last sequence that was told, or was in the first snapshot; null before that.</summary>
    public long? Last
    {
        get
        {
            lock (_gate)
            {
                return _next == 0 ? null : _next - 1;
            }
        }
    }

    /// <summary>Since when an event waits for one before it; null when none does.</summary>
    public DateTimeOffset? HeldSince { get; private set; }

    /// <summary>A snapshot contains everything up to a sequence. The first one sets the order.</summary>
    public void Begin(long last)
    {
        lock (_gate)
        {
            _next = _next == 0 ? last + 1 : _next;
        }
    }

    /// <summary>Takes an event in.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="now">When it came here.</param>
    /// <param name="ready">Gets what may go out now, in order.</param>
    public void Accept(StreamEvent happened, DateTimeOffset now, List<StreamEvent> ready)
    {
        lock (_gate)
        {
            if (_next == 0 || happened.Sequence == _next)
            {
                ready.Add(happened);
                _next = _next == 0 ? 0 : _next + 1;
                Drain(ready);
            }
            else if (happened.Sequence > _next)
            {
                HeldSince ??= now;
                _held[happened.Sequence] = happened;
                if (_held.Count > HeldLimit)
                {
                    Release(ready);
                }
            }
        }
    }

    /// <summary>Gives up waiting: what is held goes out, and its hearers see the gap.</summary>
    public void GiveUp(List<StreamEvent> ready)
    {
        lock (_gate)
        {
            Release(ready);
        }
    }

    private void Drain(List<StreamEvent> ready)
    {
        while (_held.Count > 0 && _held.GetKeyAtIndex(0) <= _next)
        {
            if (_held.GetKeyAtIndex(0) == _next)
            {
                ready.Add(_held.GetValueAtIndex(0));
                _next++;
            }

            _held.RemoveAt(0);
        }

        HeldSince = _held.Count == 0 ? null : HeldSince;
    }

    private void Release(List<StreamEvent> ready)
    {
        foreach (var happened in _held.Values)
        {
            ready.Add(happened);
            _next = happened.Sequence + 1;
        }

        _held.Clear();
        HeldSince = null;
    }
}
