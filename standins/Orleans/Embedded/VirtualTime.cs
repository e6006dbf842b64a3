namespace O2O.Dispatch.Embedded;

/// <summary>
/// A clock that moves only when the deterministic engine moves it. Timers wait in a binary heap; timers of one instant fire in seeded order.
/// Callbacks run on the engine's loop. Its time zone is UTC and its timestamps are ticks since the start.
/// </summary>
public sealed class VirtualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly long _start;
    private Entry[] _heap = new Entry[64];
    private int _count;
    private int _foreground;
    private ulong _sequence;
    private long _now;

    /// <summary>A clock that stands at this instant.</summary>
    public VirtualTime(DateTimeOffset start) => _start = _now = start.UtcTicks;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    internal DeterministicEngine? Engine { get; set; }

    internal long NowTicks => _now;

    /// <summary>Timers that are not the engine's own housekeeping.</summary>
    internal int ForegroundTimers => _foreground;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _now), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _now) - _start;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Engine?.CheckThread("a timer was set");
        return Create(callback, state, dueTime, period, background: false);
    }

    internal ITimer CreateBackgroundTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        Create(callback, state, dueTime, period, background: true);

    /// <summary>When the next timer is due, in UTC ticks; <see cref="long.MaxValue"/> when none is.</summary>
    internal long NextDue()
    {
        lock (_gate)
            return _count == 0 ? long.MaxValue : _heap[0].Due;
    }

    internal void MoveTo(long ticks)
    {
        if (ticks > _now)
            Volatile.Write(ref _now, ticks);
    }

    /// <summary>Fires what is due now; timers set meanwhile wait for the next round. Returns how many fired.</summary>
    internal int FireDue()
    {
        var fired = 0;
        ulong horizon;
        lock (_gate)
            horizon = _sequence;
        while (true)
        {
            VirtualTimer timer;
            lock (_gate)
            {
                if (_count == 0 || _heap[0].Due > _now || _heap[0].Timer.Armed > horizon)
                    return fired;
                timer = _heap[0].Timer;
                Remove(timer);
                if (timer.Period > 0)
                    Insert(timer, checked(_now + timer.Period));
            }

            fired++;
            timer.Callback(timer.State);
        }
    }

    private VirtualTimer Create(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period, bool background)
    {
        var timer = new VirtualTimer(this, callback, state, background);
        Change(timer, dueTime, period);
        return timer;
    }

    private bool Change(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero && dueTime != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(dueTime), dueTime, "A timer is due at once, later, or never (-1 ms).");
        if (period < TimeSpan.Zero && period != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(period), period, "A period is positive, or -1 ms or zero for once only.");
        lock (_gate)
        {
            if (timer.Disposed)
                return false;
            if (timer.Index >= 0)
                Remove(timer);
            timer.Period = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
            if (dueTime != Timeout.InfiniteTimeSpan)
                Insert(timer, dueTime.Ticks > DateTime.MaxValue.Ticks - _now ? DateTime.MaxValue.Ticks : _now + dueTime.Ticks);
            return true;
        }
    }

    private void Dispose(VirtualTimer timer)
    {
        lock (_gate)
        {
            timer.Disposed = true;
            if (timer.Index >= 0)
                Remove(timer);
        }
    }

    private void Insert(VirtualTimer timer, long due)
    {
        if (_count == _heap.Length)
            Array.Resize(ref _heap, _heap.Length * 2);
        timer.Armed = ++_sequence;
        var entry = new Entry(due, Engine?.DrawTimerOrder() ?? 0, _sequence, timer);
        if (!timer.Background)
            _foreground++;
        Place(_count++, entry);
        SiftUp(_count - 1);
    }

    private void Remove(VirtualTimer timer)
    {
        var index = timer.Index;
        timer.Index = -1;
        if (!timer.Background)
            _foreground--;
        var last = _heap[--_count];
        _heap[_count] = default;
        if (index == _count)
            return;
        Place(index, last);
        if (index > 0 && last.IsBefore(_heap[(index - 1) / 2]))
            SiftUp(index);
        else
            SiftDown(index);
    }

    private void SiftUp(int index)
    {
        var entry = _heap[index];
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (!entry.IsBefore(_heap[parent]))
                break;
            Place(index, _heap[parent]);
            index = parent;
        }

        Place(index, entry);
    }

    private void SiftDown(int index)
    {
        var entry = _heap[index];
        while (true)
        {
            var child = (index * 2) + 1;
            if (child >= _count)
                break;
            if (child + 1 < _count && _heap[child + 1].IsBefore(_heap[child]))
                child++;
            if (!_heap[child].IsBefore(entry))
                break;
            Place(index, _heap[child]);
            index = child;
        }

        Place(index, entry);
    }

    private void Place(int index, Entry entry)
    {
        _heap[index] = entry;
        entry.Timer.Index = index;
    }

    private readonly struct Entry(long due, uint order, ulong sequence, VirtualTimer timer)
    {
        public readonly long Due = due;
        public readonly VirtualTimer Timer = timer;
        private readonly uint _order = order;
        private readonly ulong _sequence = sequence;

        public bool IsBefore(in Entry other) =>
            Due != other.Due ? Due < other.Due : _order != other._order ? _order < other._order : _sequence < other._sequence;
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state, bool background) : ITimer
    {
        public readonly TimerCallback Callback = callback;
        public readonly object? State = state;
        public readonly bool Background = background;
        public int Index = -1;
        public long Period;
        public ulong Armed;
        public bool Disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Engine?.CheckThread("a timer was changed");
            return time.Change(this, dueTime, period);
        }

        public void Dispose() => time.Dispose(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
