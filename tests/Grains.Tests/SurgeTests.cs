using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Surge;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>Prices that follow demand and supply, through the real shard: two zones, west of the sixth avenue and from it on, and a square at the north-west where nobody is picked up.</summary>
public sealed class SurgeTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private const double Middle = -73.9845;
    private static readonly SurgePlan Plan = new(new BasisPoints(20_000), 0.5, new BasisPoints(5_000), TimeSpan.FromSeconds(20), new BasisPoints(1_000));

    private GrainHost Host => silo.Host;

    [PostgresFact]
    public Task Get_OnPostgresManyWaitInOneZone_ItsPriceGoesUpToTheCapAndThatOfTheOtherStays() => silo.OnPostgres(Get_ManyWaitInOneZone_ItsPriceGoesUpToTheCapAndThatOfTheOtherStays);

    [PostgresFact]
    public Task Override_OnPostgresCounts_UntilItEndsAndStaysOnRecord() => silo.OnPostgres(Override_Counts_UntilItEndsAndStaysOnRecord);

    [Fact]
    public async Task Get_ManyWaitInOneZone_ItsPriceGoesUpToTheCapAndThatOfTheOtherStays()
    {
        var (market, surge) = await Market();
        await market.Provider(8, 8);
        for (var i = 0; i < 4; i++)
        {
            // Nobody takes the one offer there is, so all of them wait.
            await market.Request(i, 1);
        }

        // Not at once: by a half of the way every 20 s, and in steps that customers can read.
        var seen = new List<int>();
        await Host.Until(
            async () =>
            {
                seen.Add(Zone(await surge.Get(default), "west").CountedBasisPoints);
                return seen[^1] == 20_000;
            },
            "the cap",
            step: TimeSpan.FromSeconds(2));
        Assert.Equal(seen.Order(), seen);
        Assert.Contains(seen, points => points is > 10_000 and < 20_000);
        Assert.All(seen, points => Assert.Equal(0, points % 1_000));
        var view = await surge.Get(default);
        Assert.Equal((4, 0), (Zone(view, "west").Waiting, Zone(view, "west").Free));
        Assert.Equal((0, 10_000), (Zone(view, "east").Waiting, Zone(view, "east").CountedBasisPoints));
        Assert.Equal(10_000, Zone(view, string.Empty).CountedBasisPoints);
        Assert.Equal(["", "east", "west"], view!.Zones.Select(zone => zone.Zone));
    }

    [Fact]
    public async Task Get_AfterARestart_GoesOnFromWhereItStood()
    {
        var (market, surge) = await Market();
        var until = Host.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        Assert.Null((await surge.Override(new OverrideSurge("ops", "west", 30_000, TimeSpan.FromHours(1), "The bridge is closed."), default)).Rejection);
        await using var other = await GrainHost.Begin(Host.Folder, Host.Clock, Host.Gateway);
        await other.Again(market, Zones);
        var view = await other.Grains.GetGrain<ISurgeGrain>(ShardKey.Of(market.Name, "ride")).Get(default);
        Assert.Equal((30_000, until), (Zone(view, "west").OwnBasisPoints!.Value, Zone(view, "west").OwnUntil!.Value));
        Assert.Equal("The bridge is closed.", Assert.Single(view!.Changes).Reason);
    }

    /// <summary>An operator holds the price down where many wait: it counts as long as the market has something above its floor to pay for it, and one that puts it up counts whatever is left.</summary>
    [Fact]
    public async Task Override_BelowTheCountedWhereTheMarginsFloorIsReached_Stops()
    {
        foreach (var (floor, stops) in new[] { (-100_000, false), (500, true) })
        {
            var market = await Host.Market(window: TimeSpan.FromSeconds(2), surge: Plan, zones: Zones, leastMargin: new MarginFloor(Scenarios.Usd(floor), TimeSpan.FromHours(1)));
            var surge = Host.Grains.GetGrain<ISurgeGrain>(ShardKey.Of(market.Name, "ride"));
            await market.Provider(8, 8);
            for (var i = 0; i < 4; i++)
            {
                await market.Request(i, 1);
            }

            await Host.Until(async () => Zone(await surge.Get(default), "west").CountedBasisPoints > 10_000, "the price goes up");
            var (now, hour) = (Host.Clock.GetUtcNow(), TimeSpan.FromHours(1));
            var west = Zone((await surge.Override(new OverrideSurge("ops", "west", 10_000, hour, "Calm."), default)).View, "west");
            Assert.Equal((stops, stops ? west.CountedBasisPoints : 10_000), (west.OwnStops, west.At(now)));
            Assert.Equal(stops, Zone(await surge.Get(default), "west").OwnStops);
            var up = (await surge.Override(new OverrideSurge("ops", "west", 30_000, hour, "A concert."), default)).View;
            Assert.Equal((false, 30_000), (Zone(up, "west").OwnStops, Zone(up, "west").At(now)));
        }
    }

    /// <summary>The ledger cannot be read for a while: prices go on, and what was stopped stays stopped.</summary>
    [Fact]
    public async Task Get_WhileTheLedgerCannotBeRead_AnswersAndKeepsTheStop()
    {
        BreakableBooks? books = null;
        await using var host = await GrainHost.Begin(books: real => books = new BreakableBooks(real));
        var market = await host.Market(window: TimeSpan.FromSeconds(2), surge: Plan, zones: Zones, leastMargin: new MarginFloor(Scenarios.Usd(500), TimeSpan.FromHours(1)));
        var surge = host.Grains.GetGrain<ISurgeGrain>(ShardKey.Of(market.Name, "ride"));
        await market.Provider(8, 8);
        for (var i = 0; i < 4; i++)
        {
            await market.Request(i, 1);
        }

        await host.Until(async () => Zone(await surge.Get(default), "west").CountedBasisPoints > 10_000, "the price goes up");
        var own = new OverrideSurge("ops", "west", 10_000, TimeSpan.FromHours(1), "Calm.");
        Assert.True(Zone((await surge.Override(own, default)).View, "west").OwnStops);
        books!.IsBroken = true;
        await host.Until(
            async () =>
            {
                Assert.True(Zone(await surge.Get(default), "west").OwnStops);
                return books.Asked > 1;
            },
            "the ledger is asked in vain",
            step: TimeSpan.FromSeconds(10));
        var reply = await surge.Override(own with { Reason = "Still." }, default);
        Assert.Equal((null, true, "Still."), (reply.Rejection, Zone(reply.View, "west").OwnStops, reply.View!.Changes[0].Reason));
    }

    [Fact]
    public async Task Changes_MoreThanAreShown_ArePagedByTheirNumbers()
    {
        var (market, surge) = await Market();
        for (var number = 1; number <= 103; number++)
        {
            Assert.Null((await surge.Override(new OverrideSurge("ops", "west", 20_000, TimeSpan.FromHours(1), $"{number}"), default)).Rejection);
        }

        Assert.Equal(100, (await surge.Get(default))!.Changes.Length);
        var first = await surge.Changes(null, 60, default);
        Assert.Equal((60, 103, "103", "44"), (first.Changes.Length, first.First, first.Changes[0].Reason, first.Changes[^1].Reason));
        var rest = await surge.Changes(44, 60, default);
        Assert.Equal((43, 43, "43", "1"), (rest.Changes.Length, rest.First, rest.Changes[0].Reason, rest.Changes[^1].Reason));
        Assert.Empty((await surge.Changes(1, 60, default)).Changes);
        await using var other = await GrainHost.Begin(Host.Folder, Host.Clock, Host.Gateway);
        await other.Again(market, Zones);
        Assert.Equal("103", (await other.Grains.GetGrain<ISurgeGrain>(ShardKey.Of(market.Name, "ride")).Changes(null, 1, default)).Changes[0].Reason);
    }

    [Fact]
    public async Task Override_Counts_UntilItEndsAndStaysOnRecord()
    {
        var (_, surge) = await Market();
        var begun = Host.Clock.GetUtcNow();
        var reply = await surge.Override(new OverrideSurge("ops", null, 25_000, TimeSpan.FromSeconds(20), "  A concert. "), default);
        Assert.Null(reply.Rejection);
        Assert.All(reply.View!.Zones, zone => Assert.Equal(25_000, zone.At(begun)));
        Assert.All(reply.View.Zones, zone => Assert.Equal(10_000, zone.At(begun + TimeSpan.FromSeconds(20))));
        Assert.Equal(new SurgeChange(begun, "ops", null, 25_000, begun + TimeSpan.FromSeconds(20), "A concert."), Assert.Single(reply.View.Changes));

        var ended = (await surge.Override(new OverrideSurge("ops", "west", null, default, "Over."), default)).View!;
        Assert.Null(Zone(ended, "west").OwnBasisPoints);
        Assert.Equal(25_000, Zone(ended, "east").OwnBasisPoints);
        Assert.Equal(["Over.", "A concert."], ended.Changes.Select(change => change.Reason));
        await Host.Until(async () => Zone(await surge.Get(default), "east").OwnBasisPoints is null, "the end");
    }

    [Theory]
    [InlineData("west", 9_999, 10, "x", "multiplier")]
    [InlineData("west", 100_001, 10, "x", "multiplier")]
    [InlineData("west", 20_000, 0, "x", "minutes")]
    [InlineData("west", 20_000, 1_441, "x", "minutes")]
    [InlineData("west", 20_000, 10, " ", "reason")]
    [InlineData("north", 20_000, 10, "x", "zone")]
    public async Task Override_WhatMakesNoSense_IsNamedAndChangesNothing(string zone, int points, int minutes, string reason, string named)
    {
        var (_, surge) = await Market();
        var reply = await surge.Override(new OverrideSurge("ops", zone, points, TimeSpan.FromMinutes(minutes), reason), default);
        Assert.Equal(Rejection.InputInvalid, reply.Rejection);
        Assert.Contains(named, reply.Detail, StringComparison.Ordinal);
        Assert.Empty((await surge.Get(default))!.Changes);
    }

    [Fact]
    public async Task Of_AServiceOrMarketThatIsNot_IsNothing()
    {
        Assert.Null(await Host.Grains.GetGrain<ISurgeGrain>(ShardKey.Of("nowhere", "ride")).Get(default));
        var (market, _) = await Market();
        var boat = await Host.Grains.GetGrain<ISurgeGrain>(ShardKey.Of(market.Name, "boat")).Override(new OverrideSurge("ops", null, 20_000, TimeSpan.FromMinutes(1), "x"), default);
        Assert.Equal(Rejection.MarketUnknown, boat.Rejection);
        var plain = await Host.Market();
        var none = Host.Grains.GetGrain<ISurgeGrain>(ShardKey.Of(plain.Name, "ride"));
        Assert.Empty((await none.Get(default))!.Zones);
        Assert.Equal(Rejection.InputInvalid, (await none.Override(new OverrideSurge("ops", null, 20_000, TimeSpan.FromMinutes(1), "x"), default)).Rejection);
    }

    [Fact]
    public async Task Quote_WherePricesAreUp_SaysSoAndBookedAheadDoesNot()
    {
        var (market, _) = await Market();
        var board = new Board(new Dictionary<string, int> { ["west"] = 14_000 });
        var services = Host.Services;
        var desk = new QuoteDesk(
            services.GetRequiredService<IMarketCatalog>(), services.GetRequiredService<IRouteEstimator>(), services.GetRequiredService<QuoteTokens>(),
            services.GetRequiredService<Contracts.Runtime.IIdSource>(), Host.Clock, board);
        var customer = await market.Customer();
        QuoteReply Ask(int x, int y, DateTimeOffset? at = null) => desk.Quote(
            new QuoteRequest(market.Name, "ride", customer, [TestMarket.Wire(x, y), TestMarket.Wire(9, 9)], 1, at), []);

        var up = Ask(1, 1).Quote!;
        var before = up.Fare.Lines.Where(line => line.Kind != FareLineKind.Multiplier).Sum(line => line.Amount.MinorUnits);
        Assert.Equal(14_000, up.Multiplier!.Value.Value);
        Assert.Equal(Rounding.HalfEven((Int128)before * 4, 10), Assert.Single(up.Fare.Lines, line => line.Kind == FareLineKind.Multiplier).Amount.MinorUnits);
        Assert.Null(Ask(7, 1).Quote!.Multiplier);
        Assert.Null(Ask(1, 1, Host.Clock.GetUtcNow() + TimeSpan.FromHours(2)).Quote!.Multiplier);
        Assert.Equal(14_000, services.GetRequiredService<QuoteTokens>().Verify(Ask(2, 2).Token)!.Multiplier!.Value.Value);

        var square = Ask(0, 9);
        Assert.Equal(Rejection.NotServedHere, square.Rejection);
        Assert.Contains("'the square'", square.Detail, StringComparison.Ordinal);
    }

    private static ZoneSurge Zone(SurgeView? view, string name) => view!.Zones.Single(zone => zone.Zone == name);

    private async Task<(TestMarket Market, ISurgeGrain Surge)> Market()
    {
        var market = await Host.Market(window: TimeSpan.FromSeconds(2), surge: Plan, zones: Zones);
        return (market, Host.Grains.GetGrain<ISurgeGrain>(ShardKey.Of(market.Name, "ride")));
    }

    private static ZoneMap Zones { get; } = new([
        new Zone("west", ZoneKind.Pricing, [Box(-74, 40.74, Middle, 40.77)]),
        new Zone("east", ZoneKind.Pricing, [Box(Middle, 40.74, -73.97, 40.77)]),
        new Zone("the square", ZoneKind.NoPickup, [Box(-73.9905, 40.7585, -73.9895, 40.7595)]),
    ]);

    private static AreaPolygon Box(double west, double south, double east, double north) =>
        new([new GeoPoint(west, south), new GeoPoint(east, south), new GeoPoint(east, north), new GeoPoint(west, north)]);

    private sealed class Board(Dictionary<string, int> points) : ISurgeBoard
    {
        public BasisPoints MultiplierOf(MarketId market, ServiceClassId serviceClass, string zone) => new(points.GetValueOrDefault(zone, 10_000));
    }
}
