using System.Threading.Channels;

namespace O2O.Dispatch.Testing;

/// <summary>A clock that stands still and tells which waits were asked of it, so that a test moves it only when somebody waits.</summary>
public sealed class WatchedClock : TimeProvider
{
    private readonly ManualClock _clock = new();
    private readonly Channel<TimeSpan> _asked = Channel.CreateUnbounded<TimeSpan>();

    /// <inheritdoc/>
    public override long TimestampFrequency => _clock.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    /// <inheritdoc/>
    public override long GetTimestamp() => _clock.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _clock.CreateTimer(callback, state, dueTime, period);
        Tell(dueTime);
        return new WatchedTimer(this, timer);
    }

    /// <summary>Moves the clock on and fires what falls due.</summary>
    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>The length of the next timer that has been set and was not told yet, of those that <paramref name="counts"/>.</summary>
    public async Task<TimeSpan> NextWaitAsync(Func<TimeSpan, bool> counts)
    {
        while (true)
        {
            var length = await _asked.Reader.ReadAsync().AsTask().Soon("a timer");
            if (counts(length))
            {
                return length;
            }
        }
    }

    /// <summary>Returns when a timer of this length has been set; those before it are passed over.</summary>
    public async Task WaitOfAsync(TimeSpan length)
    {
        while (await _asked.Reader.ReadAsync().AsTask().Soon($"a timer of {length}") != length)
        {
        }
    }

    private void Tell(TimeSpan dueTime)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            _asked.Writer.TryWrite(dueTime);
        }
    }

    private sealed class WatchedTimer(WatchedClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            clock.Tell(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
