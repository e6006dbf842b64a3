using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Wallets;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Sandbox.Tests;
using O2O.Dispatch.Payments.Stripe;

namespace O2O.Dispatch.Payments.Tests;

/// <summary>Top-ups of wallets: charged once, of no job, and held against what we know of them.</summary>
public sealed class TopUpTests : IAsyncLifetime
{
    private static readonly Guid Id = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    private static readonly WalletAccount Account = new(new CustomerId(new Guid(2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)), new OperatorId("acme"), Currency.Usd);
    private readonly RunningSandbox _run = new();

    public Task InitializeAsync() => _run.InitializeAsync();

    public Task DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task TopUp_AskedTwice_IsChargedOnceAndOfNoJob()
    {
        var records = new StripeRecords(_run.Client());
        var gateway = new ResolvingGateway(new StripeGateway(_run.Client()), records);
        var paid = await gateway.Send(Request("pm_card_visa"), default);
        Assert.Equal((GatewayOutcome.Done, Usd(2_500)), (paid.Outcome, paid.Amount));
        Assert.Equal(paid.Intent, (await gateway.Send(Request("pm_card_visa"), default)).Intent);
        var theirs = new List<GatewayPayment>();
        await foreach (var payment in records.Payments(_run.Clock.GetUtcNow().AddDays(-1), _run.Clock.GetUtcNow().AddDays(1), default))
        {
            theirs.Add(payment);
        }

        var found = Assert.Single(theirs);
        Assert.Equal((null, Id, GatewayStanding.Captured, 2_500), (found.Job, found.TopUp, found.Standing, found.CapturedMinorUnits));
        Assert.Equal(found.Intent, (await records.OfJob(new JobId(Id), payment => payment.TopUp == Id, default))!.Intent);
        Assert.Null(PaymentComparison.OfTopUp(Ours(WalletTopUpStatus.Paid, paid.Intent), found));
    }

    [Fact]
    public async Task TopUp_ByACardThatDeclines_SaysWhy()
    {
        var declined = await new StripeGateway(_run.Client()).Send(Request("pm_card_chargeDeclined"), default);
        Assert.Equal((GatewayOutcome.Declined, "card_declined"), (declined.Outcome, declined.Code));
    }

    [Theory]
    [InlineData(WalletTopUpStatus.Begun, null, 2_500, GatewayStanding.Captured, "top_up_open")]
    [InlineData(WalletTopUpStatus.Failed, null, 2_500, GatewayStanding.Captured, "capture_not_asked")]
    [InlineData(WalletTopUpStatus.Paid, "pi_2", 2_500, GatewayStanding.Captured, "second_payment")]
    [InlineData(WalletTopUpStatus.Paid, "pi_1", 2_400, GatewayStanding.Captured, "amount_differs")]
    [InlineData(WalletTopUpStatus.Paid, "pi_1", 2_500, GatewayStanding.Captured, null)]
    [InlineData(WalletTopUpStatus.Paid, "pi_1", 0, GatewayStanding.Canceled, "intent_unknown")]
    [InlineData(WalletTopUpStatus.Failed, null, 0, GatewayStanding.Declined, null)]
    public void Comparison_OfATopUp_IsOneWord(WalletTopUpStatus status, string? intent, long captured, GatewayStanding standing, string? expected) => Assert.Equal(
        expected, PaymentComparison.OfTopUp(Ours(status, intent), new GatewayPayment("pi_1", null, 0, standing, "USD", 2_500, captured, 0, true, null, default) { TopUp = Id }));

    [Fact]
    public void Comparison_OfATopUpNobodyKnows_IsUnknown() =>
        Assert.Equal("job_unknown", PaymentComparison.OfTopUp(null, new GatewayPayment("pi_1", null, 0, GatewayStanding.Captured, "USD", 2_500, 2_500, 0, true, null, default) { TopUp = Id }));

    private static Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);

    private static WalletTopUp Ours(WalletTopUpStatus status, string? intent) => new(Id, Account, Usd(2_500), "pm_1", null, status, intent, null, default);

    private static GatewayRequest Request(string method) => new(new JobId(Id), GatewayOperation.TopUp, 1, null, Usd(2_500), method);
}
