using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Grains.Tests.Harness;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>A shard says why it decided as it did.</summary>
[Collection(SiloCollection.Name)]
public sealed class MatchesTests(SiloFixture silo)
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
