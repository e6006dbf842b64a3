namespace O2O.Dispatch.Api.Tests.Harness;

/// <summary>Real time, but that it leaps ahead when it is told to. Timers go by real time. Thread-safe.</summary>
public sealed class LeapingClock : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    public void Leap(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
