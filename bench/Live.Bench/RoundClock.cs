using System.Collections.Concurrent;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Live.Bench;

/// <summary>The system's clock, which writes down when the timer of one piece of work fired, and until when the work went on that it set off: a round of frames.</summary>
/// <param name="work">Its name.</param>
internal sealed class RoundClock(string work) : TimeProvider
{
    private readonly AsyncLocal<bool> _isIt = new();
    private ConcurrentQueue<(long Begun, long Over)> _rounds = new();

    /// <summary>The rounds since the last call, in UTC ticks, in order.</summary>
    public IReadOnlyCollection<(long Begun, long Over)> Take() => Interlocked.Exchange(ref _rounds, new ConcurrentQueue<(long Begun, long Over)>());

    /// <summary>Work by whose name timers are told apart, whatever their periods are.</summary>
    public IBackgroundWork Named(IBackgroundWork inner) => new NamedWork(this, inner);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(
        !_isIt.Value ? callback : told =>
        {
            // Who waits for the timer goes on inside of its callback.
            var begun = GetUtcNow().UtcTicks;
            callback(told);
            Volatile.Read(ref _rounds).Enqueue((begun, GetUtcNow().UtcTicks));
        },
        state,
        dueTime,
        period);

    private sealed class NamedWork(RoundClock clock, IBackgroundWork inner) : IBackgroundWork
    {
        public void Start(string name, Func<CancellationToken, Task> work) => inner.Start(name, async cancellationToken =>
        {
            clock._isIt.Value = name == clock.Work;
            await work(cancellationToken);
        });
    }

    private string Work => work;
}
