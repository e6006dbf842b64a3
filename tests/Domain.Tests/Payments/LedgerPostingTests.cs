using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Payments;

public sealed class LedgerPostingTests
{
    private static readonly DateTimeOffset Now = Scenarios.Now;

    [Fact]
    public void Completed_WithADiscount_PostsEachPartOnce()
    {
        var fare = new Fare(
            [new FareLine(FareLineKind.Base, Scenarios.Usd(1_100)), new FareLine(FareLineKind.Discount, Scenarios.Usd(-300), new Funder(FunderKind.Merchant, "m1"))],
            Currency.Usd);
        var terms = Scenarios.Terms(commission: new CommissionPlan(new BasisPoints(2_000), Scenarios.Usd(0)), tax: new BasisPoints(1_000));
        var job = Scenarios.CompletedJob(order: Scenarios.Order(terms, fare, merchant: Scenarios.Merchant()));
        var transfers = LedgerPostings.Of(job, new JobEvent.Completed(job.FinalFare!, job.Settlement!) { At = Now });
        var customer = $"customer:{Scenarios.Customer()}";
        Assert.Equal(
            [
                $"{job.Id}:completed:provider {customer} > provider_payable:{Scenarios.Provider()} 8.00 USD",
                $"{job.Id}:completed:commission {customer} > platform_revenue:acme 2.00 USD",
                $"{job.Id}:completed:tax {customer} > tax:acme 1.00 USD",
                $"{job.Id}:completed:discount0 promotion_funder:merchant/m1 > {customer} 3.00 USD",
            ],
            transfers.Select(Text));
        Assert.All(transfers, transfer => Assert.Equal((Scenarios.Operator, Scenarios.Merchant(), Scenarios.Intent), (transfer.Operator, transfer.Merchant!.Value, transfer.Intent)));
    }

    [Fact]
    public void Captured_TheFare_IsPostedFromTheGatewayToTheCustomer()
    {
        var job = Scenarios.CapturedJob();
        var transfer = Assert.Single(LedgerPostings.Of(job, new JobEvent.PaymentCaptured(Scenarios.Usd(1_250)) { At = Now }));
        Assert.Equal($"{job.Id}:captured:{Scenarios.Intent} gateway_clearing:acme > customer:{Scenarios.Customer()} 12.50 USD", Text(transfer));
    }

    [Theory]
    [InlineData(FunderKind.Platform, "", "promotion_funder:platform/acme")]
    [InlineData(FunderKind.Merchant, "m1", "promotion_funder:merchant/m1")]
    [InlineData(FunderKind.Operator, "acme", "promotion_funder:operator/acme")]
    [InlineData(FunderKind.Provider, "p1", "promotion_funder:provider/p1")]
    public void Completed_DiscountOfAFunder_IsOwedByItsAccount(FunderKind kind, string id, string account)
    {
        var fare = new Fare([new FareLine(FareLineKind.Base, Scenarios.Usd(1_100)), new FareLine(FareLineKind.Discount, Scenarios.Usd(-1), new Funder(kind, id))], Currency.Usd);
        var job = Scenarios.CompletedJob(price: fare);
        Assert.Equal(account, LedgerPostings.Of(job, new JobEvent.Completed(job.FinalFare!, job.Settlement!) { At = Now })[^1].Debit.ToString());
    }

    [Fact]
    public void Canceled_WithoutAFee_PostsNothing() => Assert.Empty(LedgerPostings.Of(
        Scenarios.MatchingJob(), new JobEvent.Canceled(JobStatus.CanceledByCustomer, CancelReason.ChangedMind, null, null) { At = Now }));

    private static string Text(LedgerTransfer transfer) => $"{transfer.Key} {transfer.Debit} > {transfer.Credit} {transfer.Amount}";
}
