namespace O2O.Dispatch.Testing;

/// <summary>
/// A clock that stands still until <see cref="Advance"/> moves it, and fires what falls due on the way: earliest first, equal times in the order
/// they were set, each at exactly its own time. Callbacks run on the thread that advances, outside any lock, so they may set timers and read the time.
/// A timer that is due at once fires with the next <see cref="Advance"/>, also one by nothing. Thread-safe; one thread advances at a time.
/// </summary>
public sealed class ManualClock : TimeProvider
{
    private readonly object _gate = new();
    private readonly object _advancing = new();
    private readonly PriorityQueue<(ManualTimer Timer, long Setting), (long Ticks, long Order)> _due = new();
    private readonly long _start;
    private long _now;
    private long _order;
    private int _active;

    /// <summary>A clock that shows an instant.</summary>
    /// <param name="start">UTC.</param>
    public ManualClock(DateTimeOffset start) => _now = _start = start.UtcTicks;

    /// <summary>A clock that shows <see cref="Scenarios.Now"/>.</summary>
    public ManualClock()
        : this(Scenarios.Now)
    {
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers wait to fire.</summary>
    public int ActiveTimers
    {
        get
        {
            lock (_gate)
            {
                return _active;
            }
        }
    }

    /// <summary>When the next timer fires; null when none waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
            {
                return PeekCurrent() is { } due ? new DateTimeOffset(due, TimeSpan.Zero) : null;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return new DateTimeOffset(_now, TimeSpan.Zero);
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _now - _start;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on and fires what falls due.</summary>
    /// <param name="by">Not negative.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_advancing)
        {
            MoveTo(Locked(() => _now) + by.Ticks);
        }
    }

    /// <summary>Moves the clock to an instant, which does not lie behind it, and fires what falls due.</summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        lock (_advancing)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(instant, GetUtcNow());
            MoveTo(instant.UtcTicks);
        }
    }

    private void MoveTo(long target)
    {
        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }

        Locked(() => _now = Math.Max(_now, target));
    }

    private ManualTimer? TakeDue(long target)
    {
        lock (_gate)
        {
            if (PeekCurrent() is not { } due || due > target)
            {
                return null;
            }

            var (timer, _) = _due.Dequeue();
            _now = Math.Max(_now, due);
            timer.Forget();
            if (timer.Period > 0)
            {
                Enqueue(timer, due + timer.Period);
            }

            return timer;
        }
    }

    /// <summary>The earliest due time that still counts; settings that were changed or disposed of are dropped on the way.</summary>
    private long? PeekCurrent()
    {
        while (_due.TryPeek(out var next, out var due))
        {
            if (next.Timer.Setting == next.Setting)
            {
                return due.Ticks;
            }

            _due.Dequeue();
        }

        return null;
    }

    private void Enqueue(ManualTimer timer, long due)
    {
        _active++;
        timer.Waits = true;
        _due.Enqueue((timer, timer.Setting), (due, _order++));
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private bool _disposed;

        /// <summary>Counts the settings; only the newest counts.</summary>
        public long Setting { get; private set; }

        /// <summary>Whether it is set to fire.</summary>
        public bool Waits { get; set; }

        /// <summary>Ticks between two firings; 0 for once.</summary>
        public long Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
            ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
            lock (clock._gate)
            {
                if (_disposed)
                {
                    return false;
                }

                Forget();
                Period = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    clock.Enqueue(this, clock._now + dueTime.Ticks);
                }

                return true;
            }
        }

        public void Fire()
        {
            if (_context is null)
            {
                callback(state);
            }
            else
            {
                ExecutionContext.Run(_context, _ => callback(state), null);
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _disposed = true;
                Forget();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>Ends the present setting. Called under the clock's lock.</summary>
        public void Forget()
        {
            if (Waits)
            {
                clock._active--;
                Waits = false;
            }

            Setting++;
        }
    }
}
