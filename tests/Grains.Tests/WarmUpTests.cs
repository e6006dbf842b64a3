using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Grains.Dispatch;
using O2O.Dispatch.Grains.Tests.Harness;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>A shard that begins anew takes in where its providers were last.</summary>
public sealed class WarmUpTests
{
    [Fact]
    public async Task Restart_WithLastPlaces_OffersBeforeAnybodyReportsAgain()
    {
        var places = new KeptPlaces();
        var first = await GrainHost.Begin(places: places);
        var market = await first.Market();
        var near = await market.Provider(0, 0);
        var far = await market.Provider(9, 9);
        var silent = await market.Provider(1, 0);
        var (folder, clock, gateway, now) = (first.Folder, first.Clock, first.Gateway, first.Clock.GetUtcNow());
        await first.DisposeAsync();

        // One of them was seen last when nobody would offer it anything any more.
        places.Keep(ShardKey.Of(market.Name, "ride"), [Report(near, 0, 0, now), Report(far, 9, 9, now), Report(silent, 1, 0, now - TimeSpan.FromMinutes(2))]);
        await using var second = await GrainHost.Begin(folder, clock, gateway, places: places);
        market = await second.Again(market);
        clock.Advance(TimeSpan.FromMilliseconds(500));
        await GrainHost.Now(async () => (await market.Shard.GetStats(default)).AvailableProviders == 2, "the shard knows two providers");
        var job = await market.Request(1, 0);
        near = new TestProvider(market, near.Id);
        Assert.True((await near.Accept(job)).Done);
        Assert.Equal(near.Id, (await job.In(JobState.Accepted)).Provider);
    }

    [Fact]
    public async Task Restart_WhereLastPlacesCannotBeHad_LearnsByReports()
    {
        var places = new KeptPlaces { Fails = true };
        await using var host = await GrainHost.Begin(places: places);
        var market = await host.Market();
        var provider = await market.Provider(0, 0);
        Assert.True((await provider.Accept(await market.Request(1, 0))).Done);
    }

    [Fact]
    public async Task Restart_OneBatchOfMoreThanAreLookedUpAtATime_AllAreKnown()
    {
        var atATime = new DispatchOptions().LookUpsPerBatch;
        var first = await GrainHost.Begin();
        var market = await first.Market();
        var fleet = await Task.WhenAll(Enumerable.Range(0, atATime + (atATime / 2)).Select(i => market.Provider(i % 10, i / 10 % 10)));
        var (folder, clock, gateway) = (first.Folder, first.Clock, first.Gateway);
        await first.DisposeAsync();

        await using var second = await GrainHost.Begin(folder, clock, gateway);
        market = await second.Again(market);
        await market.Shard.ReportLocations(new LocationBatch([.. fleet.Select((one, i) => Report(one, i % 10, i / 10 % 10, clock.GetUtcNow()))]), default);
        Assert.Equal(fleet.Length, (await market.Shard.GetStats(default)).AvailableProviders);
    }

    private static LocationReport Report(TestProvider provider, int x, int y, DateTimeOffset at) => new(provider.Id, TestMarket.Wire(x, y), at);
}
