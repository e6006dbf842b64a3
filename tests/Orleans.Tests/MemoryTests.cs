using O2O.Dispatch.Embedded;
using Orleans.Runtime;

namespace O2O.Dispatch.Orleans.Tests;

[Alias("t.IMany")]
internal interface IManyGrain : IGrainWithStringKey
{
    [Alias("Start")]
    Task Start(long value);
}

internal sealed class ManyGrain([PersistentState("many")] IPersistentState<PurseState> state) : Grain, IManyGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(static (_, _) => Task.CompletedTask, this, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));
        return Task.CompletedTask;
    }

    public Task Start(long value)
    {
        state.State.MinorUnits = value;
        return state.WriteStateAsync();
    }
}

public sealed class MemoryTests
{
    private const int Many = 100_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HundredThousandActivations_WithStateAndTimer_TakeUnder300MiB(bool deterministic)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var engine = deterministic ? TestEngine.Deterministic(1, [typeof(ManyGrain)]) : await TestEngine.Wall([typeof(ManyGrain)]);
        if (deterministic)
            engine.Loop.Run(() => StartAll(engine));
        else
            await StartAll(engine);
        Assert.Equal(Many, engine.Engine.ActivationCount);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(bytes, 0, 300L << 20);
        GC.KeepAlive(engine);
    }

    private static async Task StartAll(TestEngine engine)
    {
        for (var i = 0; i < Many; i++)
            await engine.Grains.GetGrain<IManyGrain>($"g{i}").Start(i);
    }
}
