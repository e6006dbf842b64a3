using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>How a process of a cluster learns of its markets.</summary>
public sealed class MarketWatchTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private readonly Dictionary<MarketId, Market> _known = [];

    private GrainHost Host => silo.Host;

    [Fact]
    public async Task Look_MarketThatNobodyDefined_DefinesItOnceAndKnowsIt()
    {
        var market = Definition("watched-new");
        var watch = Watch(market);
        Assert.Equal(DateTimeOffset.MinValue, watch.AnsweredAt);
        await watch.Look(default);
        await watch.Look(default);
        Assert.Equal(1, (await Host.Grains.GetGrain<IMarketGrain>(market.Id.Value).Get(default))!.Version);
        Assert.Equal(MarketCodec.Write(market), MarketCodec.Write(_known[market.Id]));
        Assert.Equal(Host.Clock.GetUtcNow(), watch.AnsweredAt);
    }

    [Fact]
    public async Task Look_MarketThatIsDefined_StaysAsItIsAndIsFollowed()
    {
        var market = Definition("watched-known");
        var grain = Host.Grains.GetGrain<IMarketGrain>(market.Id.Value);
        Assert.Null((await grain.Define(MarketCodec.Write(market with { Operator = new OperatorId("another") }), default)).Rejection);
        var watch = Watch(market);
        await watch.Look(default);
        Assert.Equal("another", _known[market.Id].Operator.Value);
        await grain.SetPaused(true, default);
        await watch.Look(default);
        Assert.True(_known[market.Id].Paused);
    }

    [Fact]
    public async Task Look_DefinitionThatIsRefused_LeavesTheMarketUnknown()
    {
        var market = Definition("watched-refused");
        await Watch(market with { Classes = [market.Classes[0] with { Policy = "astrology" }] }).Look(default);
        Assert.Empty(_known);
        Assert.Null(await Host.Grains.GetGrain<IMarketGrain>(market.Id.Value).Get(default));
    }

    private static Market Definition(string name) =>
        new(new MarketId(name), new OperatorId("acme"), [new ServiceClass(new ServiceClassId("ride"), Scenarios.Terms(), "batched", TimeSpan.FromSeconds(1))], false);

    private MarketWatch Watch(Market market) => new(
        [market.Id.Value],
        new Dictionary<string, string> { [market.Id.Value] = MarketCodec.Write(market) },
        known => _known[known.Id] = known,
        Host.Grains,
        Host.Services.GetRequiredService<IBackgroundWork>(),
        Host.Clock,
        NullLogger<MarketWatch>.Instance);
}
