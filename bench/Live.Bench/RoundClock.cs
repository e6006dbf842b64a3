using System.Collections.Concurrent;

namespace O2O.Dispatch.Live.Bench;

/// <summary>The system's clock, which writes down when timers of one period fired: then a round of frames is due.</summary>
/// <param name="period">Of these timers, and of no others.</param>
internal sealed class RoundClock(TimeSpan period) : TimeProvider
{
    private ConcurrentQueue<long> _rounds = new();

    /// <summary>The instants since the last call, in UTC ticks, in order.</summary>
    public IReadOnlyCollection<long> Take() => Interlocked.Exchange(ref _rounds, new ConcurrentQueue<long>());

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan every) => base.CreateTimer(
        every != period ? callback : told =>
        {
            Volatile.Read(ref _rounds).Enqueue(GetUtcNow().UtcTicks);
            callback(told);
        },
        state,
        dueTime,
        every);
}
