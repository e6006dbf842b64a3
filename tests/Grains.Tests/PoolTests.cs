using System.Collections.Immutable;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>Jobs that move to another provider before pick-up, jobs chained to one under way, and advice: through the real shard, providers and jobs. Every crossing takes 20 s to the next.</summary>
public sealed class PoolTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    private GrainHost Host => silo.Host;

    [Fact]
    public async Task Reassign_ANearerProviderAccepts_MovesTheJobInOneCommitAndTellsBothAndTheCustomer()
    {
        var market = await Host.Market(Scenarios.Terms(pin: true), "reassign", Round);
        var (far, near, job, offer) = await Swap(market);
        Assert.Null(offer.Job.Provider);
        var reply = await near.Answer(offer, accept: true);
        Assert.True(reply.Done, $"{reply.Rejection}");
        Assert.Equal((JobState.Accepted, near.Id, 0, 1), (reply.View!.State, reply.View.Provider!.Value, reply.View.PlanSlot!.Value, reply.View.Reassignments));

        var moved = Assert.IsType<JobEvent.Reassigned>((await job.Timeline())[^1].Event);
        Assert.Equal((far.Id, near.Id), (moved.From.Value, moved.Assignment.Provider.Value));
        var told = Host.Events.Where(happened => happened.Message is PushMessage.JobChanged { Event: "reassigned" } changed && changed.Job.Job == job.Id).ToList();
        Assert.Contains(told, happened => happened.Stream == StreamNames.Provider(far.Id));
        Assert.Contains(told, happened => happened.Stream == StreamNames.Provider(near.Id));
        Assert.Contains(told, happened => happened.Stream == StreamNames.Customer(job.Command.Customer) && ((PushMessage.JobChanged)happened.Message).Pin == job.Pin);
        Assert.All(told.Where(happened => happened.Stream != StreamNames.Customer(job.Command.Customer)), happened => Assert.Null(((PushMessage.JobChanged)happened.Message).Pin));

        // The old one is free at once, the new one serves.
        await GrainHost.Now(async () => (await far.Grain.Get(default))!.Jobs.IsEmpty, "the old provider's plan without the job");
        Assert.Equal(Rejection.NotYourJob, (await far.Step(job, JobStep.Arrive)).Rejection);
        Assert.True((await near.Step(job, JobStep.Arrive)).Done);
        Assert.True((await near.Step(job, JobStep.Start, job.Pin)).Done);
        Assert.True((await near.Step(job, JobStep.Complete)).Done);
        Assert.Equal(0, (await market.Shard.GetStats(default)).OfferedJobs);
    }

    [Fact]
    public async Task Reassign_Declined_LeavesTheJobWhereItIsAndDoesNotAskAgain()
    {
        var market = await Host.Market(policy: "reassign", window: Round);
        var (far, near, job, offer) = await Swap(market);
        Assert.True((await near.Answer(offer, accept: false)).Done);
        await Rounds(3);
        Assert.Single(near.Offers);
        Assert.Equal((JobState.EnRouteToPickup, far.Id), ((await job.View()).State, (await job.View()).Provider!.Value));
        Assert.Equal([job.Id], (await far.Grain.Get(default))!.Jobs.ToArray());
    }

    [Fact]
    public async Task Reassign_AnsweredTooLate_IsRefusedByName()
    {
        var market = await Host.Market(policy: "reassign", window: Round);
        var (far, near, job, offer) = await Swap(market);
        await Host.Until(() => Closed(near, offer) is not null, "the offer to lapse");
        Assert.Equal("expired", Closed(near, offer));
        Assert.Equal(Rejection.OfferExpired, (await near.Answer(offer, accept: true)).Rejection);
        Assert.Equal(far.Id, (await job.View()).Provider);
    }

    [Fact]
    public async Task Reassign_TheHolderArrivesFirst_WithdrawsTheOffer()
    {
        var market = await Host.Market(policy: "reassign", window: Round);
        var (far, near, job, offer) = await Swap(market);
        Assert.True((await far.Step(job, JobStep.Arrive)).Done);
        await GrainHost.Now(() => Task.FromResult(Closed(near, offer) is not null), "the offer to be withdrawn");
        Assert.Equal("withdrawn", Closed(near, offer));
        Assert.False((await near.Answer(offer, accept: true)).Done);
        Assert.Equal((JobState.ArrivedAtPickup, far.Id), ((await job.View()).State, (await job.View()).Provider!.Value));
    }

    [Fact]
    public async Task Reassign_TheCustomerCancelsFirst_WithdrawsTheOffer()
    {
        var market = await Host.Market(policy: "reassign", window: Round);
        var (far, near, job, offer) = await Swap(market);
        Assert.True((await job.CancelByCustomer()).Done);
        await GrainHost.Now(() => Task.FromResult(Closed(near, offer) is not null), "the offer to be withdrawn");
        Assert.False((await near.Answer(offer, accept: true)).Done);
        await GrainHost.Now(async () => (await far.Grain.Get(default))!.Jobs.IsEmpty, "the holder's plan without the job");
    }

    [Fact]
    public async Task Reassign_TheHolderGivesUpFirst_TheOldOfferIsStaleAndTheJobIsOfferedAnew()
    {
        var market = await Host.Market(policy: "reassign", window: Round);
        var (far, near, job, offer) = await Swap(market);
        Assert.True((await far.Step(job, JobStep.Cancel)).Done);
        var late = await near.Answer(offer, accept: true);
        Assert.False(late.Done);
        Assert.Contains(late.Rejection!.Value, new[] { Rejection.OfferStale, Rejection.OfferExpired, Rejection.OfferWithdrawn });
    }

    [Fact]
    public async Task Reassign_AnOperatorMovesTheJobFirst_TheOfferIsStale()
    {
        var market = await Host.Market(policy: "reassign", window: Round);
        var (_, near, job, offer) = await Swap(market);
        var other = await market.Provider(9, 9);
        Assert.True((await other.Grain.Assign(new AssignJob(Host.Stamp(), job.Id, other.Id, Guid.Empty, 0, null), default)).Done);
        var late = await near.Answer(offer, accept: true);
        Assert.Contains(late.Rejection!.Value, new[] { Rejection.OfferStale, Rejection.OfferExpired });
        Assert.Equal(other.Id, (await job.View()).Provider);
    }

    [Fact]
    public async Task Forward_AReportFarAheadOfThePromise_DoesNotMakeAProviderFreeSooner()
    {
        var market = await Host.Market(policy: "forward", window: Round);
        var busy = await market.Provider(0, 0, chain: 2);
        var under = await market.Request(0, 0);
        Assert.True((await busy.Accept(under)).Done);
        Assert.True((await busy.Step(under, JobStep.Arrive)).Done);
        Assert.True((await busy.Step(under, JobStep.Start)).Done);

        // Six minutes from its end it passes by it, on another street as it may be.
        await busy.Report(9, 9);
        var idle = await market.Provider(4, 8);
        var job = await market.Request(9, 8);
        await idle.Offered(job);
        Assert.DoesNotContain(busy.Offers, offer => offer.Job.Job == job.Id);
    }

    [Fact]
    public async Task Chain_TheSecondOfferWaitsForTheFirstAcceptance()
    {
        var market = await Host.Market(policy: "reassign", window: TimeSpan.FromSeconds(10));
        var (first, second, held, fresh) = await Chain(market);
        var swap = await second.Offered(held);

        // The receiver of the fresh job still has the held one.
        Assert.DoesNotContain(first.Offers, offer => offer.Job.Job == fresh.Id);
        Assert.True((await second.Answer(swap, accept: true)).Done);
        await GrainHost.Now(() => Task.FromResult(first.Offers.Any(offer => offer.Job.Job == fresh.Id)), "the second offer, without a round between");
        Assert.True((await first.Accept(fresh)).Done);
        Assert.Equal([fresh.Id], (await first.Grain.Get(default))!.Jobs.ToArray());
        Assert.Equal([held.Id], (await second.Grain.Get(default))!.Jobs.ToArray());
        Assert.Equal(0, (await fresh.View()).PlanSlot);
    }

    [Fact]
    public async Task Chain_TheFirstOfferIsDeclined_NothingThatWaitsForItHappens()
    {
        var market = await Host.Market(policy: "reassign", window: TimeSpan.FromSeconds(10));
        var (first, second, held, fresh) = await Chain(market);
        Assert.True((await second.Answer(await second.Offered(held), accept: false)).Done);
        await Host.Until(() => second.Offers.Any(offer => offer.Job.Job == fresh.Id), "the next round, which gives the second provider the fresh job");
        Assert.DoesNotContain(first.Offers, offer => offer.Job.Job == fresh.Id);
        Assert.Equal(first.Id, (await held.View()).Provider);
    }

    [Fact]
    public async Task Forward_AProviderSoonFree_IsOfferedAChainedJobAndDoesOneAfterTheOther()
    {
        var market = await Host.Market(policy: "forward", window: Round);
        var provider = await market.Provider(8, 9, chain: 2);
        var under = await UnderWay(market, provider);
        var chained = await market.Request(9, 7);
        Assert.True((await provider.Accept(chained)).Done);
        var view = (await provider.Grain.Get(default))!;
        Assert.Equal([under.Id, chained.Id], view.Jobs.ToArray());
        Assert.Equal(ProviderState.OnTrip, view.State);
        Assert.Equal(1, (await chained.View()).PlanSlot);

        Assert.True((await provider.Step(under, JobStep.Complete)).Done);
        Assert.Equal(ProviderState.Reserved, (await provider.Grain.Get(default))!.State);
        Assert.True((await provider.Step(chained, JobStep.Depart)).Done);
        Assert.True((await provider.Step(chained, JobStep.Arrive)).Done);
        Assert.True((await provider.Step(chained, JobStep.Start)).Done);
        Assert.True((await provider.Step(chained, JobStep.Complete)).Done);
        Assert.Equal(ProviderState.Available, (await provider.Grain.Get(default))!.State);
    }

    [Fact]
    public async Task Forward_AProviderThatChainsNothing_GetsNoOfferWhileItIsBusy()
    {
        var market = await Host.Market(policy: "forward", window: Round);
        var provider = await market.Provider(8, 9);
        await UnderWay(market, provider);
        var waiting = await market.Request(9, 7);
        await Rounds(3);
        Assert.DoesNotContain(provider.Offers, offer => offer.Job.Job == waiting.Id);
    }

    [Fact]
    public async Task Forward_APromiseOfPickUp_CountsTheJobUnderWay()
    {
        var market = await Host.Market(policy: "forward", window: Round);
        var provider = await market.Provider(8, 9, chain: 2);
        await UnderWay(market, provider);
        var chained = await market.Request(9, 7);
        var offer = await provider.Offered(chained);

        // 20 s to the drop-off less what has passed since the start, then two crossings.
        var ahead = offer.PickUpDue - Host.Clock.GetUtcNow();
        Assert.InRange(ahead, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Restart_WithAChainAndASwapOfferedOut_KeepsThePlanInItsOrderAndTheJobWithItsHolder()
    {
        var market = await Host.Market(policy: "reposition", window: Round);
        var chain = await market.Provider(8, 9, chain: 2);
        var under = await UnderWay(market, chain);
        var chained = await market.Request(9, 7);
        Assert.True((await chain.Accept(chained)).Done);
        Assert.True((await chain.Step(under, JobStep.Complete)).Done);

        // Slot 0 is free again and goes to the job that comes later.
        Assert.True((await chain.Step(chained, JobStep.Arrive)).Done);
        Assert.True((await chain.Step(chained, JobStep.Start)).Done);
        await chain.Report(9, 8);
        var last = await market.Request(8, 8);
        Assert.True((await chain.Accept(last)).Done);
        Assert.Equal((1, 0), ((await chained.View()).PlanSlot, (await last.View()).PlanSlot));
        var near = await market.Provider(8, 8);
        var offer = await near.Offered(last);

        await silo.Restart();
        market = await Host.Again(market);
        (chain, near) = (new TestProvider(market, chain.Id), new TestProvider(market, near.Id));
        (chained, last) = (new TestJob(market, chained.Command), new TestJob(market, last.Command));
        Assert.Equal([chained.Id, last.Id], (await chain.Grain.Get(default))!.Jobs.ToArray());
        Assert.Equal(ProviderState.OnTrip, (await chain.Grain.Get(default))!.State);
        Assert.Equal(1, (await market.Shard.GetStats(default)).OfferedJobs);
        Assert.Equal(chain.Id, (await last.View()).Provider);

        // The swap is still before its provider, until it lapses.
        Assert.Equal(offer.Offer, (await near.Grain.Get(default))!.OpenOffer);
        await chain.Report(9, 8);
        await near.Report(8, 8);
        await Host.Until(async () => (await market.Shard.GetStats(default)).OfferedJobs == 0, "the lapsed offer to be taken back");
        Assert.Equal(Rejection.OfferExpired, (await near.Answer(offer, accept: true)).Rejection);
        Assert.Equal(chain.Id, (await last.View()).Provider);
        Assert.True((await chain.Step(chained, JobStep.Complete)).Done);
        Assert.Equal(ProviderState.Reserved, (await chain.Grain.Get(default))!.State);
    }

    [Fact]
    public async Task Advise_AnIdleProvider_IsPushedAndShownUntilItExpiresOrWorkComes()
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0);
        var advice = new MoveAdvice(TestMarket.Wire(5, 5), Host.Clock.GetUtcNow() + TimeSpan.FromSeconds(30));
        await provider.Grain.Advise(advice, default);
        Assert.Equal(advice, Assert.Single(Advised(provider)));
        Assert.Equal(advice, (await provider.Grain.Get(default))!.Advice);
        var job = await market.Request(1, 0);
        await provider.Offered(job);
        Assert.Null((await provider.Grain.Get(default))!.Advice);
        await provider.Grain.Advise(advice, default);
        Assert.Single(Advised(provider));

        var idle = await market.Provider(9, 9);
        await idle.Grain.Advise(advice, default);
        Host.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null((await idle.Grain.Get(default))!.Advice);
        await idle.Grain.Advise(advice, default);
        Assert.Single(Advised(idle));
    }

    [Fact]
    public async Task Reposition_IdleProvidersFarFromTheRequests_AreAdvisedToGoThereAndStayOfferable()
    {
        var market = await Host.Market(policy: "reposition", window: Round);
        var near = await market.Provider(0, 1);
        var (one, other) = (await market.Provider(5, 0), await market.Provider(6, 0));
        var job = await market.Request(0, 0);
        Assert.True((await near.Accept(job)).Done);
        await Host.Until(() => Advised(one).Length + Advised(other).Length > 0, "an advice", TimeSpan.FromSeconds(45));
        var sent = Advised(one).Length > 0 ? one : other;
        Assert.Equal(TestMarket.Wire(0, 0), Advised(sent)[0].To);
        Assert.Equal(Advised(sent)[^1], (await sent.Grain.Get(default))!.Advice);
        await sent.Report(3, 0);
        var next = await market.Request(3, 1);
        Assert.True((await sent.Accept(next)).Done);
    }

    [Fact]
    public async Task Market_AnUnknownPolicy_IsRefusedByName()
    {
        var market = await Host.Market();
        var definition = market.Definition with { Classes = [market.Definition.Classes[0] with { Policy = "psychic" }] };
        var reply = await Host.Grains.GetGrain<IMarketGrain>(market.Name).Define(MarketCodec.Write(definition), default);
        Assert.Equal(Rejection.InputInvalid, reply.Rejection);
        Assert.Contains("psychic", reply.Detail, StringComparison.Ordinal);
        Assert.Contains("reassign", reply.Detail, StringComparison.Ordinal);
    }

    /// <summary>A job whose holder is 8 crossings away, and an offer of it to one that stands beside it.</summary>
    private async Task<(TestProvider Far, TestProvider Near, TestJob Job, PushMessage.OfferMade Offer)> Swap(TestMarket market)
    {
        var far = await market.Provider(8, 0);
        var job = await market.Request(0, 0);
        Assert.True((await far.Accept(job)).Done);
        Assert.True((await far.Step(job, JobStep.Depart)).Done);
        var near = await market.Provider(0, 1);
        return (far, near, job, await near.Offered(job));
    }

    /// <summary>One holds a job far away; beside that job another provider comes on its shift, and beside the holder a fresh job.</summary>
    private static async Task<(TestProvider First, TestProvider Second, TestJob Held, TestJob Fresh)> Chain(TestMarket market)
    {
        var first = await market.Provider(5, 0);
        var held = await market.Request(9, 0);
        Assert.True((await first.Accept(held)).Done);
        var second = await market.Provider(9, 1);
        var fresh = await market.Request(5, 1);
        await fresh.In(JobState.Matching);
        return (first, second, held, fresh);
    }

    /// <summary>A provider at (8, 9) with a customer on board, a crossing from the drop-off.</summary>
    private static async Task<TestJob> UnderWay(TestMarket market, TestProvider provider)
    {
        var job = await market.Request(8, 9);
        Assert.True((await provider.Accept(job)).Done);
        Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
        Assert.True((await provider.Step(job, JobStep.Start)).Done);
        return job;
    }

    private Task Rounds(int count)
    {
        var until = Host.Clock.GetUtcNow() + (Round * count);
        return Host.Until(() => Host.Clock.GetUtcNow() >= until, "time to pass");
    }

    private string? Closed(TestProvider provider, PushMessage.OfferMade offer) => Host.Events
        .Where(happened => happened.Stream == StreamNames.Provider(provider.Id)).Select(happened => happened.Message).OfType<PushMessage.OfferClosed>()
        .FirstOrDefault(closed => closed.Offer == offer.Offer)?.Outcome;

    private ImmutableArray<MoveAdvice> Advised(TestProvider provider) => [.. Host.Events
        .Where(happened => happened.Stream == StreamNames.Provider(provider.Id)).Select(happened => happened.Message).OfType<PushMessage.MoveAdvised>()
        .Select(advised => advised.Advice)];
}
