namespace O2O.Dispatch.Simulation.Time;

/// <summary>
/// A clock that begins at an instant and runs a number of times as fast as the wall's. Timers and time-outs follow it, never early by it; the local time zone is UTC. Thread-safe.
/// </summary>
public sealed class FastTimeProvider : TimeProvider
{
    // A timer of the system may not wait longer than this.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly DateTimeOffset _start;
    private readonly double _speed;
    private readonly TimeProvider _wall;
    private readonly long _origin;

    /// <summary>Starts the clock.</summary>
    /// <param name="start">What it shows now.</param>
    /// <param name="speed">How many times as fast, 0.01 to 1,000.</param>
    /// <param name="wall">The clock it follows; null for the system's.</param>
    public FastTimeProvider(DateTimeOffset start, double speed, TimeProvider? wall = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(speed, 0.01);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(speed, 1_000);
        _start = start.ToUniversalTime();
        _speed = speed;
        _wall = wall ?? System;
        _origin = _wall.GetTimestamp();
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => _wall.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + _wall.GetElapsedTime(_origin) * _speed;

    /// <inheritdoc/>
    public override long GetTimestamp() => _origin + (long)((_wall.GetTimestamp() - _origin) * _speed);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(this, _wall.CreateTimer(callback, state, OnTheWall(dueTime), OnTheWall(period)));

    /// <summary>As long on the wall, rounded up to the milliseconds that timers count in, so that none is early.</summary>
    private TimeSpan OnTheWall(TimeSpan time)
    {
        if (time == Timeout.InfiniteTimeSpan || time <= TimeSpan.Zero)
        {
            return time;
        }

        var milliseconds = Math.Ceiling(time.TotalMilliseconds / _speed);
        return milliseconds >= Longest.TotalMilliseconds ? Longest : TimeSpan.FromMilliseconds(milliseconds);
    }

    private sealed class Timer(FastTimeProvider clock, ITimer wall) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => wall.Change(clock.OnTheWall(dueTime), clock.OnTheWall(period));

        public void Dispose() => wall.Dispose();

        public ValueTask DisposeAsync() => wall.DisposeAsync();
    }
}
