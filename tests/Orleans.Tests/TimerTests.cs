using System.Globalization;
using O2O.Dispatch.Embedded;
using Orleans.Runtime;

namespace O2O.Dispatch.Orleans.Tests;

[Alias("t.ITimer")]
internal interface ITimerGrain : IGrainWithStringKey
{
    [Alias("Every")]
    Task Every(TimeSpan due, TimeSpan period, TimeSpan work, bool interleave);

    [Alias("Change")]
    Task Change(TimeSpan due, TimeSpan period);

    [Alias("Stop")]
    Task Stop();

    [Alias("Leave")]
    Task Leave();

    [Alias("Sleep")]
    Task Sleep(TimeSpan span);
}

internal sealed class TimerGrain(Journal journal, TimeProvider time) : Grain, ITimerGrain
{
    private IGrainTimer? _timer;

    public Task Every(TimeSpan due, TimeSpan period, TimeSpan work, bool interleave)
    {
        _timer = this.RegisterGrainTimer(
            async token =>
            {
                Say("tick");
                if (work > TimeSpan.Zero)
                    await Task.Delay(work, time, token);
                else if (work < TimeSpan.Zero)
                    throw new InvalidOperationException("a bad tick");
            },
            new GrainTimerCreationOptions { DueTime = due, Period = period, Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task Sleep(TimeSpan span)
    {
        Say("sleep");
        await Task.Delay(span, time);
        Say("wake");
    }

    private void Say(string what) =>
        journal.Add(string.Create(CultureInfo.InvariantCulture, $"{what} {(time.GetUtcNow() - TestEngine.Start).TotalSeconds}"));
}

public sealed class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Timer_Registered_TicksAtItsDueTimeAndPeriod()
    {
        var (engine, grain) = Make();
        engine.Loop.Run(() => grain.Every(Second, 2 * Second, TimeSpan.Zero, false));
        engine.Loop.RunUntil(TestEngine.Start + (6 * Second));
        Assert.Equal(["tick 1", "tick 3", "tick 5"], engine.Journal.Lines);
        Assert.Equal(3, engine.Engine.Counters.TimerTicks);
    }

    [Fact]
    public void TimerPeriod_CountsFromTheEndOfTheCallback()
    {
        var (engine, grain) = Make();
        engine.Loop.Run(() => grain.Every(Second, Second, 3 * Second, false));
        engine.Loop.RunUntil(TestEngine.Start + (9 * Second));
        Assert.Equal(["tick 1", "tick 5", "tick 9"], engine.Journal.Lines);
    }

    [Fact]
    public void TimerWithInfinitePeriod_TicksOnce()
    {
        var (engine, grain) = Make();
        engine.Loop.Run(() => grain.Every(TimeSpan.Zero, Timeout.InfiniteTimeSpan, TimeSpan.Zero, false));
        engine.Loop.RunUntil(TestEngine.Start + (9 * Second));
        Assert.Equal(["tick 0"], engine.Journal.Lines);
    }

    [Fact]
    public void TimerChanged_TicksByTheNewPlan()
    {
        var (engine, grain) = Make();
        engine.Loop.Run(() => grain.Every(Second, Second, TimeSpan.Zero, false));
        engine.Loop.RunUntil(TestEngine.Start + Second);
        engine.Loop.Run(() => grain.Change(3 * Second, 5 * Second));
        engine.Loop.RunUntil(TestEngine.Start + (10 * Second));
        Assert.Equal(["tick 1", "tick 4", "tick 9"], engine.Journal.Lines);
    }

    [Fact]
    public void TimerDisposed_TicksNoMore()
    {
        var (engine, grain) = Make();
        engine.Loop.Run(() => grain.Every(Second, Second, TimeSpan.Zero, false));
        engine.Loop.RunUntil(TestEngine.Start + (2 * Second));
        engine.Loop.Run(grain.Stop);
        engine.Loop.RunUntil(TestEngine.Start + (9 * Second));
        Assert.Equal(["tick 1", "tick 2"], engine.Journal.Lines);
    }

    [Fact]
    public void TimerOfDeactivatedGrain_TicksNoMore()
    {
        var (engine, grain) = Make();
        engine.Loop.Run(() => grain.Every(Second, Second, TimeSpan.Zero, false));
        engine.Loop.RunUntil(TestEngine.Start + (2 * Second));
        engine.Loop.Run(grain.Leave);
        engine.Loop.RunUntil(TestEngine.Start + (9 * Second));
        Assert.Equal(["tick 1", "tick 2"], engine.Journal.Lines);
        Assert.Equal(0, engine.Loop.Time.ForegroundTimers);
    }

    [Fact]
    public void TimerThatThrows_TicksOn()
    {
        var (engine, grain) = Make();
        engine.Loop.Run(() => grain.Every(Second, Second, -Second, false));
        engine.Loop.RunUntil(TestEngine.Start + (3 * Second));
        Assert.Equal(["tick 1", "tick 2", "tick 3"], engine.Journal.Lines);
    }

    [Fact]
    public void PlainTimer_WhileARequestAwaits_WaitsForIt()
    {
        var (engine, grain) = Make();
        engine.Loop.Run(() => grain.Every(2 * Second, Timeout.InfiniteTimeSpan, TimeSpan.Zero, false));
        engine.Loop.Run(() => grain.Sleep(5 * Second));
        engine.Loop.RunUntilIdle();
        Assert.Equal(["sleep 0", "wake 5", "tick 5"], engine.Journal.Lines);
    }

    [Fact]
    public void InterleavingTimer_WhileARequestAwaits_Ticks()
    {
        var (engine, grain) = Make();
        engine.Loop.Run(() => grain.Every(2 * Second, Timeout.InfiniteTimeSpan, TimeSpan.Zero, true));
        engine.Loop.Run(() => grain.Sleep(5 * Second));
        Assert.Equal(["sleep 0", "tick 2", "wake 5"], engine.Journal.Lines);
    }

    [Fact]
    public async Task Timer_WallMode_TicksAndStopsWithItsGrain()
    {
        await using var engine = await TestEngine.Wall([typeof(LifeGrain)]);
        var grain = engine.Grains.GetGrain<ILifeGrain>("w");
        await grain.Tick(TimeSpan.Zero, TimeSpan.FromMilliseconds(1), false);
        await engine.Journal.Until("tick", 3);
        await grain.Leave();
        await engine.Journal.Until("off w ApplicationRequested");
        await engine.Engine.DeactivateAllAsync();
        var lines = engine.Journal.Lines;
        Assert.Equal("off w ApplicationRequested", lines[^1]);
    }

    private static (TestEngine Engine, ITimerGrain Grain) Make()
    {
        var engine = TestEngine.Deterministic(5, [typeof(TimerGrain)]);
        return (engine, engine.Grains.GetGrain<ITimerGrain>("t"));
    }
}
