using System.Threading.Channels;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.SignalR.Client.Tests;

/// <summary>A clock that stands still and tells which waits were asked of it, so that a test moves it only when somebody waits.</summary>
public sealed class WatchedClock : TimeProvider
{
    private readonly ManualClock _clock = new();
    private readonly Channel<TimeSpan> _asked = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _clock.CreateTimer(callback, state, dueTime, period);
        _asked.Writer.TryWrite(dueTime);
        return timer;
    }

    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>Returns when a timer of this length has been set; those before it are passed over.</summary>
    public async Task WaitOfAsync(TimeSpan length)
    {
        while (await _asked.Reader.ReadAsync().AsTask().Soon($"a timer of {length}") != length)
        {
        }
    }
}
