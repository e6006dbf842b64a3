using System.Collections.Concurrent;
using global::Stripe;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.Online;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Sandbox;
using O2O.Dispatch.Payments.Sandbox.Tests;

namespace O2O.Dispatch.Payments.Tests;

/// <summary>A 500 that the gateway keeps for its key, done or not, is resolved for every operation, and nothing is done twice.</summary>
public sealed class ResolvingTests : IAsyncLifetime
{
    private static readonly JobId Job = new(new Guid(9, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));

    private readonly Stubborn _faults = new();
    private readonly RunningSandbox _run;

    public ResolvingTests() => _run = new RunningSandbox { Faults = _faults };

    private OnlineGateway Gateway => OnlineGateway.Open("sk_test_1", _run.Address, TimeSpan.FromSeconds(60), 0, TimeProvider.System);

    public Task InitializeAsync() => _run.InitializeAsync();

    public Task DisposeAsync() => _run.DisposeAsync();

    [Theory]
    [InlineData(SandboxFault.Error500)]
    [InlineData(SandboxFault.Error500After)]
    public async Task Refund_WhoseAnswerIsAStored500_IsMadeOnce(SandboxFault fault)
    {
        using var gateway = Gateway;
        var held = await gateway.Send(Ask(GatewayOperation.Authorize, null, 1_000), default);
        await gateway.Send(Ask(GatewayOperation.Capture, held.Intent, 1_000), default);
        _faults.Begin(fault);
        var first = await gateway.Send(Ask(GatewayOperation.Refund, held.Intent, 300), default);
        Assert.Equal((GatewayOutcome.Done, Usd(300)), (first.Outcome, first.Amount));
        Assert.Equal(first.Reference, (await gateway.Send(Ask(GatewayOperation.Refund, held.Intent, 300), default)).Reference);

        // Another of the same amount is another.
        var second = await gateway.Send(Ask(GatewayOperation.Refund, held.Intent, 300, epoch: 2), default);
        Assert.NotEqual(first.Reference, second.Reference);
        var made = await gateway.Refunds(held.Intent!, default);
        Assert.Equal([2, 1], made.Select(refund => refund.Number));
        Assert.True(_faults.Came > 0);
    }

    [Theory]
    [InlineData(GatewayOperation.Charge, SandboxFault.Error500)]
    [InlineData(GatewayOperation.Charge, SandboxFault.Error500After)]
    [InlineData(GatewayOperation.Collect, SandboxFault.Error500)]
    [InlineData(GatewayOperation.Collect, SandboxFault.Error500After)]
    public async Task ChargeAtOnce_WhoseAnswerIsAStored500_IsTakenOnce(GatewayOperation operation, SandboxFault fault)
    {
        using var gateway = Gateway;
        _faults.Begin(fault);
        var first = await gateway.Send(Ask(operation, null, 200), default);
        Assert.Equal((GatewayOutcome.Done, Usd(200)), (first.Outcome, first.Amount));
        Assert.Equal(first.Intent, (await gateway.Send(Ask(operation, null, 200), default)).Intent);
        Assert.NotEqual(first.Intent, (await gateway.Send(Ask(operation, null, 200, epoch: 2), default)).Intent);
        Assert.Equal((GatewayOutcome.Declined, 3), ((await gateway.Send(Ask(operation, null, 200, epoch: 3, method: "pm_card_visa_chargeDeclined"), default)).Outcome, _faults.Came));
        var taken = new List<GatewayPayment>();
        await foreach (var payment in gateway.Payments(DateTimeOffset.UnixEpoch, _run.Clock.GetUtcNow().AddDays(1), default))
        {
            taken.AddRange(payment.Standing == GatewayStanding.Captured ? [payment] : []);
        }

        Assert.Equal([2, 1], taken.Select(payment => operation == GatewayOperation.Charge ? payment.Tip : payment.Rest));
    }

    [Theory]
    [InlineData(SandboxFault.Error500)]
    [InlineData(SandboxFault.Error500After)]
    public async Task HoldRaiseAndCapture_WhoseAnswersAreStored500s_AreDoneOnceAndSayUntilWhen(SandboxFault fault)
    {
        using var gateway = Gateway;
        _faults.Begin(fault);
        var held = await gateway.Send(Ask(GatewayOperation.Authorize, null, 1_000), default);
        Assert.Equal(GatewayOutcome.Done, held.Outcome);
        Assert.NotNull(held.HeldUntil);
        Assert.Equal((GatewayOutcome.Done, Usd(1_400)), await gateway.Send(Ask(GatewayOperation.Increment, held.Intent, 1_400), default) is { } raised ? (raised.Outcome, raised.Amount) : default);
        Assert.Equal((GatewayOutcome.Done, Usd(1_400)), await gateway.Send(Ask(GatewayOperation.Capture, held.Intent, 1_400), default) is { } taken ? (taken.Outcome, taken.Amount) : default);
        var asks = await gateway.Send(Ask(GatewayOperation.Authorize, null, 1_000, epoch: 2, method: "pm_card_threeDSecure2Required"), default);
        Assert.Equal(GatewayOutcome.RequiresAction, asks.Outcome);

        // One that waits for the customer made no charge to be found by: it is begun anew, and the other is left unconfirmed.
        Assert.Equal(fault == SandboxFault.Error500After ? 3 : 2, (await new PaymentIntentService(_run.Client()).ListAsync()).Count());
        Assert.Equal(4, _faults.Came);
    }

    [Fact]
    public async Task Refund_ThatTheBankSendsBackLater_IsToldAsPaidAndThenAsFailed()
    {
        using var gateway = Gateway;
        const string Card = "pm_card_sandboxRefundFailsLater";
        var held = await gateway.Send(Ask(GatewayOperation.Authorize, null, 1_000, method: Card), default);
        await gateway.Send(Ask(GatewayOperation.Capture, held.Intent, 1_000, method: Card), default);
        var paid = await gateway.Send(Ask(GatewayOperation.Refund, held.Intent, 400, method: Card), default);
        Assert.Equal(GatewayOutcome.Done, paid.Outcome);
        Assert.False(Assert.Single(await gateway.Refunds(held.Intent!, default)).HasFailed);
        _run.Clock.Advance(TimeSpan.FromMinutes(2));
        var back = Assert.Single(await gateway.Refunds(held.Intent!, default));
        Assert.Equal((true, paid.Reference, "expired_or_canceled_card"), (back.HasFailed, back.Reference, back.Code));

        // What came back may be refunded anew.
        Assert.Equal(GatewayOutcome.Done, (await gateway.Send(Ask(GatewayOperation.Refund, held.Intent, 1_000, epoch: 2, method: Card), default)).Outcome);
    }

    [Fact]
    public async Task Query_AnsweredWithA500_IsAskedAgain()
    {
        using var gateway = Gateway;
        var held = await gateway.Send(Ask(GatewayOperation.Authorize, null, 1_000), default);
        _run.Sandbox.Inject(SandboxFault.Error500);
        Assert.Equal(GatewayOutcome.Done, (await gateway.Send(Ask(GatewayOperation.Query, held.Intent, 1_000), default)).Outcome);
    }

    [Fact]
    public async Task Payments_OfAPeriod_TellAlsoOlderOnesOfWhichMoneyWentBackSince()
    {
        using var gateway = Gateway;
        var held = await gateway.Send(Ask(GatewayOperation.Authorize, null, 1_000), default);
        await gateway.Send(Ask(GatewayOperation.Capture, held.Intent, 1_000), default);
        await gateway.Send(Ask(GatewayOperation.Refund, held.Intent, 100), default);
        _run.Clock.Advance(TimeSpan.FromHours(2));
        var from = _run.Clock.GetUtcNow();
        await gateway.Send(Ask(GatewayOperation.Refund, held.Intent, 200, epoch: 2), default);
        var found = new List<GatewayPayment>();
        await foreach (var payment in gateway.Payments(from, from.AddHours(1), default))
        {
            found.Add(payment);
        }

        var only = Assert.Single(found);
        Assert.Equal((held.Intent, 300, 2), (only.Intent, only.RefundedMinorUnits, only.Refunds!.Count));
    }

    private static GatewayRequest Ask(GatewayOperation operation, string? intent, long amount, int epoch = 1, string method = "pm_card_visa") =>
        new(Job, operation, epoch, intent, Usd(amount), method);

    private static Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);

    /// <summary>Answers the first key of every operation with a fault; a fresh key is let through.</summary>
    private sealed class Stubborn : ISandboxFaults
    {
        private readonly ConcurrentDictionary<string, byte> _keys = new(StringComparer.Ordinal);
        private SandboxFault _fault;

        public int Came => _keys.Count;

        public void Begin(SandboxFault fault) => _fault = fault;

        public SandboxFault For(SandboxCall call) =>
            _fault != SandboxFault.None && call.IdempotencyKey is { } key && key.Split(':')[^1].Length == 1 && _keys.TryAdd(key, 0) ? _fault : SandboxFault.None;
    }
}
