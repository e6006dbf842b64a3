using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Grains.Tests.Harness;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>A shard says why it decided as it did.</summary>
public sealed class MatchesTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Theory]
    [InlineData("batched")]
    [InlineData("nearest")]
    public async Task Matches_OfferedJob_NameTheCandidatesInOrderOfCost(string policy)
    {
        var market = await silo.Host.Market(policy: policy);
        var far = await market.Provider(6, 6);
        var near = await market.Provider(2, 2);
        var job = await market.Request(2, 3);
        await near.Offered(job);
        var round = (await market.Shard.Matches(job.Id, 10, default))[^1];
        Assert.Equal(policy, round.Policy);
        Assert.Equal(near.Id, round.Chosen);
        Assert.Null(round.HeldBy);
        Assert.Null(round.Reason);
        Assert.Equal([near.Id, far.Id], round.Candidates.Select(candidate => candidate.Provider));
        Assert.Equal([20_000, 140_000], round.Candidates.Select(candidate => candidate.DriveMilliseconds));
        Assert.Equal(far.Id, round.RunnerUp);
        Assert.Equal(0, round.RegretMilliseconds);

        var passed = Assert.Single(await market.Shard.PassedBy(far.Id, null, 10, default));
        Assert.Equal((job.Id, PassedByReason.OtherWasSooner), (passed.Job, passed.Reason));
        Assert.Equal((140_000, 20_000), (passed.PickUpMilliseconds, passed.ChosenPickUpMilliseconds));
        Assert.Empty(await market.Shard.PassedBy(near.Id, null, 10, default));
        Assert.Empty(await market.Shard.PassedBy(silo.Host.NewId(), null, 10, default));
        Assert.Empty(await market.Shard.Matches(silo.Host.NewId(), 10, default));
    }

    [Fact]
    public async Task Matches_WhoDeclined_IsCountedAsExcluded()
    {
        var market = await silo.Host.Market();
        var provider = await market.Provider(0, 0);
        var job = await market.Request(1, 1);
        await provider.Answer(await provider.Offered(job), accept: false);
        await silo.Host.Until(
            async () => (await market.Shard.Matches(job.Id, 10, default))[0].Reason is not null, "a round in which nobody gets the job");
        var rounds = await market.Shard.Matches(job.Id, 10, default);
        Assert.Equal((MatchReason.AllExcluded, 1, (Guid?)null), (rounds[0].Reason!.Value, rounds[0].Excluded, rounds[0].Chosen));
        Assert.Equal(provider.Id, rounds[^1].Chosen);

        // It had it before it, and asks nevertheless why it is not asked again.
        Assert.Equal(PassedByReason.NotAmongTheBest, Assert.Single(await market.Shard.PassedBy(provider.Id, job.Id, 10, default)).Reason);
    }

    [Theory]
    [InlineData("batched")]
    [InlineData("nearest")]
    [InlineData("forward")]
    [InlineData("reassign")]
    [InlineData("reposition")]
    public async Task Offer_OfALoadThatTheNearestHasNoRoomFor_GoesToWhoHasIt(string policy)
    {
        var market = await silo.Host.Market(policy: policy);
        var (small, large) = (await market.Provider(2, 2, capacity: 2), await market.Provider(8, 8, capacity: 4));
        var job = await market.Request(2, 3, load: 3);
        await large.Offered(job);
        Assert.Empty(small.Offers);
        var round = (await market.Shard.Matches(job.Id, 10, default))[^1];
        Assert.Equal((1, (Guid?)large.Id), (round.Lacking, round.Chosen));

        // What it has room for it is offered.
        await small.Offered(await market.Request(2, 3, load: 2));
    }

    [Fact]
    public async Task Offers_OfMoreLoadsThanThereAreFlags_GoToWhoHasRoomForThem()
    {
        // Nobody has room for most of them, and those are no less in the round: of the twentieth somebody has just enough.
        var market = await silo.Host.Market();
        var (small, fits) = (await market.Provider(0, 0, capacity: 1), await market.Provider(9, 9, capacity: 20));
        for (var load = 21; load <= 40; load++)
        {
            await market.Request(0, 0, load: load);
        }

        var most = await market.Request(0, 0, load: 20);
        await fits.Offered(most);
        for (var load = 2; load <= 19; load++)
        {
            await market.Request(0, 0, load: load);
        }

        await fits.Answer(fits.Offers[^1], accept: false);
        await silo.Host.Until(
            async () =>
            {
                await small.Report(0, 0);
                await fits.Report(9, 9);
                return fits.Offers.Count > 1;
            },
            "another offer to the only one with room");
        Assert.Empty(small.Offers);
        Assert.InRange(fits.Offers[^1].Job.Load, 2, 19);
    }

    [Fact]
    public async Task Provider_OffTheRoads_IsInNoRoundAndCounted()
    {
        var market = await silo.Host.Market();
        var provider = await market.Provider(0, 0);
        var off = TestMarket.Wire(0, 0) with { Latitude = TestMarket.Wire(0, 0).Latitude - 0.006 };
        await market.Shard.ReportLocations(new LocationBatch([new LocationReport(provider.Id, off, silo.Host.Clock.GetUtcNow().AddSeconds(1))]), default);
        var job = await market.Request(1, 0);
        await silo.Host.Until(async () => (await market.Shard.Matches(job.Id, 10, default)).Any(round => round.OffRoad == 1), "a round that counts it");
        var round = (await market.Shard.Matches(job.Id, 10, default))[0];
        Assert.Equal((MatchReason.NoVehicles, (Guid?)null), (round.Reason!.Value, round.Chosen));
        Assert.Equal(0, (await market.Shard.GetStats(default)).AvailableProviders);
        Assert.Empty(provider.Offers);
        silo.Host.Clock.Advance(TimeSpan.FromSeconds(2));
        await provider.Report(0, 0);
        await provider.Offered(job);
    }

    [Fact]
    public async Task Radius_GrowsWithTheWaitAndWithWhoSaidNo()
    {
        // A street takes 20 s. Nobody is nearer than 60 s at first.
        var market = await silo.Host.Market(radius: new SearchRadius(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(80)));
        var (near, far) = (await market.Provider(4, 0), await market.Provider(5, 0));
        var beyond = await market.Provider(8, 0);
        var asked = silo.Host.Clock.GetUtcNow();
        var job = await market.Request(1, 0);
        await near.Offered(job);
        Assert.True(silo.Host.Clock.GetUtcNow() - asked >= TimeSpan.FromSeconds(19), "The nearest was asked before the radius had reached it.");
        Assert.Contains(await market.Shard.Matches(job.Id, 50, default), round => round is { TooFar: 3, Reason: MatchReason.AllTooFar });
        await near.Answer(near.Offers[^1], accept: false);
        await far.Offered(job);
        await far.Answer(far.Offers[^1], accept: false);
        for (var i = 0; i < 30; i++)
        {
            await beyond.Report(8, 0);
            await near.Report(4, 0);
            await far.Report(5, 0);
            silo.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await silo.Host.Until(async () => (await market.Shard.Matches(job.Id, 1, default))[0] is { TooFar: 1, Excluded: 2 }, "a round in which the last is too far");
        Assert.Empty(beyond.Offers);
    }

    [Fact]
    public async Task Matches_MarketAsksForARating_PassesOverWhoIsBelowItAndCountsThem()
    {
        var market = await silo.Host.Market(leastRating: 4.5);
        var (unrated, near) = (await market.Provider(6, 6), await market.Provider(2, 2));
        var ratings = silo.Host.Services.GetRequiredService<IRatingStore>();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            await ratings.Add(
                new JobRating(new JobId(silo.Host.NewId()), new CustomerId(silo.Host.NewId()), new ProviderId(near.Id), 2, null, silo.Host.Clock.GetUtcNow()), default);
        }

        // A shift is matched by the ratings it began with.
        Assert.Null((await near.Grain.Get(default))!.Rating);
        await near.EndShift();
        await near.StartShift();
        await near.Report(2, 2);
        Assert.Equal(3.3, (await near.Grain.Get(default))!.Rating!.Value, 1);
        var ordered = await market.Request(2, 3);
        await unrated.Offered(ordered);
        var round = (await market.Shard.Matches(ordered.Id, 10, default))[^1];
        Assert.Equal((unrated.Id, 1), (round.Chosen!.Value, round.Lacking));
        Assert.Empty(near.Offers);
    }
}
