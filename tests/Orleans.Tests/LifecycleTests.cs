using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Embedded;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace O2O.Dispatch.Orleans.Tests;

[Alias("t.ILife")]
internal interface ILifeGrain : IGrainWithStringKey
{
    [Alias("Touch")]
    Task<int> Touch();

    [Alias("Leave")]
    Task<int> Leave();

    [Alias("LeaveAfter")]
    Task<int> LeaveAfter(string gate);

    [Alias("Stay")]
    Task Stay(TimeSpan span);

    [Alias("Tick")]
    Task Tick(TimeSpan due, TimeSpan period, bool keepAlive);

    [Alias("Gone")]
    Task<string> Context();
}

internal class LifeGrain(Journal journal) : Grain, ILifeGrain
{
    private static int _activations;
    private readonly int _number = Interlocked.Increment(ref _activations);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Add($"on {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add($"off {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<int> Touch() => Task.FromResult(_number);

    public Task<int> Leave()
    {
        DeactivateOnIdle();
        return Touch();
    }

    public async Task<int> LeaveAfter(string gate)
    {
        DeactivateOnIdle();
        journal.Add("leaving");
        await Gates.Wait(gate);
        return _number;
    }

    public Task Stay(TimeSpan span)
    {
        DelayDeactivation(span);
        return Task.CompletedTask;
    }

    public Task Tick(TimeSpan due, TimeSpan period, bool keepAlive)
    {
        this.RegisterGrainTimer(
            static (self, _) =>
            {
                self.Journal.Add("tick");
                return Task.CompletedTask;
            },
            (Journal: journal, 0),
            new GrainTimerCreationOptions { DueTime = due, Period = period, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task<string> Context() => Task.FromResult(GrainContext.GrainId.ToString());
}

[KeepAlive]
internal sealed class KeptLifeGrain(Journal journal) : LifeGrain(journal);

[CollectionAgeLimit(Minutes = 2)]
internal sealed class ShortLifeGrain(Journal journal) : LifeGrain(journal);

[Alias("t.ISick")]
internal interface ISickGrain : IGrainWithStringKey
{
    [Alias("Touch")]
    Task<int> Touch();
}

internal sealed class SickGrain : Grain, ISickGrain
{
    private static int _tries;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Interlocked.Increment(ref _tries) < 3)
            throw new PinWrongException(_tries);
    }

    public Task<int> Touch() => Task.FromResult(_tries);
}

internal sealed class SlowGrain : Grain, ISickGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) => Task.Delay(200, cancellationToken);

    public Task<int> Touch() => Task.FromResult(1);
}

internal sealed class StuckGrain : Grain, ISickGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public Task<int> Touch() => Task.FromResult(1);
}

/// <summary>A clock that goes a thousand times as fast as the wall's.</summary>
internal sealed class FastClock : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, Fast(dueTime), Fast(period));

    private static TimeSpan Fast(TimeSpan time) => time > TimeSpan.Zero ? time / 1_000 : time;
}

internal sealed class ShyGrain : Grain, ISickGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<int> Touch() => Task.FromResult(1);
}

internal sealed class PlainGrain(IGrainContext context, Journal journal) : IGrainBase, ISickGrain
{
    public IGrainContext GrainContext { get; } = context;

    public Task OnActivateAsync(CancellationToken token)
    {
        journal.Add("plain on");
        this.RegisterGrainTimer(
            () =>
            {
                journal.Add("plain tick");
                return Task.CompletedTask;
            },
            TimeSpan.Zero,
            Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task<int> Touch() => Task.FromResult(7);
}

public sealed class LifecycleTests
{
    [Fact]
    public void Grain_IdleForTheCollectionAge_IsDeactivatedAndComesBack()
    {
        var engine = TestEngine.Deterministic(1, [typeof(LifeGrain)]);
        var grain = engine.Grains.GetGrain<ILifeGrain>("i");
        var first = engine.Loop.Run(grain.Touch);
        engine.Loop.RunUntil(TestEngine.Start.AddMinutes(14));
        Assert.Equal(1, engine.Engine.ActivationCount);
        engine.Loop.RunUntil(TestEngine.Start.AddMinutes(17));
        Assert.Equal(0, engine.Engine.ActivationCount);
        Assert.Equal(["on i", "off i ActivationIdle"], engine.Journal.Lines);
        Assert.NotEqual(first, engine.Loop.Run(grain.Touch));
        Assert.Equal(1, engine.Journal.Lines.Count(static line => line.StartsWith("off", StringComparison.Ordinal)));
    }

    [Fact]
    public void Grain_StillUsed_IsNotCollected()
    {
        var engine = TestEngine.Deterministic(1, [typeof(LifeGrain)]);
        var grain = engine.Grains.GetGrain<ILifeGrain>("u");
        for (var minute = 0; minute < 60; minute += 10)
        {
            engine.Loop.RunUntil(TestEngine.Start.AddMinutes(minute));
            engine.Loop.Run(grain.Touch);
        }

        Assert.Equal(["on u"], engine.Journal.Lines);
    }

    [Theory]
    [InlineData(typeof(KeptLifeGrain), 600, true)]
    [InlineData(typeof(ShortLifeGrain), 5, false)]
    [InlineData(typeof(LifeGrain), 5, true)]
    public void CollectionAge_OfTheClass_IsKept(Type grainClass, int minutes, bool alive)
    {
        var engine = TestEngine.Deterministic(1, [grainClass]);
        engine.Loop.Run(engine.Grains.GetGrain<ILifeGrain>("k").Touch);
        engine.Loop.RunUntil(TestEngine.Start.AddMinutes(minutes));
        Assert.Equal(alive ? 1 : 0, engine.Engine.ActivationCount);
    }

    [Fact]
    public void DelayDeactivation_KeepsAnIdleGrain()
    {
        var engine = TestEngine.Deterministic(1, [typeof(LifeGrain)]);
        engine.Loop.Run(() => engine.Grains.GetGrain<ILifeGrain>("d").Stay(TimeSpan.FromHours(1)));
        engine.Loop.RunUntil(TestEngine.Start.AddMinutes(59));
        Assert.Equal(1, engine.Engine.ActivationCount);
        engine.Loop.RunUntil(TestEngine.Start.AddMinutes(62));
        Assert.Equal(0, engine.Engine.ActivationCount);
    }

    [Fact]
    public void Timer_WithoutKeepAlive_StopsWhenItsGrainIsCollected()
    {
        var engine = TestEngine.Deterministic(1, [typeof(LifeGrain)]);
        engine.Loop.Run(() => engine.Grains.GetGrain<ILifeGrain>("t").Tick(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), keepAlive: false));
        engine.Loop.RunUntil(TestEngine.Start.AddHours(1));
        Assert.Equal(0, engine.Engine.ActivationCount);
        Assert.InRange(engine.Journal.Count("tick"), 15, 17);
    }

    [Fact]
    public void Timer_WithKeepAlive_KeepsItsGrain()
    {
        var engine = TestEngine.Deterministic(1, [typeof(LifeGrain)]);
        engine.Loop.Run(() => engine.Grains.GetGrain<ILifeGrain>("t").Tick(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), keepAlive: true));
        engine.Loop.RunUntil(TestEngine.Start.AddHours(1));
        Assert.Equal(60, engine.Journal.Count("tick"));
    }

    [Fact]
    public async Task DeactivateOnIdle_QueuedCalls_RunOnceOnTheNextActivation()
    {
        await using var engine = await TestEngine.Wall([typeof(LifeGrain)]);
        var grain = engine.Grains.GetGrain<ILifeGrain>("q");
        var leaving = grain.LeaveAfter("leave");
        await engine.Journal.Until("leaving");
        var queued = Enumerable.Range(0, 10).Select(_ => grain.Touch()).ToArray();
        Gates.Open("leave");
        var old = await leaving;
        var numbers = await Task.WhenAll(queued);
        Assert.DoesNotContain(old, numbers);
        Assert.Single(numbers.Distinct());
        Assert.Equal(["on q", "leaving", "off q ApplicationRequested", "on q"], engine.Journal.Lines);
    }

    [Fact]
    public async Task DeactivateOnIdle_UnderLoad_EveryCallIsAnsweredOnce()
    {
        await using var engine = await TestEngine.Wall([typeof(LifeGrain)]);
        var grain = engine.Grains.GetGrain<ILifeGrain>("load");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
                await (i % 20 == caller % 20 ? grain.Leave() : grain.Touch());
        })));
        Assert.Equal(4000, engine.Engine.Counters.GrainCalls);
        await engine.Engine.StopAsync();
        Assert.Equal(engine.Journal.Count("on load"), engine.Journal.Lines.Count(static line => line.StartsWith("off", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task OnActivateAsync_Throws_CallersGetItsExceptionAndTheNextTryIsFresh()
    {
        await using var engine = await TestEngine.Wall([typeof(SickGrain)]);
        var grain = engine.Grains.GetGrain<ISickGrain>("s");
        await Assert.ThrowsAsync<PinWrongException>(grain.Touch);
        await Assert.ThrowsAsync<PinWrongException>(grain.Touch);
        Assert.Equal(3, await grain.Touch());
    }

    [Fact]
    public async Task OnActivateAsync_OnAFastClock_HasTheWallsTime()
    {
        await using var engine = await TestEngine.Wall([typeof(SlowGrain)], silo => silo.Services.AddSingleton<TimeProvider>(new FastClock()));
        Assert.Equal(1, await engine.Grains.GetGrain<ISickGrain>("slow").Touch());
    }

    [Fact]
    public async Task OnActivateAsync_ThatDoesNotEnd_IsATimeOutForItsCallers()
    {
        await using var engine = await TestEngine.Wall(
            [typeof(StuckGrain)], silo => silo.Services.Configure<GrainCollectionOptions>(collection => collection.ActivationTimeout = TimeSpan.FromMilliseconds(50)));
        Assert.Contains("not activated within", (await Assert.ThrowsAsync<TimeoutException>(engine.Grains.GetGrain<ISickGrain>("stuck").Touch)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GrainThatLeavesWhileItIsActivated_StillServesItsCallers()
    {
        await using var engine = await TestEngine.Wall([typeof(ShyGrain)]);
        var grain = engine.Grains.GetGrain<ISickGrain>("shy");
        Assert.Equal(1, await grain.Touch());
        await engine.Engine.DeactivateAllAsync();
        Assert.Equal(0, engine.Engine.ActivationCount);
        Assert.Equal(1, await grain.Touch());
    }

    [Fact]
    public async Task GrainWithoutBaseClass_HasTimersAndHooks()
    {
        await using var engine = await TestEngine.Wall([typeof(PlainGrain)]);
        Assert.Equal(7, await engine.Grains.GetGrain<ISickGrain>("p").Touch());
        await engine.Journal.Until("plain tick");
        Assert.Equal("plain on", engine.Journal.Lines[0]);
    }

    [Fact]
    public async Task Engine_Stops_EveryGrainIsDeactivated()
    {
        var engine = await TestEngine.Wall([typeof(LifeGrain)]);
        foreach (var key in new[] { "a", "b", "c" })
            await engine.Grains.GetGrain<ILifeGrain>(key).Touch();
        await engine.Engine.StopAsync();
        Assert.Equal(
            ["off a ShuttingDown", "off b ShuttingDown", "off c ShuttingDown"],
            engine.Journal.Lines.Where(static line => line.StartsWith("off", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        await engine.DisposeAsync();
    }
}
