using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>A silo is stopped and another meets what it left.</summary>
public sealed class RestartTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Fact]
    public async Task Restart_InTheMiddleOfAJob_GoesOnWithIt()
    {
        var before = silo.Host;
        var market = await before.Market(Scenarios.Terms(pin: true));
        var provider = await market.Provider(0, 0);
        var job = await market.Request(1, 0);
        var accept = before.Stamp();
        var accepted = await provider.Answer(await provider.Offered(job), accept: true, accept);
        Assert.True(accepted.Done);
        var pin = job.Pin;
        var waiting = await market.Request(2, 0);
        await waiting.In(JobState.Matching);

        await silo.Restart();
        var after = silo.Host;
        market = await after.Again(market);
        provider = new TestProvider(market, provider.Id);
        job = new TestJob(market, job.Command);
        waiting = new TestJob(market, waiting.Command);

        // The provider read its plan anew, its state is kept, and the same command gives the same answer.
        var view = (await provider.Grain.Get(default))!;
        Assert.Equal(StandingState.Approved, view.Standing);
        Assert.Equal(ProviderState.Reserved, view.State);
        Assert.Equal(new[] { job.Id }, view.Jobs.ToArray());
        var again = await provider.Grain.Answer(new AnswerOffer(accept, accepted.View!.Job, job.Id, true), default);
        Assert.Equal(accepted.View!.Version, again.View!.Version);

        // The shard remembers who is bound and who waits.
        Assert.Equal(1, (await market.Shard.GetStats(default)).BoundJobs);
        Assert.Equal(1, (await market.Shard.GetStats(default)).OpenJobs);
        Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
        Assert.True((await provider.Step(job, JobStep.Start, pin)).Done);
        Assert.True((await provider.Step(job, JobStep.Complete)).Done);
        await job.Paid(PaymentState.Captured);
        await provider.Report(2, 0);
        Assert.True((await provider.Accept(waiting)).Done);
        Assert.Equal(0, (await after.Services.GetRequiredService<ILedgerReader>().Verify(default)).ImbalanceMinorUnits);
    }

    [Fact]
    public async Task Restart_WithOffersOut_TheyAreStillBeforeTheirProvidersUntilTheyLapse()
    {
        var market = await silo.Host.Market();
        var first = await market.Provider(0, 0);
        var second = await market.Provider(3, 0);
        var job = await market.Request(1, 0);
        var kept = await first.Offered(job);
        var other = await market.Request(3, 1);
        var lapsed = await second.Offered(other);

        await silo.Restart();
        market = await silo.Host.Again(market);
        first = new TestProvider(market, first.Id);
        second = new TestProvider(market, second.Id);
        job = new TestJob(market, job.Command);
        other = new TestJob(market, other.Command);
        Assert.Equal(kept.Offer, (await first.Grain.Get(default))!.OpenOffer);
        Assert.True((await first.Answer(kept, accept: true)).Done);
        Assert.Equal(first.Id, (await job.View()).Provider);

        // Nobody answers the other: it goes on, and is not before that provider any more.
        var third = await market.Provider(4, 4);
        Assert.True((await third.Accept(other)).Done);
        Assert.Null((await second.Grain.Get(default))!.OpenOffer);
        Assert.Equal(Rejection.OfferExpired, (await second.Answer(lapsed, accept: true)).Rejection);
    }
}
