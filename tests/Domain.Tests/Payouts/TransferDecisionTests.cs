using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Payouts;

/// <summary>Giving payees what a job earned.</summary>
public sealed class TransferDecisionTests
{
    private static readonly DateTimeOffset Now = Scenarios.Now + TimeSpan.FromHours(1);

    [Fact]
    public void GivenCaptured_WhenTransferred_ThenTheGatewayIsAskedOnceAndTheLedgerFollows()
    {
        var job = Scenarios.CapturedJob();
        var line = Scenarios.ProviderLine(job);
        var begin = new JobCommand.BeginTransfer(1, line, Scenarios.Usd(0), "acct_1");
        var events = JobDecisions.Decide(job, begin, Now).Events;
        var begun = Scenarios.Do(job, begin, Now);
        var request = Assert.Single(GatewayRequests.Of(job, begun, events));
        Assert.Equal(($"{job.Id}:transfer:1", line, "acct_1"), (request.IdempotencyKey, request.Amount, request.Method));
        var reserved = Assert.Single(LedgerPostings.Of(begun, events[0]));
        Assert.Equal((AccountKind.ProviderPayable, AccountKind.PayoutsUnderWay, line), (reserved.Debit.Kind, reserved.Credit.Kind, reserved.Amount));
        Assert.True(Scenarios.ProviderLine(begun).IsZero);
        Assert.Equal(JobRejection.PaymentStateWrong, Why(begun, begin));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(begun, begin with { Number = 2 }));
        var paid = Scenarios.Do(begun, new JobCommand.TransferPaid(1, line, "tr_1"), Now);
        Assert.Equal((TransferStatus.Paid, "tr_1"), (paid.Payment.Transfers!.Latest()?.Status, paid.Payment.Transfers.Latest()?.Reference));
        Assert.Equal(JobRejection.AmountWrong, Why(paid, new JobCommand.BeginTransfer(2, Scenarios.Usd(1), Scenarios.Usd(0), "acct_1")));
        Assert.Equal(job.Payment with { Transfers = paid.Payment.Transfers }, paid.Payment);
    }

    [Fact]
    public void GivenARefusedTransfer_WhenTriedAgain_ThenItIsOwedAgainAndTheNextHasAnotherKey()
    {
        var job = Scenarios.CapturedJob();
        var line = Scenarios.ProviderLine(job);
        var begun = Scenarios.Do(job, new JobCommand.BeginTransfer(1, line, Scenarios.Usd(0), "acct_1"), Now);
        var refused = JobDecisions.Decide(begun, new JobCommand.TransferRefused(1, "insufficient_capabilities_for_transfer"), Now).Events;
        var failed = JobEvents.Evolve(begun, refused[0]);
        var back = Assert.Single(LedgerPostings.Of(failed, refused[0]));
        Assert.Equal((AccountKind.PayoutsUnderWay, AccountKind.ProviderPayable, line), (back.Debit.Kind, back.Credit.Kind, back.Amount));
        Assert.Equal(line, Scenarios.ProviderLine(failed));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(failed, new JobCommand.TransferPaid(1, line, "tr_1")));
        var again = new JobCommand.BeginTransfer(2, line, Scenarios.Usd(0), "acct_1");
        var events = JobDecisions.Decide(failed, again, Now).Events;
        Assert.Equal($"{job.Id}:transfer:2", Assert.Single(GatewayRequests.Of(failed, Scenarios.Do(failed, again, Now), events)).IdempotencyKey);
    }

    [Fact]
    public void GivenCash_WhenNetted_ThenNoGatewayIsAsked()
    {
        var order = Scenarios.Order(null, Scenarios.Price(1_000)) with { PaymentMethod = JobOrder.Cash };
        var job = Scenarios.Do(Scenarios.InProgressJob(order: order), new JobCommand.Complete(Scenarios.Provider(), null), Now);
        var net = new JobCommand.BeginTransfer(1, Scenarios.Usd(0), Scenarios.ProviderLine(job), string.Empty);
        var events = JobDecisions.Decide(job, net, Now).Events;
        var netted = Scenarios.Do(job, net, Now);
        Assert.Empty(GatewayRequests.Of(job, netted, events));
        Assert.Equal((AccountKind.ProviderPayable, AccountKind.CashInHand), (Assert.Single(LedgerPostings.Of(netted, events[0])).Debit.Kind, LedgerPostings.Of(netted, events[0])[0].Credit.Kind));
        Assert.Equal(TransferStatus.Paid, netted.Payment.Transfers!.Latest()?.Status);
        Assert.Equal(JobRejection.PaymentStateWrong, Why(netted, new JobCommand.TransferRefused(1, "no")));
    }

    [Theory]
    [InlineData(0, 0, "USD", "acct_1")]
    [InlineData(-1, 2, "USD", "acct_1")]
    [InlineData(2, -1, "USD", "acct_1")]
    [InlineData(1, 0, "EUR", "acct_1")]
    [InlineData(1_000_000, 0, "USD", "acct_1")]
    [InlineData(1, 1_000_000, "USD", "acct_1")]
    [InlineData(1, 0, "USD", "")]
    public void GivenCaptured_WhenAnImpossibleAmountIsTransferred_ThenAmountWrong(long amount, long netted, string currency, string account) => Assert.Equal(
        JobRejection.AmountWrong,
        Why(Scenarios.CapturedJob(), new JobCommand.BeginTransfer(1, new Money.Money(amount, Currency.Of(currency)), new Money.Money(netted, Currency.Of(currency)), account)));

    [Fact]
    public void GivenNotYetPaid_WhenTransferred_ThenIllegal()
    {
        var begin = new JobCommand.BeginTransfer(1, Scenarios.Usd(1), Scenarios.Usd(0), "acct_1");
        Assert.Equal(JobRejection.IllegalInThisState, Why(Scenarios.CompletedJob(), begin));
        Assert.Equal(JobRejection.IllegalInThisState, Why(Scenarios.InProgressJob(), begin));
        var disputed = Scenarios.Do(Scenarios.CapturedJob(), new JobCommand.OpenDispute("dp_1", Scenarios.CapturedJob().Payment.Captured, null, "fraudulent"), Now);
        Assert.Equal(JobRejection.IllegalInThisState, Why(disputed, begin));
    }

    [Fact]
    public void Line_AfterATransferAndARefundThatTheProviderBears_IsBelowZero()
    {
        var job = Scenarios.CapturedJob();
        job = Scenarios.Do(job, new JobCommand.BeginTransfer(1, Scenarios.ProviderLine(job), Scenarios.Usd(0), "acct_1"), Now);
        job = Scenarios.Do(job, new JobCommand.Refund(Scenarios.Usd(100), RefundReason.ServiceFailure, RefundBearer.Provider), Now);
        job = Scenarios.Do(job, new JobCommand.RefundPaid(1, Scenarios.Usd(100), null, "re_1"), Now);
        Assert.Equal(Scenarios.Usd(-100), Scenarios.ProviderLine(job));
    }

    [Fact]
    public void GivenASale_WhenProviderAndMerchantAreGivenTheirsAtOnce_ThenEachHasItsOwnTransferAndLine()
    {
        var store = Scenarios.Merchant();
        var splits = new CommissionPlan(
            new BasisPoints(5_000), Scenarios.Usd(0), Seller: Seller.Merchant, Splits: [new(SplitParty.Platform, new BasisPoints(4_000)), new(SplitParty.Store, new BasisPoints(6_000))]);
        var order = Scenarios.Order(Scenarios.Terms(commission: splits, tax: new BasisPoints(1_000)), Scenarios.Price(1_100), merchant: store);
        var job = Scenarios.CapturedJob(order: order);
        var payee = Payee.Of(store);
        Same([Payee.Of(Scenarios.Provider()), payee], PayeeLine.Payees(job));

        // 11.00 with 1.00 of tax: half of the rest is the provider's, of the other half 3.00 are the store's, and the tax is the store's to hand on.
        Assert.Equal((Scenarios.Usd(500), Scenarios.Usd(400)), (Scenarios.ProviderLine(job), PayeeLine.Of(job, payee)));
        Assert.Equal(JobRejection.AmountWrong, Why(job, new JobCommand.BeginTransfer(1, Scenarios.Usd(401), Scenarios.Usd(0), "acct_2", store)));
        Assert.Equal(JobRejection.AmountWrong, Why(job, new JobCommand.BeginTransfer(1, Scenarios.Usd(1), Scenarios.Usd(0), "acct_2", Scenarios.Merchant(9))));
        job = Scenarios.Do(job, new JobCommand.BeginTransfer(1, Scenarios.Usd(500), Scenarios.Usd(0), "acct_1"), Now);
        Assert.Equal(JobRejection.PaymentStateWrong, Why(job, new JobCommand.BeginTransfer(1, Scenarios.Usd(300), Scenarios.Usd(100), "acct_2", store)));

        // The provider's is under way; the merchant's does not wait for it.
        var begin = new JobCommand.BeginTransfer(2, Scenarios.Usd(300), Scenarios.Usd(100), "acct_2", store);
        var events = JobDecisions.Decide(job, begin, Now).Events;
        job = Scenarios.Do(job, begin, Now);
        Assert.Equal(
            [(payee.Payable, payee.Debts, 100L, "discounts_netted"), (payee.Payable, new LedgerAccount(AccountKind.PayoutsUnderWay, order.Operator.Value), 300L, "transfer_begun")],
            LedgerPostings.Of(job, events[0]).Select(posted => (posted.Debit, posted.Credit, posted.Amount.MinorUnits, posted.Cause)));
        Assert.Equal((0, 0), (Scenarios.ProviderLine(job).MinorUnits, PayeeLine.Of(job, payee).MinorUnits));
        job = Scenarios.Do(job, new JobCommand.TransferRefused(2, "no"), Now);
        Assert.Equal((0, 300), (Scenarios.ProviderLine(job).MinorUnits, PayeeLine.Of(job, payee).MinorUnits));

        // Of a refund each bears its part; what had gone is owed.
        job = Scenarios.Do(job, new JobCommand.Refund(Scenarios.Usd(550), RefundReason.Goodwill, RefundBearer.Proportional), Now);
        job = Scenarios.Do(job, new JobCommand.RefundPaid(1, Scenarios.Usd(550), null, "re_1"), Now);
        Assert.Equal((-250, 100), (Scenarios.ProviderLine(job).MinorUnits, PayeeLine.Of(job, payee).MinorUnits));
    }

    private static void Same<T>(IEnumerable<T> expected, IEnumerable<T> actual) => Assert.Equal(expected, actual);

    private static JobRejection? Why(Job job, JobCommand command) => JobDecisions.Decide(job, command, Now).Rejection;
}
