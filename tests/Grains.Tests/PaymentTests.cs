using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Grains.Jobs;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>The payment region through the silo: command, commit, outbox, gateway, news, ledger.</summary>
public sealed class PaymentTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private GrainHost Host => silo.Host;

    [Fact]
    public async Task Refund_PartAndRest_GoThroughTheGatewayAndTheLedgerOnce()
    {
        var job = await Captured();
        var captured = (await job.View()).CapturedMinorUnits;
        var stamp = Host.Stamp();
        var first = await Refund(job, 300, stamp: stamp);
        Assert.True(first.Done, $"{first.Rejection} {first.Detail}");
        Assert.Equal(first.View!.Version, (await Refund(job, 300, stamp: stamp)).View!.Version);
        Assert.Equal(300, (await job.Paid(PaymentState.PartiallyRefunded)).RefundedMinorUnits);
        Assert.True((await Refund(job, null)).Done);
        var view = await job.Paid(PaymentState.Refunded);
        Assert.Equal((captured, captured), (view.CapturedMinorUnits, view.RefundedMinorUnits));
        Assert.Equal(Rejection.PaymentStateWrong, (await Refund(job, 1)).Rejection);
        var transfers = await Transfers(job);
        Assert.Equal(captured, transfers.Where(transfer => transfer.Cause == "refunded" && transfer.Credit.Kind == AccountKind.GatewayClearing).Sum(transfer => transfer.Amount.MinorUnits));
        await Balances(job);
    }

    [Fact]
    public async Task Refund_BadInput_IsRefusedByName()
    {
        var job = await Captured();
        Assert.Equal(Rejection.AmountWrong, (await Refund(job, 0)).Rejection);
        Assert.Equal(Rejection.AmountWrong, (await Refund(job, -5)).Rejection);
        Assert.Equal(Rejection.RefundTooLarge, (await Refund(job, 1_000_000)).Rejection);
        Assert.Equal(Rejection.AmountWrong, (await Refund(job, 5, currency: "EUR")).Rejection);
        Assert.Equal(Rejection.InputInvalid, (await Refund(job, 5, currency: "XXX")).Rejection);
        Assert.Equal(Rejection.InputInvalid, (await Refund(job, 5, reason: "because")).Rejection);
        Assert.Equal(Rejection.InputInvalid, (await Refund(job, 5, reason: "made_at_gateway")).Rejection);
        Assert.Equal(Rejection.InputInvalid, (await Refund(job, 5, bearer: "nobody")).Rejection);
        Assert.Equal(Rejection.InputInvalid, (await Refund(job, 5, bearer: null!)).Rejection);
        Assert.Equal(Rejection.JobUnknown, (await Host.Grains.GetGrain<IJobGrain>(Host.NewId().ToString("N")).Refund(new RefundJob(Host.Stamp(), 5, null, "goodwill", "platform"), default)).Rejection);
        await Balances(job);
    }

    [Fact]
    public async Task RefundOrTip_ThatMayNotBe_IsWrittenDownOnceWithWhoAskedAndForWhat()
    {
        var job = await Captured();
        var (by, stamp) = (Host.NewId(), Host.Stamp());
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(Rejection.RefundTooLarge, (await job.Grain.Refund(new RefundJob(stamp, 1_000_000, null, "goodwill", "platform", by), default)).Rejection);
        }

        Assert.Equal(Rejection.AmountWrong, (await job.Grain.Refund(new RefundJob(Host.Stamp(), 5, "EUR", "goodwill", "platform", by), default)).Rejection);
        Assert.Equal(Rejection.InputInvalid, (await job.Grain.Tip(new TipJob(Host.Stamp(), job.Command.Customer, 5, "no such currency"), default)).Rejection);
        Assert.Equal(Rejection.AmountWrong, (await Tip(job, -1)).Rejection);

        // What is refused for another reason, or is not, is no matter of the amount.
        Assert.Equal(Rejection.InputInvalid, (await Refund(job, 5, reason: "because")).Rejection);
        Assert.True((await Refund(job, null)).Done);
        await job.Paid(PaymentState.Refunded);
        Assert.Equal(Rejection.PaymentStateWrong, (await Refund(job, 1)).Rejection);
        var refusals = await Host.Services.GetRequiredService<IPaymentRefusalStore>().Page(new CustomerId(job.Command.Customer), null, 10, default);
        Assert.Equal(
            [
                ("tip", -1, "USD", "amount_wrong", job.Command.Customer),
                ("tip", 5, null, "input_invalid", job.Command.Customer),
                ("refund", 5, "EUR", "amount_wrong", by),
                ("refund", 1_000_000, "USD", "refund_too_large", by),
            ],
            refusals.Select(refusal => (refusal.What, refusal.AmountMinorUnits ?? 0, refusal.Currency, refusal.Why, refusal.AskedBy!.Value)));
        Assert.All(refusals, refusal => Assert.Equal(job.Id, refusal.Job!.Value.Value));
    }

    [Fact]
    public async Task Tip_AfterThePayment_IsChargedApartAndTheProviders()
    {
        var job = await Captured();
        Assert.Equal(Rejection.JobUnknown, (await job.Grain.Tip(new TipJob(Host.Stamp(), Host.NewId(), 200, null), default)).Rejection);
        Assert.True((await Tip(job, 200)).Done);
        await Host.Until(async () => (await job.View()).TipMinorUnits == 200, "the tip to be charged");
        Assert.Equal(PaymentState.Captured, (await job.View()).Payment);
        Assert.Equal(Rejection.TipGiven, (await Tip(job, 100)).Rejection);
        var tip = Assert.Single(await Transfers(job), transfer => transfer.Cause == "tip" && transfer.Credit.Kind == AccountKind.ProviderPayable);
        Assert.Equal((200, (await job.View()).Provider!.Value.ToString("N")), (tip.Amount.MinorUnits, tip.Credit.Owner));
        await Balances(job);
    }

    [Fact]
    public async Task TipRefund_ByAnOperator_GoesBackOnceAndIsTheProvidersLoss()
    {
        var job = await Captured();
        var by = Host.NewId();
        Assert.Equal(Rejection.PaymentStateWrong, (await job.Grain.RefundTip(new RefundTip(Host.Stamp(), null, null, "goodwill", by), default)).Rejection);
        Assert.True((await Tip(job, 200)).Done);
        await Host.Until(async () => (await job.View()).TipMinorUnits == 200, "the tip to be charged");
        Assert.Equal(Rejection.InputInvalid, (await job.Grain.RefundTip(new RefundTip(Host.Stamp(), 50, null, "because", by), default)).Rejection);
        Assert.Equal(Rejection.RefundTooLarge, (await job.Grain.RefundTip(new RefundTip(Host.Stamp(), 201, null, "goodwill", by), default)).Rejection);
        var part = new RefundTip(Host.Stamp(), 150, "USD", "goodwill", by);
        Assert.True((await job.Grain.RefundTip(part, default)).Done);
        Assert.True((await job.Grain.RefundTip(part, default)).Done);
        await Host.Until(async () => (await job.View()).TipRefundedMinorUnits == 150, "a part of the tip to go back");
        Assert.True((await job.Grain.RefundTip(new RefundTip(Host.Stamp(), null, null, "goodwill", by), default)).Done);
        await Host.Until(async () => (await job.View()).TipRefundedMinorUnits == 200, "the rest of it to go back");
        Assert.True(await job.View() is { Payment: PaymentState.Captured, RefundedMinorUnits: 0, TipMinorUnits: 200 });

        // Whose tip it is hears of it and of what was taken back; what the gateway is asked is no matter of its own.
        var provider = StreamNames.Provider((await job.View()).Provider!.Value);
        string[] Told() => [.. Host.Events.Where(happened => happened.Stream == provider).Select(happened => happened.Message).OfType<PushMessage.JobChanged>()
            .Select(changed => changed.Event).Where(name => name.StartsWith("tip_", StringComparison.Ordinal))];
        await GrainHost.Now(() => Task.FromResult(Told().Length == 3), "the provider to be told");
        Assert.Equal(["tip_paid", "tip_refunded", "tip_refunded"], Told());
        var transfers = await Transfers(job);
        Assert.Equal(0, transfers.Where(transfer => transfer.Cause.StartsWith("tip", StringComparison.Ordinal)).Sum(transfer =>
            (transfer.Credit.Kind == AccountKind.ProviderPayable ? transfer.Amount.MinorUnits : 0) - (transfer.Debit.Kind == AccountKind.ProviderPayable ? transfer.Amount.MinorUnits : 0)));
        await Balances(job);
    }

    [Fact]
    public async Task Confirmation_ByTheCustomer_OpensTheJob()
    {
        var market = await Host.Market();
        var job = await market.Request(0, 0, TestMethods.NeedsAction);
        await job.Paid(PaymentState.RequiresAction);
        var stored = await Host.Services.GetRequiredService<IJobStore>().Load(new JobId(job.Id), default);
        Assert.Equal($"{stored!.Payment.Intent}_secret", stored.Payment.Action);
        Assert.Equal(stored.Payment.Action, Host.Events.Where(happened => happened.Stream == StreamNames.Customer(job.Command.Customer))
            .Select(happened => happened.Message).OfType<PushMessage.JobChanged>().Last(changed => changed.Event == "payment_action_required").PaymentAction);

        // Said too early: the gateway still waits, and so does the job.
        Assert.True((await Confirm(job)).Done);
        await Host.Until(async () => (await Host.Services.GetRequiredService<IOutboxStore>().Count(default)).Waiting == 0, "the question to be answered");
        Assert.Equal(PaymentState.RequiresAction, (await job.View()).Payment);
        Assert.True(Host.Gateway.Confirm(stored.Payment.Intent!));
        Assert.True((await Confirm(job)).Done);
        await job.In(JobState.Matching);
        Assert.True((await Confirm(job)).Done);
        Assert.Equal(Rejection.JobUnknown, (await job.Grain.ConfirmPayment(new ConfirmPayment(Host.Stamp(), Host.NewId()), default)).Rejection);
    }

    [Fact]
    public async Task Tip_OnACardThatAsks_WaitsForTheCustomerAndIsChargedOnce()
    {
        var job = await DoneOnACardThatAsks();
        Assert.True((await Tip(job, 200)).Done);
        await Host.Until(async () => (await Stored(job)).Payment.Tip is { Status: TipStatus.RequiresAction }, "the question");
        var tip = (await Stored(job)).Payment.Tip!;
        Assert.Equal($"{tip.Intent}_secret", tip.Action);
        PushMessage.JobChanged? asked = null;
        await GrainHost.Now(
            () => Task.FromResult((asked = Host.Events.Where(happened => happened.Stream == StreamNames.Customer(job.Command.Customer))
                .Select(happened => happened.Message).OfType<PushMessage.JobChanged>().LastOrDefault(changed => changed.Event == "tip_action_required")) is not null),
            "the customer to be told");
        Assert.Equal(tip.Action, asked!.TipAction);
        Assert.Equal(Rejection.TipGiven, (await Tip(job, 100)).Rejection);

        // Said too early: the gateway still waits, and so does the tip.
        Assert.True((await Confirm(job)).Done);
        await Host.Until(async () => (await Host.Services.GetRequiredService<IOutboxStore>().Count(default)).Waiting == 0, "the question to be answered");
        Assert.Equal(0, (await job.View()).TipMinorUnits);
        Assert.True(Host.Gateway.Confirm(tip.Intent!));
        Assert.True((await Confirm(job)).Done);
        await Host.Until(async () => (await job.View()).TipMinorUnits == 200, "the tip to be charged");
        Assert.True((await Confirm(job)).Done);
        await Balances(job);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tip_ThatNobodyConfirms_EndsByItselfAfterItsWindowUnlessTheCustomerWasFaster(bool faster)
    {
        var job = await DoneOnACardThatAsks();
        var terms = Host.Services.GetRequiredService<IOptions<JobPaymentOptions>>().Value;
        var (window, limit) = (terms.TipWindow, TimeSpan.FromMinutes(20));
        terms.TipWindow = limit;
        Assert.True((await Tip(job, 200)).Done);
        await Host.Until(async () => (await Stored(job)).Payment.Tip is { Status: TipStatus.RequiresAction }, "the question");
        terms.TipWindow = window;
        var tip = (await Stored(job)).Payment.Tip!;
        Assert.Equal((await Stored(job)).EndedAt!.Value + limit, tip.Until);
        if (faster)
        {
            // Confirmed at the bank, and the news of it is lost.
            Assert.True(Host.Gateway.Confirm(tip.Intent!));
        }

        Host.Clock.Advance(limit + TimeSpan.FromMinutes(1));
        var end = faster ? TipStatus.Paid : TipStatus.Failed;
        await Host.Until(async () => (await Stored(job)).Payment.Tip!.Status == end, "the tip to end");
        Assert.Equal(faster ? 200 : 0, (await job.View()).TipMinorUnits);
        Assert.False(Host.Gateway.Confirm(tip.Intent!));
        Assert.Single(await job.Timeline(), entry => entry.Event is JobEvent.TipLapsed);
        Assert.Null((await Stored(job)).Deadline);
        Assert.Equal(faster ? Rejection.TipGiven : null, (await Tip(job, 100)).Rejection);
        await Balances(job);
    }

    [Fact]
    public async Task HoldThatRanOut_BeforeTheStart_IsAskedForAgainAndTheJobIsPaid()
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0);
        var job = await market.Request(0, 0);
        Assert.True((await provider.Accept(job)).Done);
        Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
        var intent = (await Stored(job)).Payment.Intent;
        Assert.True((await job.Grain.RecordPayment(new PaymentNews(PaymentOutcome.HoldExpired, intent, null, 0, "USD", null), default)).Done);
        await job.Paid(PaymentState.Authorized);
        Assert.NotEqual(intent, (await Stored(job)).Payment.Intent);
        Assert.True((await provider.Step(job, JobStep.Start)).Done);
        Assert.True((await provider.Step(job, JobStep.Complete)).Done);
        await job.Paid(PaymentState.Captured);
        await Balances(job);
    }

    [Theory]
    [InlineData(JobOrder.Cash, "cash")]
    [InlineData(JobOrder.CardAtDoor, "card")]
    public async Task PaidAtTheDoor_Job_AsksNoGatewayAndBalances(string method, string by)
    {
        var job = await Done(method);
        var view = await job.Paid(PaymentState.Released);
        Assert.Equal((by == "cash", by, 0L), (view.Cash, view.PaidAtDoor, view.CapturedMinorUnits));
        var taken = Assert.Single(await Transfers(job), transfer => transfer.Debit.Kind == AccountKind.CashInHand);
        Assert.Equal((view.FareMinorUnits, $"{by}_collected"), (taken.Amount.MinorUnits, taken.Cause));
        await Balances(job);
    }

    [Fact]
    public async Task Dispute_OpenedAndLost_IsThePlatformsLoss()
    {
        var job = await Captured();
        var stored = await Stored(job);
        var amount = stored.Payment.Captured.MinorUnits;
        var opened = new PaymentNews(PaymentOutcome.DisputeOpened, stored.Payment.Intent, "fraudulent", amount, "USD", null, Reference: "dp_1", FeeMinorUnits: 1_500);
        Assert.True((await job.Grain.RecordPayment(opened, default)).Done);
        Assert.Equal(Rejection.PaymentStateWrong, (await job.Grain.RecordPayment(opened, default)).Rejection);
        Assert.Equal(PaymentState.Disputed, (await job.View()).Payment);
        Assert.True((await job.Grain.RecordPayment(opened with { Outcome = PaymentOutcome.DisputeLost, FeeMinorUnits = null }, default)).Done);
        Assert.Equal(PaymentState.Refunded, (await job.View()).Payment);
        var transfers = await Transfers(job);
        Assert.Equal(amount, Assert.Single(transfers, transfer => transfer.Cause == "dispute_lost").Amount.MinorUnits);
        Assert.Equal(1_500, Assert.Single(transfers, transfer => transfer.Debit.Kind == AccountKind.GatewayFees).Amount.MinorUnits);
        await Balances(job);
    }

    [Fact]
    public async Task News_OfAnotherAmountOrPayment_MovesNothingAndIsKept()
    {
        var job = await Captured();
        var stored = await Stored(job);
        var before = await Transfers(job);
        var news = new PaymentNews(PaymentOutcome.Captured, stored.Payment.Intent, null, stored.Payment.Captured.MinorUnits, "USD", null);
        Assert.Equal(Rejection.PaymentStateWrong, (await job.Grain.RecordPayment(news, default)).Rejection);
        Assert.Equal(Rejection.AmountWrong, (await job.Grain.RecordPayment(news with { AmountMinorUnits = 1 }, default)).Rejection);
        Assert.Equal(Rejection.AmountWrong, (await job.Grain.RecordPayment(news with { Currency = "EUR" }, default)).Rejection);
        Assert.Equal(Rejection.PaymentForeign, (await job.Grain.RecordPayment(news with { Intent = "pi_other" }, default)).Rejection);
        Assert.Equal(Rejection.PaymentForeign, (await job.Grain.RecordPayment(news with { Outcome = PaymentOutcome.Refunded, Number = 3 }, default)).Rejection);
        Assert.Equal(before.AsEnumerable(), await Transfers(job));
        Assert.Equal(
            [JobRejection.AmountWrong, JobRejection.AmountWrong, JobRejection.PaymentForeign, JobRejection.PaymentForeign],
            (await job.Timeline()).Select(entry => entry.Event).OfType<JobEvent.PaymentNewsRefused>().Select(refused => refused.Why));
        Assert.Equal(stored.Payment.Status, (await Stored(job)).Payment.Status);
        await Balances(job);
    }

    [Fact]
    public async Task Metered_AboveTheHold_IsRaisedAndTakenInOne()
    {
        var job = await Metered(TestMethods.Succeeds);
        var view = await job.Paid(PaymentState.Captured);
        var stored = await Stored(job);
        Assert.True(view.CapturedMinorUnits == view.FareMinorUnits && stored.Payment.Captured > stored.Order.Hold);
        Assert.Null(stored.Payment.Rest);
        Assert.Single(await Transfers(job), transfer => transfer.Cause == "captured");
        await Balances(job);
    }

    [Theory]
    [InlineData(TestMethods.NoIncrement)]
    [InlineData(TestMethods.DeclinesIncrement)]
    public async Task Metered_AboveAHoldThatCannotBeRaised_IsTakenInTwoAndRefundedInTwo(string method)
    {
        var job = await Metered(method);
        var view = await job.Paid(PaymentState.Captured);
        var stored = await Stored(job);
        Assert.Equal((view.FareMinorUnits, stored.Order.Hold), (view.CapturedMinorUnits, stored.Payment.CapturedOfHold));
        Assert.Equal(2, (await Transfers(job)).Where(transfer => transfer.Cause == "captured").Select(transfer => transfer.Intent).Distinct().Count());
        await Balances(job);
        Assert.True((await Refund(job, null)).Done);
        Assert.Equal(view.FareMinorUnits, (await job.Paid(PaymentState.Refunded)).RefundedMinorUnits);
        await Balances(job);
    }

    [Fact]
    public async Task Debt_OfAHoldThatIsGoneAtTheGateway_IsAskedForAgain()
    {
        var job = await Done(TestMethods.Succeeds);
        await job.Paid(PaymentState.Captured);
        Assert.Equal(Rejection.PaymentStateWrong, (await Ask(job, null)).Rejection);
        Assert.Equal(Rejection.JobUnknown, (await Ask(job, Host.NewId())).Rejection);

        // Somebody let the hold go at the gateway: it is neither raised nor captured.
        var other = await Metered(TestMethods.Succeeds, async running =>
        {
            var stored = await Stored(running);
            await Host.Gateway.Send(new GatewayRequest(stored.Id, GatewayOperation.Release, 99, stored.Payment.Intent, stored.Order.Hold, TestMethods.Succeeds), default);
        });
        var owed = await other.Paid(PaymentState.Failed);
        Assert.Equal(0, owed.CapturedMinorUnits);
        Assert.True((await Ask(other, other.Command.Customer)).Done);
        Assert.Equal(owed.FareMinorUnits, (await other.Paid(PaymentState.Captured)).CapturedMinorUnits);
        await Balances(other);
    }

    [Fact]
    public async Task Refund_ThatComesBackAfterItWasPaid_IsReversedAndMayBeMadeAgain()
    {
        var job = await Captured();
        Assert.True((await Refund(job, 300, bearer: "proportional")).Done);
        await job.Paid(PaymentState.PartiallyRefunded);
        var stored = await Stored(job);
        var news = new PaymentNews(PaymentOutcome.RefundFailed, stored.Payment.Intent, "expired_or_canceled_card", 300, "USD", null, 1, stored.Payment.Refunds!.Items[0].Reference);
        Assert.True((await job.Grain.RecordPayment(news, default)).Done);
        Assert.Equal(Rejection.PaymentStateWrong, (await job.Grain.RecordPayment(news, default)).Rejection);
        Assert.Equal(0, (await job.Paid(PaymentState.Captured)).RefundedMinorUnits);
        Assert.Contains(Host.Events, happened => happened.Stream == StreamNames.Customer(job.Command.Customer) && happened.Message is PushMessage.JobChanged { Event: "refund_reversed" });
        await Balances(job);
        Assert.True((await Refund(job, 300)).Done);
        Assert.Equal(300, (await job.Paid(PaymentState.PartiallyRefunded)).RefundedMinorUnits);
        await Balances(job);
    }

    /// <summary>The most telling of these, one after the other: a silo of its own for each would cost seconds.</summary>
    [PostgresFact]
    public Task Money_OnPostgres_MovesAsItDoesOnSqlite() => silo.OnPostgres(async () =>
    {
        await Refund_PartAndRest_GoThroughTheGatewayAndTheLedgerOnce();
        await Refund_ThatComesBackAfterItWasPaid_IsReversedAndMayBeMadeAgain();
        await Tip_OnACardThatAsks_WaitsForTheCustomerAndIsChargedOnce();
        await Metered_AboveAHoldThatCannotBeRaised_IsTakenInTwoAndRefundedInTwo(TestMethods.NoIncrement);
        await Debt_OfAHoldThatIsGoneAtTheGateway_IsAskedForAgain();
        await Dispute_OpenedAndLost_IsThePlatformsLoss();
        await PaidAtTheDoor_Job_AsksNoGatewayAndBalances(JobOrder.Cash, "cash");
        var proof = await Host.Services.GetRequiredService<IBooksReader>().Prove(_ => true, null, default);
        Assert.True(proof.FirstFault is null, proof.FirstFault?.Detail);
    });

    private async Task<TestJob> DoneOnACardThatAsks()
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0);
        var job = await market.Request(0, 0, TestMethods.NeedsAction);
        await job.Paid(PaymentState.RequiresAction);
        Assert.True(Host.Gateway.Confirm((await Stored(job)).Payment.Intent!));
        Assert.True((await Confirm(job)).Done);
        await job.In(JobState.Matching);
        Assert.True((await provider.Accept(job)).Done);
        foreach (var step in new[] { JobStep.Arrive, JobStep.Start, JobStep.Complete })
        {
            Assert.True((await provider.Step(job, step)).Done);
        }

        await job.Paid(PaymentState.Captured);
        return job;
    }

    private Task<JobReply> Ask(TestJob job, Guid? customer) => job.Grain.AskPayment(new AskPayment(Host.Stamp(), customer), default);

    /// <summary>A ride whose meter reads 30 km at its end.</summary>
    /// <param name="method">Pays it.</param>
    /// <param name="before">What happens before its end.</param>
    private async Task<TestJob> Metered(string method, Func<TestJob, Task>? before = null)
    {
        var market = await Host.Market(Scenarios.Terms(PricingMode.Metered));
        var provider = await market.Provider(0, 0);
        var job = await market.Request(0, 0, method);
        Assert.True((await provider.Accept(job)).Done);
        foreach (var step in new[] { JobStep.Arrive, JobStep.Start })
        {
            Assert.True((await provider.Step(job, step)).Done);
        }

        if (before is not null)
        {
            await before(job);
        }

        Assert.True((await provider.Step(job, JobStep.Complete, measured: 30_000)).Done);
        return job;
    }

    private async Task<TestJob> Captured()
    {
        var job = await Done(TestMethods.Succeeds);
        await job.Paid(PaymentState.Captured);
        return job;
    }

    private async Task<TestJob> Done(string method)
    {
        var market = await Host.Market();
        var provider = await market.Provider(0, 0);
        var job = await market.Request(0, 0, method);
        Assert.True((await provider.Accept(job)).Done);
        foreach (var step in new[] { JobStep.Arrive, JobStep.Start, JobStep.Complete })
        {
            Assert.True((await provider.Step(job, step)).Done);
        }

        return job;
    }

    private Task<JobReply> Refund(TestJob job, long? amount, string? currency = null, string reason = "goodwill", string bearer = "platform", CommandStamp? stamp = null) =>
        job.Grain.Refund(new RefundJob(stamp ?? Host.Stamp(), amount, currency, reason, bearer), default);

    private Task<JobReply> Tip(TestJob job, long amount) => job.Grain.Tip(new TipJob(Host.Stamp(), job.Command.Customer, amount, null), default);

    private Task<JobReply> Confirm(TestJob job) => job.Grain.ConfirmPayment(new ConfirmPayment(Host.Stamp(), job.Command.Customer), default);

    private async Task<Job> Stored(TestJob job) => (await Host.Services.GetRequiredService<IJobStore>().Load(new JobId(job.Id), default))!;

    private async Task<ImmutableArray<LedgerTransfer>> Transfers(TestJob job) => await Host.Services.GetRequiredService<ILedgerReader>().OfJob(new JobId(job.Id), default);

    /// <summary>The customer owes nothing, the books agree with the job, and its stored state is what its events make.</summary>
    private async Task Balances(TestJob job)
    {
        var transfers = await Transfers(job);
        Assert.Equal(0, transfers.Sum(transfer => (transfer.Debit.Kind == AccountKind.Customer ? transfer.Amount.MinorUnits : 0)
            - (transfer.Credit.Kind == AccountKind.Customer ? transfer.Amount.MinorUnits : 0)));
        var check = await Host.Services.GetRequiredService<ILedgerReader>().Verify(default);
        Assert.True(check.ImbalanceMinorUnits == 0, check.FirstFault);
        var stored = await Stored(job);
        // A gateway that is still being asked may add events between the two reads: what was stored is what its own events make.
        var events = (await job.Timeline()).Select(entry => entry.Event).Take((int)stored.Version);
        var replayed = JobEvents.Replay(stored.Order, events)!;
        Assert.Equal((stored.Version, stored.Payment), (replayed.Version, replayed.Payment));
    }
}
