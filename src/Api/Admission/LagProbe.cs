namespace O2O.Dispatch.Api.Admission;

/// <summary>
/// How far the process is behind: how long work waits for a thread. Requests, grains and deliveries share the threads, so that this is what each of their steps waits, and a ride has dozens. Thread-safe.
/// </summary>
internal sealed class LagProbe : IThreadPoolWorkItem, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);
    private readonly TimeProvider _time;
    private readonly Action<TimeSpan> _measured;
    private readonly Action<IThreadPoolWorkItem> _queue;
    private readonly ITimer _timer;
    private long _lag;

    // 0 while nothing is queued.
    private long _queuedAt;

    /// <summary>Begins to measure.</summary>
    /// <param name="time">Measures.</param>
    /// <param name="measured">Told each time.</param>
    public LagProbe(TimeProvider time, Action<TimeSpan> measured)
        : this(time, measured, static work => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false))
    {
    }

    /// <summary>Begins to measure.</summary>
    /// <param name="time">Measures.</param>
    /// <param name="measured">Told each time.</param>
    /// <param name="queue">Gives work to the threads.</param>
    internal LagProbe(TimeProvider time, Action<TimeSpan> measured, Action<IThreadPoolWorkItem> queue)
    {
        (_time, _measured, _queue) = (time, measured, queue);
        _timer = time.CreateTimer(static probe => ((LagProbe)probe!).Look(), this, Period, Period);
    }

    /// <summary>How long work waited that has begun lately, or has waited so far.</summary>
    public TimeSpan Lag
    {
        get
        {
            var known = new TimeSpan(Volatile.Read(ref _lag));
            var queuedAt = Volatile.Read(ref _queuedAt);
            var waits = queuedAt == 0 ? TimeSpan.Zero : _time.GetElapsedTime(queuedAt);
            return waits > known ? waits : known;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>A thread has it.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref _lag, _time.GetElapsedTime(Volatile.Read(ref _queuedAt)).Ticks);
        Volatile.Write(ref _queuedAt, 0);
    }

    // Of timers that are due together the first goes before the work that waits: what is told may be late, and is right.
    private void Look()
    {
        _measured(Lag);
        if (Interlocked.CompareExchange(ref _queuedAt, Math.Max(1, _time.GetTimestamp()), 0) == 0)
        {
            _queue(this);
        }
    }
}
