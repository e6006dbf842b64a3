using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Payments.InProcess;

namespace O2O.Dispatch.Grains.Tests;

public sealed class BadInputTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private GrainHost Host => silo.Host;

    [Theory]
    [InlineData(double.NaN, 40.75, Rejection.InputInvalid, "longitude")]
    [InlineData(-73.99, double.PositiveInfinity, Rejection.InputInvalid, "latitude")]
    [InlineData(40.75, -173.99, Rejection.InputInvalid, "swapped")]
    [InlineData(-173.99, 95, Rejection.InputInvalid, "latitude")]
    [InlineData(2.35, 48.85, Rejection.NotServedHere, "the nearest zone is")]
    public async Task Quote_BadPlace_IsNamed(double longitude, double latitude, Rejection why, string says)
    {
        var market = await Host.Market();
        var quote = market.Quote(Host.NewId(), new WirePoint(longitude, latitude), TestMarket.Wire(1, 1));
        Assert.Equal(why, quote.Rejection);
        Assert.Contains(says, quote.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quote_PausedMarket_IsRefused()
    {
        var market = await Host.Market();
        await Host.Grains.GetGrain<IMarketGrain>(market.Name).SetPaused(true, default);
        Assert.Equal(Rejection.MarketPaused, market.Quote(Host.NewId(), TestMarket.Wire(0, 0), TestMarket.Wire(1, 1)).Rejection);
        await Host.Grains.GetGrain<IMarketGrain>(market.Name).SetPaused(false, default);
        Assert.Null(market.Quote(Host.NewId(), TestMarket.Wire(0, 0), TestMarket.Wire(1, 1)).Rejection);
    }

    [Theory]
    [InlineData("nowhere", "ride")]
    [InlineData("Not A Slug", "ride")]
    public void Quote_UnknownMarket_IsNamed(string market, string serviceClass)
    {
        var quote = Host.Services.GetRequiredService<QuoteDesk>().Quote(
            new QuoteRequest(market, serviceClass, Host.NewId(), [TestMarket.Wire(0, 0), TestMarket.Wire(1, 1)], 1, null), []);
        Assert.Equal(Rejection.MarketUnknown, quote.Rejection);
        Assert.Contains(market, quote.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_QuoteExpiredAlteredOrForeign_IsRefused()
    {
        var market = await Host.Market();
        var customer = await market.Customer();
        var quote = market.Quote(customer, TestMarket.Wire(0, 0), TestMarket.Wire(1, 1));
        Assert.Equal(Rejection.QuoteInvalid, (await Order(customer, quote.Token! + "x")).Rejection);
        Assert.Equal(Rejection.QuoteInvalid, (await Order(customer, "A" + quote.Token![1..])).Rejection);
        Assert.Equal(Rejection.QuoteInvalid, (await Order(customer, string.Empty)).Rejection);
        var other = await market.Customer();
        Assert.Equal(Rejection.QuoteForeign, (await Order(other, quote.Token!)).Rejection);
        Host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(Rejection.QuoteExpired, (await Order(customer, quote.Token!)).Rejection);
    }

    [Fact]
    public async Task Request_Repeated_GivesTheSameAnswer()
    {
        var market = await Host.Market();
        var job = await market.Request(0, 0);
        var customer = Host.Grains.GetGrain<ICustomerGrain>(job.Command.Customer.ToString("N"));
        var first = await customer.RequestJob(job.Command, default);
        await job.Paid(PaymentState.Authorized);
        var again = await customer.RequestJob(job.Command, default);
        Assert.Equal(first.View!.Version, again.View!.Version);
        Assert.Equal(1, again.View.Version);
        var changed = job.Command with { Stamp = job.Command.Stamp with { BodyHash = "other" } };
        Assert.Equal(Rejection.CommandIdReused, (await customer.RequestJob(changed, default)).Rejection);
        Assert.Equal(Rejection.JobExists, (await customer.RequestJob(job.Command with { Stamp = Host.Stamp() }, default)).Rejection);
    }

    [Fact]
    public async Task Request_ForeignMethodOrUnknownCustomer_IsRefused()
    {
        var market = await Host.Market();
        var customer = await market.Customer();
        var quote = market.Quote(customer, TestMarket.Wire(0, 0), TestMarket.Wire(1, 1));
        var command = new RequestJob(Host.Stamp(), Host.NewId(), customer, quote.Token!, "pm_of_somebody_else");
        Assert.Equal(Rejection.PaymentMethodUnknown, (await Host.Grains.GetGrain<ICustomerGrain>(customer.ToString("N")).RequestJob(command, default)).Rejection);
        var nobody = Host.NewId();
        Assert.Equal(
            Rejection.CustomerUnknown, (await Host.Grains.GetGrain<ICustomerGrain>(nobody.ToString("N")).RequestJob(command with { Customer = nobody }, default)).Rejection);
    }

    [Fact]
    public async Task Payment_Declined_FailsTheJob()
    {
        var market = await Host.Market();
        var job = await market.Request(0, 0, TestMethods.Declines);
        await job.In(JobState.Failed);
        Assert.Equal(PaymentState.Failed, (await job.View()).Payment);
    }

    [Fact]
    public async Task Payment_AnswerLostAfterDoing_IsAskedAgainAndCapturedOnce()
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0);
        var before = Host.Gateway.CaptureCount;
        var job = await market.Request(0, 0, TestMethods.TimesOutAfterDoing);
        await job.Paid(PaymentState.Authorized);
        await provider.Report(0, 0);
        Assert.True((await provider.Accept(job)).Done);
        Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
        Assert.True((await provider.Step(job, JobStep.Start)).Done);
        Assert.True((await provider.Step(job, JobStep.Complete)).Done);
        await job.Paid(PaymentState.Captured);
        Assert.Equal(before + 1, Host.Gateway.CaptureCount);
    }

    [Fact]
    public async Task Payment_AnswersAfterTheCustomerCanceled_IsReleased()
    {
        var market = await Host.Market();
        var job = await market.Request(0, 0, TestMethods.AnswersLate);
        Assert.True((await job.CancelByCustomer()).Done);
        await job.Paid(PaymentState.Released);
        Assert.Equal(JobState.CanceledByCustomer, (await job.View()).State);
    }

    [Fact]
    public async Task Payment_NeedsAction_OpensWhenConfirmed()
    {
        var market = await Host.Market();
        var job = await market.Request(0, 0, TestMethods.NeedsAction);
        var view = await job.Paid(PaymentState.RequiresAction);
        Assert.Equal(JobState.Scheduled, view.State);
        var intent = (await Host.Jobs.Load(new Domain.Jobs.JobId(job.Id), default))!.Payment.Intent!;
        Assert.True(Host.Gateway.Confirm(intent));
        var news = new PaymentNews(PaymentOutcome.Authorized, intent, null, view.FareMinorUnits, view.Currency, null);
        Assert.Equal(Rejection.AmountWrong, (await job.Grain.RecordPayment(news with { AmountMinorUnits = 1 }, default)).Rejection);
        Assert.True((await job.Grain.RecordPayment(news, default)).Done);
        Assert.Equal(Rejection.PaymentStateWrong, (await job.Grain.RecordPayment(news, default)).Rejection);
        Assert.Equal(JobState.Matching, (await job.View()).State);
    }

    [Fact]
    public async Task Unknown_Ids_AreNamed()
    {
        var market = await Host.Market();
        var job = Host.Grains.GetGrain<IJobGrain>(Host.NewId().ToString("N"));
        Assert.Null(await job.Get(default));
        Assert.Equal(Rejection.JobUnknown, (await job.Cancel(new CancelJob(Host.Stamp(), Host.NewId(), "x"), default)).Rejection);
        Assert.Equal(Rejection.JobUnknown, (await job.Wake(default)).Rejection);
        var nobody = new TestProvider(market, Host.NewId());
        Assert.Equal(Rejection.ProviderUnknown, (await nobody.Onboard(OnboardingStep.Approve)).Rejection);
        Assert.Equal(Rejection.ProviderUnknown, (await nobody.StartShift()).Rejection);
        Assert.Equal(Rejection.OfferExpired, (await nobody.Grain.Answer(new AnswerOffer(Host.Stamp(), Host.NewId(), Host.NewId(), true), default)).Rejection);
        await Assert.ThrowsAnyAsync<Exception>(() => Host.Grains.GetGrain<IJobGrain>("no-job").Get(default));
    }

    [Fact]
    public async Task Cancel_OfSomebodyElsesJob_IsNoJobAtAll()
    {
        var market = await Host.Market();
        var job = await market.Request(0, 0);
        Assert.Equal(Rejection.JobUnknown, (await job.Grain.Cancel(new CancelJob(Host.Stamp(), Host.NewId(), "changed_mind"), default)).Rejection);
    }

    [Fact]
    public async Task Steps_OutOfOrder_AreRefusedAndRepeatedOnesAnsweredAlike()
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0);
        var job = await market.Request(0, 0);
        Assert.True((await provider.Accept(job)).Done);
        var complete = Host.Stamp();
        Assert.Equal(Rejection.IllegalInThisState, (await provider.Step(job, JobStep.Complete, stamp: complete)).Rejection);
        var arrive = Host.Stamp();
        var first = await provider.Step(job, JobStep.Arrive, stamp: arrive);
        Assert.True(first.Done);
        Assert.True((await provider.Step(job, JobStep.Start)).Done);
        var again = await provider.Step(job, JobStep.Arrive, stamp: arrive);
        Assert.Equal(first.View!.Version, again.View!.Version);

        // The refused command stays refused under its id, although it would be legal by now.
        Assert.Equal(Rejection.IllegalInThisState, (await provider.Step(job, JobStep.Complete, stamp: complete)).Rejection);
        Assert.True((await provider.Step(job, JobStep.Complete)).Done);
    }

    [Fact]
    public async Task Shift_NotApprovedSuspendedOrMalformed_IsRefused()
    {
        var market = await Host.Market();
        var provider = new TestProvider(market, Host.NewId());
        Assert.True((await provider.Onboard(OnboardingStep.Apply)).Done);
        Assert.Equal(Rejection.ProviderNotApproved, (await provider.StartShift()).Rejection);
        Assert.True((await provider.Onboard(OnboardingStep.Approve)).Done);
        Assert.Equal(Rejection.IllegalInThisState, (await provider.Onboard(OnboardingStep.Approve)).Rejection);
        Assert.Equal(Rejection.InputInvalid, (await provider.StartShift(capacity: 0)).Rejection);
        Assert.True((await provider.StartShift()).Done);
        Assert.Equal(Rejection.IllegalInThisState, (await provider.StartShift()).Rejection);
        await provider.Report(0, 0);
        Assert.True((await provider.Onboard(OnboardingStep.Suspend)).Done);
        var job = await market.Request(0, 0);
        await job.In(JobState.Matching);
        for (var i = 0; i < 10; i++)
        {
            Host.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }

        Assert.Empty(provider.Offers);
        Assert.True((await provider.EndShift()).Done);
        Assert.Equal(Rejection.NotOnShift, (await provider.EndShift()).Rejection);
    }

    [Fact]
    public async Task Reports_OutOfRange_AreCountedAndHarmless()
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0);
        var now = Host.Clock.GetUtcNow();
        await market.Shard.ReportLocations(
            new LocationBatch([
                new LocationReport(provider.Id, new WirePoint(double.NaN, 0), now),
                new LocationReport(provider.Id, new WirePoint(200, 0), now),
                new LocationReport(provider.Id, TestMarket.Wire(3, 3), now - TimeSpan.FromHours(1))]),
            default);
        Assert.Equal(3, (await market.Shard.GetStats(default)).ReportsRefused);
    }

    [Fact]
    public async Task Market_BadDefinition_NamesTheFault()
    {
        var reply = await Host.Grains.GetGrain<IMarketGrain>("nowhere-x").Define("{", default);
        Assert.Equal(Rejection.InputInvalid, reply.Rejection);
        Assert.NotNull(reply.Detail);
        Assert.Null(reply.View);
    }

    private async Task<JobReply> Order(Guid customer, string token) => await Host.Grains.GetGrain<ICustomerGrain>(customer.ToString("N"))
        .RequestJob(new RequestJob(Host.Stamp(), Host.NewId(), customer, token, string.Empty), default);
}
