using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Testing;

/// <summary>The clock that every other test trusts.</summary>
public sealed class ManualClockTests
{
    private readonly ManualClock _clock = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Advance_SeveralTimers_FireInOrderOfTimeThenOfSettingEachAtItsOwnTime()
    {
        using var late = Timer("late", 3);
        using var first = Timer("first", 2);
        using var second = Timer("second", 2);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["first@2", "second@2", "late@3"], _fired);
        Assert.Equal(Scenarios.Now + TimeSpan.FromSeconds(10), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(10), _clock.GetElapsedTime(0));
    }

    [Fact]
    public void Advance_Periodic_FiresOnEachPeriodUntilDisposed()
    {
        var timer = Timer("tick", 1, 2);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["tick@1", "tick@3", "tick@5"], _fired);
        Assert.Equal((1, Scenarios.Now + TimeSpan.FromSeconds(7)), (_clock.ActiveTimers, _clock.NextDue));
        timer.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(3, _fired.Count);
        Assert.Equal((0, null), (_clock.ActiveTimers, _clock.NextDue));
        Assert.False(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void Advance_ByLessThanTheDueTime_FiresNothing()
    {
        using var timer = Timer("tick", 2);
        _clock.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.Empty(_fired);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["tick@2"], _fired);
    }

    [Fact]
    public void Advance_ByNothing_FiresWhatIsDueAtOnce()
    {
        using var timer = Timer("now", 0);
        Assert.Empty(_fired);
        _clock.Advance(TimeSpan.Zero);
        Assert.Equal(["now@0"], _fired);
    }

    [Fact]
    public void Change_BeforeItFires_OnlyTheNewSettingCounts()
    {
        using var timer = Timer("tick", 2);
        timer.Change(TimeSpan.FromSeconds(4), Timeout.InfiniteTimeSpan);
        Assert.Equal(1, _clock.ActiveTimers);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Empty(_fired);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["tick@4"], _fired);
    }

    [Fact]
    public void Timer_SetByACallback_FiresWithinTheSameAdvance()
    {
        ITimer? inner = null;
        using var outer = _clock.CreateTimer(_ => inner = Timer("inner", 1), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["inner@2"], _fired);
        inner!.Dispose();
    }

    [Fact]
    public async Task Delay_OnTheClock_IsOverWhenItsTimeHasCome()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(1), _clock);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(delay.IsCompleted);
        _clock.AdvanceTo(Scenarios.Now + TimeSpan.FromMinutes(1));
        await delay;
    }

    [Fact]
    public void Advance_Backwards_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.AdvanceTo(Scenarios.Now - TimeSpan.FromTicks(1)));
    }

    [Fact]
    public async Task Timers_SetAndDisposedByManyThreads_AllCount()
    {
        var fired = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                var timer = _clock.CreateTimer(_ => Interlocked.Increment(ref fired), null, TimeSpan.FromSeconds(1 + (i % 7)), Timeout.InfiniteTimeSpan);
                if (i % 2 == 0)
                {
                    timer.Dispose();
                }
            }
        })));
        Assert.Equal(1_000, _clock.ActiveTimers);
        _clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal((1_000, 0), (fired, _clock.ActiveTimers));
    }

    private ITimer Timer(string name, int dueSeconds, int? periodSeconds = null) => _clock.CreateTimer(
        _ => _fired.Add($"{name}@{(_clock.GetUtcNow() - Scenarios.Now).TotalSeconds:0}"),
        null,
        TimeSpan.FromSeconds(dueSeconds),
        periodSeconds is { } period ? TimeSpan.FromSeconds(period) : Timeout.InfiniteTimeSpan);
}
