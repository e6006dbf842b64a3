using O2O.Dispatch.Embedded;
using Orleans.Concurrency;

namespace O2O.Dispatch.Orleans.Tests;

[Alias("t.IChain")]
internal interface IChainGrain : IGrainWithStringKey
{
    [Alias("Walk")]
    Task<string> Walk(System.Collections.Immutable.ImmutableArray<string> rest);

    [Alias("Cross")]
    Task Cross(string gate, string other);

    [Alias("Touch")]
    Task Touch();

    [Alias("Toss")]
    Task Toss(string other);

    [Alias("TouchBack")]
    Task TouchBack(string other);
}

internal sealed class ChainGrain(Journal journal) : Grain, IChainGrain
{
    public async Task<string> Walk(System.Collections.Immutable.ImmutableArray<string> rest) => rest.IsEmpty
        ? this.GetPrimaryKeyString()
        : this.GetPrimaryKeyString() + await GrainFactory.GetGrain<IChainGrain>(rest[0]).Walk(rest.RemoveAt(0));

    public async Task Cross(string gate, string other)
    {
        journal.Add($"at {gate}");
        if (gate.Length > 0)
            await Gates.Wait(gate);
        await GrainFactory.GetGrain<IChainGrain>(other).Touch();
    }

    public Task Touch() => Task.CompletedTask;

    public Task Toss(string other)
    {
        _ = GrainFactory.GetGrain<IChainGrain>(other).TouchBack(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task TouchBack(string other)
    {
        await GrainFactory.GetGrain<IChainGrain>(other).Touch();
        journal.Add("touched back");
    }
}

[Alias("t.IEager")]
internal interface IEagerGrain : IGrainWithStringKey
{
    [Alias("Touch")]
    Task Touch(string other);
}

internal sealed class EagerGrain : Grain, IEagerGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) => this.GetPrimaryKeyString() == "first"
        ? GrainFactory.GetGrain<IEagerGrain>("second").Touch("first")
        : Task.CompletedTask;

    public async Task Touch(string other)
    {
        if (other.Length > 0)
            await GrainFactory.GetGrain<IEagerGrain>(other).Touch("");
    }
}

public sealed class DeadlockTests
{
    [Fact]
    public async Task OnActivateAsync_ThatIsCalledBack_FailsAtOnce()
    {
        await using var engine = await TestEngine.Wall([typeof(EagerGrain)]);
        var found = await Assert.ThrowsAsync<GrainDeadlockException>(() => engine.Grains.GetGrain<IEagerGrain>("first").Touch(""));
        Assert.Contains("eager/first.OnActivateAsync -> eager/second.Touch -> eager/first.Touch", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chain_ThatComesBack_FailsAtOnceAndIsNamed()
    {
        await using var engine = await TestEngine.Wall([typeof(ChainGrain)]);
        var found = await Assert.ThrowsAsync<GrainDeadlockException>(() => engine.Grains.GetGrain<IChainGrain>("a").Walk(["b", "c", "a"]));
        Assert.Equal(["chain/a.Walk -> chain/b.Walk -> chain/c.Walk -> chain/a.Walk"], found.Chains);
        Assert.Contains("chain/a.Walk -> chain/b.Walk -> chain/c.Walk -> chain/a.Walk", found.Message, StringComparison.Ordinal);
        Assert.Equal("abc", await engine.Grains.GetGrain<IChainGrain>("a").Walk(["b", "c"]));
    }

    [Fact]
    public async Task Grain_ThatCallsItself_FailsAtOnce()
    {
        await using var engine = await TestEngine.Wall([typeof(ChainGrain)]);
        await Assert.ThrowsAsync<GrainDeadlockException>(() => engine.Grains.GetGrain<IChainGrain>("s").Walk(["s"]));
    }

    [Fact]
    public async Task Chains_ThatCross_OneFailsAndBothAreNamed()
    {
        await using var engine = await TestEngine.Wall([typeof(ChainGrain)]);
        for (var round = 0; round < 50; round++)
        {
            string left = $"l{round}", right = $"r{round}", gate = $"cross{round}";
            var calls = new[]
            {
                engine.Grains.GetGrain<IChainGrain>(left).Cross(gate, right),
                engine.Grains.GetGrain<IChainGrain>(right).Cross(gate, left),
            };
            await engine.Journal.Until($"at {gate}", 2);
            Gates.Open(gate);
            var outcomes = await Task.WhenAll(calls.Select(static async call =>
            {
                try
                {
                    await call;
                    return null;
                }
                catch (GrainDeadlockException found)
                {
                    return found;
                }
            }));
            var failure = Assert.Single(outcomes, static outcome => outcome is not null)!;
            Assert.Equal(
                [$"chain/{left}.Cross -> chain/{right}.Touch", $"chain/{right}.Cross -> chain/{left}.Touch"],
                failure.Chains.Order(StringComparer.Ordinal));
            Assert.All(failure.Chains, chain => Assert.Contains(chain, failure.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Chains_ThatCross_DeterministicMode_FailBeforeTimeMoves()
    {
        var crossed = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            var engine = TestEngine.Deterministic(seed, [typeof(ChainGrain)]);
            engine.Loop.Run(async () =>
            {
                var left = engine.Grains.GetGrain<IChainGrain>("l").Cross("", "r");
                var right = engine.Grains.GetGrain<IChainGrain>("r").Cross("", "l");
                try
                {
                    await Task.WhenAll(left, right);
                }
                catch (GrainDeadlockException)
                {
                    crossed++;
                    Assert.True(left.IsCompletedSuccessfully ^ right.IsCompletedSuccessfully);
                }
            });
            Assert.Equal(TestEngine.Start, engine.Loop.Time.GetUtcNow());
        }

        Assert.InRange(crossed, 1, 20);
    }

    [Fact]
    public async Task CallsDownAnOrder_UnderLoad_AreNeverTakenForADeadlock()
    {
        await using var engine = await TestEngine.Wall([typeof(ChainGrain)]);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            for (var i = 0; i < 200; i++)
            {
                var path = Enumerable.Range(0, 12).Where(_ => random.Next(2) == 0).Select(static key => $"o{key:00}").ToList();
                if (path.Count > 0)
                    Assert.Equal(string.Concat(path), await engine.Grains.GetGrain<IChainGrain>(path[0]).Walk([.. path.Skip(1)]));
            }
        })));
        await engine.Engine.StopAsync();
        Assert.Equal(0, engine.Engine.BlockedActivations);
    }

    [Fact]
    public async Task CallNotAwaited_ThatComesBack_IsNoDeadlock()
    {
        await using var engine = await TestEngine.Wall([typeof(ChainGrain)]);
        await engine.Grains.GetGrain<IChainGrain>("x").Toss("y");
        await engine.Journal.Until("touched back");
    }
}
