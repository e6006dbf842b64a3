using O2O.Dispatch.Embedded;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace O2O.Dispatch.Orleans.Tests;

[Alias("t.ITurn")]
internal interface ITurnGrain : IGrainWithStringKey
{
    [Alias("Add")]
    Task<int> Add();

    [Alias("Hold")]
    Task<string> Hold(string gate);

    [Alias("Peek")]
    [AlwaysInterleave]
    Task<string> Peek();

    [Alias("Read")]
    [ReadOnly]
    Task Read(string gate);

    [Alias("Where")]
    Task<bool> StaysAfterContinueWith();

    [Alias("Sync")]
    ValueTask<int> Sync();
}

internal class TurnGrain(Journal journal) : Grain, ITurnGrain
{
    private int _inside;
    private int _count;

    public async Task<int> Add()
    {
        if (++_inside != 1)
            throw new InvalidOperationException("Two requests are inside at once.");
        var before = _count;
        await Task.Yield();
        await Task.Yield();
        _count = before + 1;
        _inside--;
        return _count;
    }

    public async Task<string> Hold(string gate)
    {
        journal.Add($"in {gate}");
        await Gates.Wait(gate);
        journal.Add($"out {gate}");
        return gate;
    }

    public Task<string> Peek()
    {
        journal.Add("peek");
        return Task.FromResult("peeked");
    }

    public Task Read(string gate) => Hold(gate);

    public Task<bool> StaysAfterContinueWith()
    {
        var mine = TaskScheduler.Current;
        return Task.Delay(1).ContinueWith(_ => ReferenceEquals(TaskScheduler.Current, mine) && mine != TaskScheduler.Default, TaskScheduler.Current)
            .ContinueWith(before => before.Result && ReferenceEquals(TaskScheduler.Current, mine));
    }

    public ValueTask<int> Sync() => new(++_count);
}

[Reentrant]
internal sealed class ReentrantTurnGrain(Journal journal) : TurnGrain(journal);

[MayInterleave(nameof(IsHold))]
internal sealed class PredicateTurnGrain(Journal journal) : TurnGrain(journal)
{
    public static bool IsHold(IInvokable request) => request.GetMethodName() == "Hold" && ((string)request.GetArgument(0)!).StartsWith("mix", StringComparison.Ordinal);
}

public sealed class TurnTests
{
    [Fact]
    public async Task HundredCallers_OneActivation_NeverTwoInside()
    {
        await using var engine = await TestEngine.Wall([typeof(TurnGrain)]);
        var grain = engine.Grains.GetGrain<ITurnGrain>("one");
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
                await grain.Add();
        })));
        Assert.Equal(10_001, await grain.Add());
        Assert.Equal(1, engine.Engine.Counters.Activations);
        Assert.Equal(10_001, engine.Engine.Counters.GrainCalls);
    }

    [Fact]
    public async Task Request_WhileAnotherAwaits_Waits()
    {
        await using var engine = await TestEngine.Wall([typeof(TurnGrain)]);
        var grain = engine.Grains.GetGrain<ITurnGrain>("wait");
        var first = grain.Hold("wait-1");
        await engine.Journal.Until("in wait-1");
        var second = grain.Hold("wait-2");
        Assert.Equal("peeked", await grain.Peek());
        Assert.Equal(0, engine.Journal.Count("in wait-2"));
        Gates.Open("wait-2");
        Gates.Open("wait-1");
        await Task.WhenAll(first, second);
        Assert.Equal(["in wait-1", "peek", "out wait-1", "in wait-2", "out wait-2"], engine.Journal.Lines);
    }

    [Fact]
    public async Task ReentrantClass_WhileOneAwaits_StartsAnother()
    {
        await using var engine = await TestEngine.Wall([typeof(ReentrantTurnGrain)]);
        var grain = engine.Grains.GetGrain<ITurnGrain>("re");
        var first = grain.Hold("re-1");
        var second = grain.Hold("re-2");
        await engine.Journal.Until("in re-1");
        await engine.Journal.Until("in re-2");
        Gates.Open("re-1");
        Gates.Open("re-2");
        Assert.Equal(["re-1", "re-2"], await Task.WhenAll(first, second));
    }

    [Fact]
    public async Task ReadOnlyMethods_Mix_ButWritersWait()
    {
        await using var engine = await TestEngine.Wall([typeof(TurnGrain)]);
        var grain = engine.Grains.GetGrain<ITurnGrain>("ro");
        var readers = new[] { grain.Read("ro-1"), grain.Read("ro-2") };
        await engine.Journal.Until("in ro-1");
        await engine.Journal.Until("in ro-2");
        var writer = grain.Hold("ro-3");
        Gates.Open("ro-3");
        await grain.Peek();
        Assert.Equal(0, engine.Journal.Count("in ro-3"));
        Gates.Open("ro-1");
        Gates.Open("ro-2");
        await Task.WhenAll(readers);
        Assert.Equal("ro-3", await writer);
    }

    [Fact]
    public async Task MayInterleave_OnlyWhatThePredicateNames()
    {
        await using var engine = await TestEngine.Wall([typeof(PredicateTurnGrain)]);
        var grain = engine.Grains.GetGrain<ITurnGrain>("pr");
        var held = grain.Hold("pr-1");
        await engine.Journal.Until("in pr-1");
        var plain = grain.Hold("pr-2");
        var mixing = grain.Hold("mix-1");
        await engine.Journal.Until("in mix-1");
        Assert.Equal(0, engine.Journal.Count("in pr-2"));
        Gates.Open("pr-1");
        Gates.Open("pr-2");
        Gates.Open("mix-1");
        await Task.WhenAll(held, plain, mixing);
    }

    [Fact]
    public async Task ContinueWith_WithoutScheduler_StaysInTheActivation()
    {
        await using var engine = await TestEngine.Wall([typeof(TurnGrain)]);
        Assert.True(await engine.Grains.GetGrain<ITurnGrain>("cw").StaysAfterContinueWith());
    }

    [Fact]
    public async Task CallFromPlainCode_Answered_ContinuesOutsideTheActivation()
    {
        await using var engine = await TestEngine.Wall([typeof(TurnGrain)]);
        await Task.Run(async () =>
        {
            await engine.Grains.GetGrain<ITurnGrain>("out").Add();
            Assert.Equal(TaskScheduler.Default, TaskScheduler.Current);
        });
    }

    [Fact]
    public async Task ValueTaskMethod_Called_Answers()
    {
        await using var engine = await TestEngine.Wall([typeof(TurnGrain)]);
        Assert.Equal(1, await engine.Grains.GetGrain<ITurnGrain>("vt").Sync());
    }
}
