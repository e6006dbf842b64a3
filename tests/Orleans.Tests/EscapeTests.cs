using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Embedded;

namespace O2O.Dispatch.Orleans.Tests;

[Alias("t.IEscape")]
internal interface IEscapeGrain : IGrainWithStringKey
{
    [Alias("Pool")]
    Task Pool();

    [Alias("RealDelay")]
    Task RealDelay();

    [Alias("RealTimer")]
    Task RealTimer();

    [Alias("Unbound")]
    Task Unbound();

    [Alias("CallFromPool")]
    Task CallFromPool();

    [Alias("Forever")]
    Task Forever();

    [Alias("Nothing")]
    Task Nothing();

    [Alias("Via")]
    Task Via(string other);
}

/// <summary>The world outside the loop: opened when nothing is ready, so that what waits for it is surely suspended.</summary>
internal sealed class Outside
{
    public ManualResetEventSlim AtRest { get; } = new(false);

    public TaskCompletionSource Rang { get; } = new();
}

internal sealed class EscapeGrain(Outside outside) : Grain, IEscapeGrain
{
    public Task Pool() => Task.Run(() => outside.AtRest.Wait());

    public Task RealDelay() => Task.Delay(60_000);

    public async Task RealTimer()
    {
        using var timer = new Timer(_ => outside.Rang.TrySetResult(), null, 60_000, Timeout.Infinite);
        await outside.Rang.Task;
    }

    public async Task Unbound()
    {
        await GrainFactory.GetGrain<IEscapeGrain>("other").Nothing().ConfigureAwait(false);
        await Task.Yield();
    }

    public async Task CallFromPool() => await Task.Run(() => GrainFactory.GetGrain<IEscapeGrain>("other").Nothing());

    public Task Forever() => new TaskCompletionSource().Task;

    public Task Nothing() => Task.CompletedTask;

    public Task Via(string other) => GrainFactory.GetGrain<IEscapeGrain>(other).Forever();
}

public sealed class EscapeTests
{
    [Theory]
    [InlineData("Pool")]
    [InlineData("RealDelay")]
    [InlineData("RealTimer")]
    [InlineData("Unbound")]
    [InlineData("CallFromPool")]
    [InlineData("Forever")]
    public void Grain_ThatEscapes_IsNamed(string method)
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            var engine = Make(seed);
            using var rest = engine.Loop.OnQuiescent(() =>
            {
                engine.Services.GetRequiredService<Outside>().AtRest.Set();
                return false;
            });
            var grain = engine.Grains.GetGrain<IEscapeGrain>("culprit");
            var call = typeof(IEscapeGrain).GetMethod(method)!;
            var escape = Assert.Throws<DeterminismEscapeException>(() => engine.Loop.Run(() => (Task)call.Invoke(grain, [])!));
            Assert.Contains("escape/culprit", escape.Message, StringComparison.Ordinal);
            Assert.Equal("escape/culprit", escape.Grain);
            Assert.Throws<DeterminismEscapeException>(() => engine.Loop.RunUntilIdle());
        }
    }

    [Fact]
    public void Continuation_FromAnotherThread_WhileTimersTick_IsNamed()
    {
        var engine = Make(1, typeof(TimerGrain));
        engine.Loop.Run(() => engine.Grains.GetGrain<ITimerGrain>("ticks").Every(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.Zero, true));
        _ = engine.Grains.GetGrain<IEscapeGrain>("culprit").RealTimer();
        engine.Loop.RunUntil(TestEngine.Start.AddSeconds(5));
        using var ring = engine.Loop.OnQuiescent(() =>
        {
            var thread = new Thread(() => engine.Services.GetRequiredService<Outside>().Rang.TrySetResult());
            thread.Start();
            thread.Join();
            return false;
        });
        var escape = Assert.Throws<DeterminismEscapeException>(() => engine.Loop.RunUntil(TestEngine.Start.AddSeconds(10)));
        Assert.Equal("escape/culprit", escape.Grain);
        Assert.Contains("ended on another thread", escape.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stall_BehindAnotherGrain_NamesTheLastInTheChain()
    {
        var engine = Make(1);
        var escape = Assert.Throws<DeterminismEscapeException>(() => engine.Loop.Run(() => engine.Grains.GetGrain<IEscapeGrain>("front").Via("back")));
        Assert.Equal("escape/back", escape.Grain);
        Assert.Contains("root -> escape/front.Via -> escape/back.Forever", escape.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stall_UnderRunUntil_IsFoundToo()
    {
        var engine = Make(1);
        _ = engine.Grains.GetGrain<IEscapeGrain>("culprit").Forever();
        Assert.Equal("escape/culprit", Assert.Throws<DeterminismEscapeException>(() => engine.Loop.RunUntil(TestEngine.Start.AddHours(1))).Grain);
    }

    [Fact]
    public void Work_ThatEscapes_IsNamed()
    {
        var engine = Make(1);
        var work = engine.Services.GetRequiredService<IEngineWork>();
        var escape = Assert.Throws<DeterminismEscapeException>(() => engine.Loop.Run(() => work.Run("sweep", static _ => Away())));
        Assert.Contains("sweep", escape.Message, StringComparison.Ordinal);

        static async Task Away() => await Task.Delay(60_000);
    }

    [Fact]
    public void Root_ThatWaitsForNothingKnown_IsFound()
    {
        var engine = Make(1);
        var escape = Assert.Throws<DeterminismEscapeException>(() => engine.Loop.Run(static () => new TaskCompletionSource().Task));
        Assert.Contains("the work root", escape.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loop_DrivenFromInside_IsRefused()
    {
        var engine = Make(1);
        Assert.Throws<InvalidOperationException>(() => engine.Loop.Run(() =>
        {
            engine.Loop.RunUntilIdle();
            return Task.CompletedTask;
        }));
    }

    private static TestEngine Make(ulong seed, params Type[] more) =>
        TestEngine.Deterministic(seed, [typeof(EscapeGrain), .. more], static silo => silo.Services.AddSingleton<Outside>());
}
