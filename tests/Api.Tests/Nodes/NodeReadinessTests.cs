using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using O2O.Dispatch.Api.Nodes;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Testing;
using Orleans.Runtime;

namespace O2O.Dispatch.Api.Tests.Nodes;

/// <summary>When an API node of a cluster says that it can serve, and how it ends.</summary>
public sealed class NodeReadinessTests
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(5);
    private readonly ManualClock _clock = new();
    private readonly CancellationTokenSource _started = new();
    private readonly IHostApplicationLifetime _host = Substitute.For<IHostApplicationLifetime>();
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly IMarketGrain _market = Substitute.For<IMarketGrain>();

    public NodeReadinessTests()
    {
        _host.ApplicationStarted.Returns(_started.Token);
        _grains.GetGrain<IMarketGrain>("town").Returns(_market);
        _market.Get(Arg.Any<CancellationToken>()).Returns(new MarketView("{}", 1));
    }

    [Fact]
    public async Task WhyNot_SilosThatGoAwayAndComeBack_IsSaidAfterAWhile()
    {
        using var lifetime = new DrainingLifetime(_host, Drain, _clock);
        var watch = Watch();
        var readiness = new NodeReadiness(watch, lifetime, _clock);
        Assert.Equal("starting", readiness.WhyNot);
        await watch.Look(default);
        Assert.Null(readiness.WhyNot);

        _market.Get(Arg.Any<CancellationToken>()).Returns<MarketView?>(_ => throw new OrleansException("gone"));
        _clock.Advance(3 * MarketWatch.Period);
        await watch.Look(default);
        Assert.Null(readiness.WhyNot);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("no silo answers", readiness.WhyNot);

        _market.Get(Arg.Any<CancellationToken>()).Returns(new MarketView("{}", 1));
        await watch.Look(default);
        Assert.Null(readiness.WhyNot);
    }

    [Fact]
    public async Task Stop_OfANodeThatServes_DrainsFirst()
    {
        _started.Cancel();
        using var lifetime = new DrainingLifetime(_host, Drain, _clock);
        var watch = Watch();
        await watch.Look(default);
        lifetime.Stop();
        Assert.Equal("draining", new NodeReadiness(watch, lifetime, _clock).WhyNot);
        _clock.Advance(Drain - TimeSpan.FromTicks(1));
        _host.DidNotReceive().StopApplication();
        _clock.Advance(TimeSpan.FromTicks(1));
        _host.Received(1).StopApplication();
    }

    [Fact]
    public void Stop_ASecondTime_IsAtOnce()
    {
        _started.Cancel();
        using var lifetime = new DrainingLifetime(_host, Drain, _clock);
        lifetime.Stop();
        lifetime.Stop();
        _host.Received(1).StopApplication();
    }

    [Fact]
    public void Stop_BeforeTheNodeServes_IsAtOnce()
    {
        using var lifetime = new DrainingLifetime(_host, Drain, _clock);
        lifetime.Stop();
        _host.Received(1).StopApplication();
    }

    /// <summary>What a host of silo and API has from the silo, a node registers itself; what it lacks would show at the first request that needs it.</summary>
    [Fact]
    public void Services_OfANode_AreComplete()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Host.UseDefaultServiceProvider(services => services.ValidateOnBuild = true);
        var settings = new NodeSettings { Postgres = "Host=127.0.0.1", QuoteKey = Convert.ToBase64String(new byte[32]), Markets = "town" };
        var map = new MarketMap(StreetGrid.Roads, StreetGrid.Times, ServiceArea.Around(StreetGrid.Roads, new Metres(500)));
        ApiNode.AddServices(builder, settings, map);
        builder.Services.AddSingleton(_grains);
        builder.Services.AddSingleton(Substitute.For<IBackgroundWork>());
        using var app = builder.Build() as IDisposable;
        Assert.NotNull(app);
    }

    private MarketWatch Watch() => new(["town"], new Dictionary<string, string>(), _ => { }, _grains, Substitute.For<IBackgroundWork>(), _clock, NullLogger<MarketWatch>.Instance);
}
