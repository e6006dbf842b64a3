using O2O.Dispatch.Embedded;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace O2O.Dispatch.Orleans.Tests;

internal sealed class PinWrongException(int left) : Exception($"{left} tries left")
{
    public int Left { get; } = left;
}

[Alias("t.ICall")]
internal interface ICallGrain : IGrainWithStringKey
{
    [Alias("Fail")]
    Task<int> Fail(int left);

    [Alias("FailLater")]
    Task FailLater(int left);

    [Alias("Stuck")]
    [ResponseTimeout("00:00:00.200")]
    Task Stuck(string gate);

    [Alias("Quick")]
    [ResponseTimeout("00:00:00.200")]
    Task Quick(string line);

    [Alias("Note")]
    [OneWay]
    Task Note(string line);

    [Alias("Shout")]
    [OneWay]
    void Shout(string line);

    [Alias("Context")]
    Task<string?> Context(ICallGrain? next);

    [Alias("Cancelable")]
    Task Cancelable(string gate, CancellationToken token);

    [Alias("Name")]
    Task<string> Name();

    [Alias("Me")]
    Task<ICallGrain> Me();

    [Alias("Canceled")]
    Task Canceled();
}

internal sealed class CallGrain(Journal journal) : Grain, ICallGrain
{
    public Task<int> Fail(int left) => throw new PinWrongException(left);

    public async Task FailLater(int left)
    {
        await Task.Yield();
        throw new PinWrongException(left);
    }

    public async Task Stuck(string gate)
    {
        journal.Add("stuck");
        await Gates.Wait(gate);
        journal.Add("freed");
    }

    public Task Quick(string line)
    {
        journal.Add(line);
        return Task.CompletedTask;
    }

    public Task Note(string line)
    {
        journal.Add(line);
        throw new InvalidOperationException("nobody hears this");
    }

    public void Shout(string line) => journal.Add(line);

    public async Task<string?> Context(ICallGrain? next)
    {
        var seen = (string?)RequestContext.Get("trip");
        if (next is not null)
        {
            RequestContext.Set("trip", seen + "+");
            return await next.Context(null);
        }

        RequestContext.Set("trip", "lost");
        return seen;
    }

    public async Task Cancelable(string gate, CancellationToken token)
    {
        journal.Add($"in {gate}");
        using var heard = token.Register(() => journal.Add($"heard {gate}"));
        await Gates.Wait(gate);
    }

    public Task<string> Name() => Task.FromResult($"{this.GetPrimaryKeyString()} {IdentityString} {GrainFactory.GetGrain<ICallGrain>("x").GetPrimaryKeyString()}");

    public Task<ICallGrain> Me() => Task.FromResult(this.AsReference<ICallGrain>());

    public Task Canceled() => Task.FromCanceled(new CancellationToken(true));
}

public sealed class CallTests
{
    [Fact]
    public async Task Exception_ThrownByGrain_ReachesCallerWithItsType()
    {
        await using var engine = await TestEngine.Wall([typeof(CallGrain)]);
        var grain = engine.Grains.GetGrain<ICallGrain>("e");
        Assert.Equal(3, (await Assert.ThrowsAsync<PinWrongException>(() => grain.Fail(3))).Left);
        Assert.Equal(2, (await Assert.ThrowsAsync<PinWrongException>(() => grain.FailLater(2))).Left);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(grain.Canceled);
    }

    [Fact]
    public async Task Call_Unanswered_TimesOut()
    {
        await using var engine = await TestEngine.Wall([typeof(CallGrain)]);
        var grain = engine.Grains.GetGrain<ICallGrain>("t");
        var late = await Assert.ThrowsAsync<TimeoutException>(() => grain.Stuck("late"));
        Assert.Contains("call/t.Stuck", late.Message, StringComparison.Ordinal);
        Gates.Open("late");
        await engine.Journal.Until("freed");
    }

    [Fact]
    public async Task Call_TimedOutInLine_IsNeverRun()
    {
        await using var engine = await TestEngine.Wall([typeof(CallGrain)]);
        var grain = engine.Grains.GetGrain<ICallGrain>("q");
        var stuck = Assert.ThrowsAsync<TimeoutException>(() => grain.Stuck("line"));
        await engine.Journal.Until("stuck");
        await Assert.ThrowsAsync<TimeoutException>(() => grain.Quick("ghost"));
        await stuck;
        Gates.Open("line");
        await grain.Quick("after");
        Assert.Equal(["stuck", "freed", "after"], engine.Journal.Lines);
    }

    [Fact]
    public async Task ResponseTimeout_Configured_IsTheDefault()
    {
        await using var engine = await TestEngine.Wall(
            [typeof(CallGrain)], silo => silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromMilliseconds(150)));
        var grain = engine.Grains.GetGrain<ICallGrain>("d");
        await Assert.ThrowsAsync<TimeoutException>(() => grain.Cancelable("late-d", CancellationToken.None));
        Gates.Open("late-d");
    }

    [Fact]
    public async Task OneWay_ThrowingMethod_CallerHearsNothing()
    {
        await using var engine = await TestEngine.Wall([typeof(CallGrain)]);
        var grain = engine.Grains.GetGrain<ICallGrain>("o");
        var sent = grain.Note("noted");
        Assert.True(sent.IsCompletedSuccessfully);
        grain.Shout("shouted");
        await engine.Journal.Until("noted");
        await engine.Journal.Until("shouted");
    }

    [Fact]
    public async Task RequestContext_FlowsDown_NotBack()
    {
        await using var engine = await TestEngine.Wall([typeof(CallGrain)]);
        RequestContext.Set("trip", "t");
        var other = engine.Grains.GetGrain<ICallGrain>("c2");
        Assert.Equal("t+", await engine.Grains.GetGrain<ICallGrain>("c1").Context(other));
        Assert.Equal("t", RequestContext.Get("trip"));
        RequestContext.Clear();
        Assert.Null(await other.Context(null));
    }

    [Fact]
    public async Task CancellationToken_Canceled_CallerIsFreedAndGrainHears()
    {
        await using var engine = await TestEngine.Wall([typeof(CallGrain)]);
        var grain = engine.Grains.GetGrain<ICallGrain>("ct");
        using var source = new CancellationTokenSource();
        var running = grain.Cancelable("ct-1", source.Token);
        await engine.Journal.Until("in ct-1");
        var queued = grain.Cancelable("ct-2", source.Token);
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        Assert.Equal(1, engine.Journal.Count("heard ct-1"));
        Gates.Open("ct-1");
        await grain.Name();
        Assert.Equal(0, engine.Journal.Count("in ct-2"));
    }

    [Fact]
    public async Task Reference_OfOneGrain_IsEqualWhereverItWasMade()
    {
        await using var engine = await TestEngine.Wall([typeof(CallGrain)]);
        var grain = engine.Grains.GetGrain<ICallGrain>("r");
        Assert.Equal("r call/r x", await grain.Name());
        Assert.Equal(grain, await grain.Me());
        Assert.NotEqual(grain, engine.Grains.GetGrain<ICallGrain>("s"));
        Assert.Equal(GrainId.Create("call", "r"), grain.GetGrainId());
        Assert.Equal("r call/r x", await engine.Grains.GetGrain<ICallGrain>(GrainId.Parse("call/r")).Name());
    }

    [Fact]
    public async Task Engine_NotRunning_RefusesCalls()
    {
        var engine = TestEngine.Build([typeof(CallGrain)]);
        var grain = engine.Grains.GetGrain<ICallGrain>("n");
        await Assert.ThrowsAsync<SiloUnavailableException>(grain.Name);
        await engine.Engine.StartAsync();
        await grain.Name();
        await engine.DisposeAsync();
        await Assert.ThrowsAsync<SiloUnavailableException>(grain.Name);
    }
}
