using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

public sealed class LifecycleTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private GrainHost Host => silo.Host;

    [Fact]
    public async Task Job_FromRequestToCaptured_BalancesTheBooks()
    {
        var market = await Host.Market(Scenarios.Terms(pin: true));
        var provider = await market.Provider(0, 0);
        var job = await market.Request(1, 0);
        var accepted = await provider.Accept(job);
        Assert.Equal(JobState.Accepted, accepted.View!.State);
        Assert.Equal(provider.Id, accepted.View.Provider);
        Assert.True((await provider.Step(job, JobStep.Depart)).Done);
        Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
        Assert.Equal(Rejection.WrongPin, (await provider.Step(job, JobStep.Start, "wrong")).Rejection);
        Assert.True((await provider.Step(job, JobStep.Start, job.Pin)).Done);
        Assert.Equal(ProviderState.OnTrip, (await provider.Grain.Get(default))!.State);
        Assert.True((await provider.Step(job, JobStep.Complete)).Done);
        var view = await job.Paid(PaymentState.Captured);
        Assert.Equal(JobState.Completed, view.State);
        Assert.Equal(view.FareMinorUnits, view.CapturedMinorUnits);
        Assert.Equal(ProviderState.Available, (await provider.Grain.Get(default))!.State);

        var timeline = await job.Timeline();
        Assert.Equal(Enumerable.Range(1, timeline.Length).Select(n => (long)n), timeline.Select(entry => entry.Version));
        Assert.Equal(0, (await Verify()).ImbalanceMinorUnits);
        Assert.NotEmpty(await Host.Services.GetRequiredService<ILedgerReader>().OfJob(new JobId(job.Id), default));
    }

    [Fact]
    public async Task Shard_AfterCompletion_OffersTheProviderAgain()
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0);
        for (var round = 0; round < 2; round++)
        {
            var job = await market.Request(round, 0);
            await provider.Report(0, 0);
            Assert.True((await provider.Accept(job)).Done);
            Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
            Assert.True((await provider.Step(job, JobStep.Start)).Done);
            Assert.True((await provider.Step(job, JobStep.Complete)).Done);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task Shard_NewsOvertakenByTheNewsOfTheEnd_KeepsTheProviderFromNoOther(int minutesLate)
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0);
        var job = await market.Request(0, 0);
        Assert.True((await provider.Accept(job)).Done);
        Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
        Assert.True((await provider.Step(job, JobStep.Start)).Done);
        var underWay = await job.View();
        Assert.True((await provider.Step(job, JobStep.Complete)).Done);
        await job.Paid(PaymentState.Captured);
        await Host.Until(async () => await market.Shard.GetStats(default) is { BoundJobs: 0, OpenJobs: 0 }, "the shard knows of the end");
        Host.Clock.Advance(TimeSpan.FromMinutes(minutesLate));
        await market.Shard.HearOfStep(underWay);
        await market.Shard.HearOfJob(underWay with { State = JobState.Matching, Provider = null, Version = 3 }, default);
        Assert.True(await market.Shard.GetStats(default) is { BoundJobs: 0, OpenJobs: 0 });
        await provider.Report(0, 0);
        await provider.Offered(await market.Request(0, 0));
    }

    [Fact]
    public async Task Batched_TwoJobsTwoProviders_TakesTheLeastTotal()
    {
        var market = await Host.Market();

        // Greedily the first job takes the provider at 2; together it is better the other way round.
        var near = await market.Provider(2, 0);
        var far = await market.Provider(0, 0);
        var first = await market.Request(1, 0);
        var second = await market.Request(5, 0);
        await far.Offered(first);
        await near.Offered(second);
    }

    [Fact]
    public async Task Offer_Declined_GoesToTheNextAndNotBack()
    {
        var market = await Host.Market();
        var near = await market.Provider(1, 0);
        var far = await market.Provider(5, 0);
        var job = await market.Request(0, 0);
        var declined = await near.Answer(await near.Offered(job), accept: false);
        Assert.True(declined.Done);
        var offer = await far.Offered(job);
        Assert.Single(near.Offers);
        Assert.True((await far.Answer(offer, accept: true)).Done);
    }

    [Fact]
    public async Task Offer_NotAnswered_LapsesAndGoesToTheNext()
    {
        var market = await Host.Market();
        var near = await market.Provider(1, 0);
        var far = await market.Provider(5, 0);
        var job = await market.Request(0, 0);
        var lapsed = await near.Offered(job);
        var offer = await far.Offered(job);
        Assert.Equal(Rejection.OfferExpired, (await near.Answer(lapsed, accept: true)).Rejection);
        Assert.True((await far.Answer(offer, accept: true)).Done);
    }

    [Fact]
    public async Task Offer_CustomerCancelsMeanwhile_IsWithdrawn()
    {
        var market = await Host.Market();
        var provider = await market.Provider(1, 0);
        var job = await market.Request(0, 0);
        var offer = await provider.Offered(job);
        Assert.True((await job.CancelByCustomer()).Done);
        var reply = await provider.Answer(offer, accept: true);
        Assert.Contains(reply.Rejection!.Value, new[] { Rejection.JobEnded, Rejection.OfferExpired, Rejection.OfferWithdrawn });
        await Host.Until(async () => (await provider.Grain.Get(default))!.OpenOffer is null, "the offer to be gone");
        Assert.Equal(PaymentState.Released, (await job.Paid(PaymentState.Released)).Payment);
    }

    [Fact]
    public async Task Destination_ChangedWhileItIsOfferedAndAgainOnTheWay_IsOfferedAnewAndFollowedByTheProvider()
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0);
        var job = await market.Request(0, 0);
        var stale = await provider.Offered(job);
        var first = await Elsewhere(job, 5, 5);
        Assert.True((await job.Grain.ChangeDestination(first, default)).Done);

        // What was offered led elsewhere; it is taken back and offered again.
        Assert.False((await provider.Answer(stale, accept: true)).Done);
        await Host.Until(() => provider.Offers.Count(offer => offer.Job.Job == job.Id) > 1, "the second offer");
        var offer = provider.Offers.Last(offer => offer.Job.Job == job.Id);
        Assert.Equal(TestMarket.Wire(5, 5), offer.Job.Stops[^1]);
        Assert.True((await provider.Answer(offer, accept: true)).Done);
        var second = await Elsewhere(job, 3, 9);
        var changed = await job.Grain.ChangeDestination(second, default);
        Assert.True(changed.Done);
        Assert.Equal(changed.View!.Version, (await job.Grain.ChangeDestination(second, default)).View!.Version);

        var stored = (await Host.Jobs.Load(new JobId(job.Id), default))!;
        Assert.Equal((TestMarket.Crossing(3, 9), changed.View.FareMinorUnits), (stored.Order.DropOff, stored.Order.QuotedFare.Total.MinorUnits));

        // A new key with the same quote changes nothing twice; a quote of another job, and one for a new job, change nothing.
        Assert.Equal(Rejection.OrderInvalid, (await job.Grain.ChangeDestination(second with { Stamp = Host.Stamp() }, default)).Rejection);
        var other = await market.Request(1, 1);
        var foreign = await Elsewhere(other, 2, 2);
        Assert.Equal(Rejection.QuoteForeign, (await job.Grain.ChangeDestination(foreign with { Stamp = Host.Stamp(), Customer = job.Command.Customer }, default)).Rejection);
        Assert.Equal(Rejection.QuoteInvalid, (await job.Grain.ChangeDestination(second with { Stamp = Host.Stamp(), Quote = job.Command.Quote }, default)).Rejection);
        Assert.Equal(Rejection.JobUnknown, (await job.Grain.ChangeDestination(second with { Stamp = Host.Stamp(), Customer = Host.NewId() }, default)).Rejection);
        var customer = Host.Grains.GetGrain<ICustomerGrain>(job.Command.Customer.ToString("N"));
        Assert.Equal(Rejection.QuoteInvalid, (await customer.RequestJob(new RequestJob(Host.Stamp(), Host.NewId(), job.Command.Customer, second.Quote, string.Empty), default)).Rejection);

        foreach (var step in new[] { JobStep.Arrive, JobStep.Start, JobStep.Complete })
        {
            Assert.True((await provider.Step(job, step)).Done);
        }

        var done = await job.Paid(PaymentState.Captured);
        Assert.Equal((TestMarket.Wire(3, 9), changed.View.FareMinorUnits, changed.View.FareMinorUnits), (done.Stops[^1], done.FareMinorUnits, done.CapturedMinorUnits));

        // It is free where it went, and takes the next.
        await provider.Report(3, 9);
        Assert.True((await provider.Accept(await market.Request(3, 9))).Done);
    }

    private async Task<ChangeDestination> Elsewhere(TestJob job, int x, int y)
    {
        await Host.Until(async () => (await job.View()).Payment == PaymentState.Authorized, "the hold");
        var stored = (await Host.Jobs.Load(new JobId(job.Id), default))!;
        var quote = Host.Services.GetRequiredService<QuoteDesk>().Change(stored, TestMarket.Wire(x, y), null);
        Assert.Null(quote.Rejection);
        return new ChangeDestination(Host.Stamp(), job.Command.Customer, quote.Token!);
    }

    [Fact]
    public async Task Provider_CancelsAfterAccepting_JobGoesToAnotherWithoutIt()
    {
        var market = await Host.Market();
        var first = await market.Provider(1, 0);
        var job = await market.Request(0, 0);
        Assert.True((await first.Accept(job)).Done);
        Assert.True((await first.Step(job, JobStep.Cancel)).Done);
        Assert.Equal(ProviderState.Available, (await first.Grain.Get(default))!.State);
        var second = await market.Provider(5, 0);
        await first.Report(1, 0);
        var offer = await second.Offered(job);
        Assert.Equal(2, offer.Job.Attempt);
        Assert.True((await second.Answer(offer, accept: true)).Done);
        Assert.Single(first.Offers);
        Assert.Equal(Rejection.NotYourJob, (await first.Step(job, JobStep.Arrive)).Rejection);
    }

    [Fact]
    public async Task Provider_SilentBeforePickUp_JobIsOfferedOn()
    {
        var market = await Host.Market();
        var silent = await market.Provider(1, 0);
        var job = await market.Request(0, 0);
        Assert.True((await silent.Accept(job)).Done);
        await Host.Until(async () => (await job.View()).State == JobState.Matching, "the job to be open again", TimeSpan.FromSeconds(90));
        Assert.Contains(silent.Id, (await job.View()).Excluded);
        var other = await market.Provider(3, 0);
        Assert.True((await other.Accept(job)).Done);
    }

    [Fact]
    public async Task Provider_SilentAfterPickUp_RaisesAnAlertAndKeepsTheJob()
    {
        var market = await Host.Market();
        var provider = await market.Provider(1, 0);
        var job = await market.Request(0, 0);
        Assert.True((await provider.Accept(job)).Done);
        Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
        Assert.True((await provider.Step(job, JobStep.Start)).Done);
        await Host.Until(async () => (await job.Timeline()).Any(entry => entry.Event is JobEvent.ProviderWentSilent), "the alert", TimeSpan.FromSeconds(90));
        Assert.Equal(JobState.InProgress, (await job.View()).State);
        Assert.True((await provider.Step(job, JobStep.Complete)).Done);
    }

    [Fact]
    public async Task Patience_WithoutAProvider_EndsAndReleasesTheHold()
    {
        var market = await Host.Market(Scenarios.Terms(patience: TimeSpan.FromSeconds(20)));
        var job = await market.Request(0, 0);
        await job.In(JobState.NoProvidersAvailable);
        await job.Paid(PaymentState.Released);
    }

    [Fact]
    public async Task Booking_EntersMatchingAtItsLeadTime()
    {
        var market = await Host.Market(Scenarios.Terms(scheduleLead: TimeSpan.FromSeconds(30)));
        var at = Host.Clock.GetUtcNow() + TimeSpan.FromSeconds(60);
        var job = await market.Request(0, 0, pickUpAt: at);
        await job.Paid(PaymentState.Authorized);
        Assert.Equal(JobState.Scheduled, (await job.View()).State);
        await job.In(JobState.Matching);
        Assert.InRange(Host.Clock.GetUtcNow(), at - TimeSpan.FromSeconds(30), at);
    }

    [Fact]
    public async Task Pin_WrongFiveTimes_IsLocked()
    {
        var market = await Host.Market(Scenarios.Terms(pin: true));
        var provider = await market.Provider(0, 0);
        var job = await market.Request(0, 0);
        Assert.True((await provider.Accept(job)).Done);
        Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Rejection.WrongPin, (await provider.Step(job, JobStep.Start, "no")).Rejection);
        }

        Assert.Equal(Rejection.PinLocked, (await provider.Step(job, JobStep.Start, job.Pin)).Rejection);
        Assert.True((await job.Grain.Cancel(new CancelJob(Host.Stamp(), null, "operator_decision"), default)).Done);
        await Host.Until(async () => (await provider.Grain.Get(default))!.State == ProviderState.Available, "the provider to hear of it");
    }

    [Fact]
    public async Task NoShow_AfterWaiting_ChargesTheFee()
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0);
        var job = await market.Request(0, 0);
        Assert.True((await provider.Accept(job)).Done);
        Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
        Assert.Equal(Rejection.TooEarly, (await provider.Step(job, JobStep.ReportNoShow)).Rejection);
        var due = Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(5);
        while (Host.Clock.GetUtcNow() < due)
        {
            Host.Clock.Advance(TimeSpan.FromSeconds(10));
            await provider.Report(0, 0);
        }

        Assert.True((await provider.Step(job, JobStep.ReportNoShow)).Done);
        var view = await job.Paid(PaymentState.Captured);
        Assert.Equal(JobState.NoShow, view.State);
        Assert.Equal(600, view.CapturedMinorUnits);
        Assert.Equal(0, (await Verify()).ImbalanceMinorUnits);
    }

    [Fact]
    public async Task Provider_ChainOfTwo_TakesASecondJobBehindTheFirst()
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0, chain: 2);
        var first = await market.Request(0, 0);
        Assert.True((await provider.Accept(first)).Done);
        var second = await market.Request(1, 0);
        await second.In(JobState.Matching);
        var offer = new MakeOffer(Host.NewId(), await second.View(), Host.Clock.GetUtcNow() + TimeSpan.FromSeconds(15), Host.Clock.GetUtcNow());
        Assert.Null((await provider.Grain.Offer(offer, default)).Rejection);
        Assert.True((await provider.Accept(second)).Done);
        Assert.Equal(new[] { first.Id, second.Id }, (await provider.Grain.Get(default))!.Jobs.ToArray());
        Assert.Equal(1, (await second.View()).PlanSlot);
        var third = await market.Request(2, 0);
        await third.In(JobState.Matching);
        Assert.Equal(Rejection.ProviderBusy, (await provider.Grain.Offer(offer with { Offer = Host.NewId(), Job = await third.View() }, default)).Rejection);
        Assert.True((await provider.Step(first, JobStep.Arrive)).Done);
        Assert.True((await provider.Step(first, JobStep.Start)).Done);
        Assert.True((await provider.Step(first, JobStep.Complete)).Done);
        Assert.Equal(ProviderState.Reserved, (await provider.Grain.Get(default))!.State);
    }

    [Fact]
    public async Task Job_AnotherActivationWroteFirst_TheStaleOneIsFencedByTheVersionAndDecidesAnew()
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0);
        var job = await market.Request(1, 0);
        Assert.True((await provider.Accept(job)).Done);

        // A second activation of the job: it reads what is stored, and writes behind the back of the one that is there.
        var store = Host.Services.GetRequiredService<IJobStore>();
        var read = (await store.Load(new JobId(job.Id), default))!;
        var now = Host.Clock.GetUtcNow();
        var arrived = JobDecisions.Decide(read, new JobCommand.Arrive(new ProviderId(provider.Id)), now).Events;
        var commit = new JobCommit(arrived.Aggregate(read, JobEvents.Evolve), read.Version, arrived, ShardKey.Of(market.Name, "ride"), null, [], [], [], [], [], now);
        Assert.Equal(CommitStatus.Committed, (await store.Commit(commit, default)).Status);
        Assert.Equal(CommitStatus.VersionConflict, (await store.Commit(commit, default)).Status);

        // The first holds it for a ride whose provider is on the way, which is called off for nothing. Nothing that it makes of that is stored.
        Assert.Equal(JobState.Accepted, (await job.View()).State);
        Assert.True((await job.CancelByCustomer()).Done);
        var view = await job.Paid(PaymentState.Captured);
        Assert.Equal((JobState.CanceledByCustomer, 500L), (view.State, view.CapturedMinorUnits));
        var events = await job.Timeline();
        Assert.Equal(Enumerable.Range(1, events.Length).Select(n => (long)n), events.Select(entry => entry.Version));
        Assert.Equal(0, (await Verify()).ImbalanceMinorUnits);
    }

    private async Task<LedgerCheck> Verify() => await Host.Services.GetRequiredService<ILedgerReader>().Verify(default);
}
