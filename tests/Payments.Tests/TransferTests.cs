using global::Stripe;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.Online;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Sandbox;
using O2O.Dispatch.Payments.Sandbox.Tests;
using O2O.Dispatch.Payments.Stripe;
using O2O.Dispatch.Payments.Stripe.Webhooks;
using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Payments.Tests;

/// <summary>Bank transfers: awaited, kept in part or whole, and sent back when they are not wanted, late ones too.</summary>
public sealed class TransferTests : IAsyncLifetime
{
    private static readonly JobId Job = new(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    private readonly BrokenRefunds _faults = new();
    private readonly RunningSandbox _run;
    private string _owner = "";

    public TransferTests() => _run = new RunningSandbox { Faults = _faults };

    private StripeGateway Gateway => new(_run.Client());

    public async Task InitializeAsync()
    {
        await _run.InitializeAsync();
        _owner = await new StripeVault(_run.Client()).OpenCustomer(new CustomerId(new Guid(1, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1)), default);
    }

    public Task DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Transfer_Awaited_TellsWhereToPayAndIsHeldWhenAllOfItIsThere()
    {
        var asked = await Gateway.Send(Request(GatewayOperation.Authorize, null, 1_000), default);
        Assert.Equal(GatewayOutcome.RequiresAction, asked.Outcome);
        Assert.StartsWith("http", asked.Action, StringComparison.Ordinal);
        Assert.Equal(asked, await Gateway.Send(Request(GatewayOperation.Authorize, null, 1_000), default));
        await Fund(400);
        Assert.Equal(GatewayOutcome.RequiresAction, (await Gateway.Send(Request(GatewayOperation.Query, asked.Intent, 1_000), default)).Outcome);
        Assert.Equal(GatewayStanding.ActionRequired, (await Theirs()).Standing);
        await Fund(600);
        var held = await Gateway.Send(Request(GatewayOperation.Query, asked.Intent, 1_000), default);
        Assert.Equal((GatewayOutcome.Done, Usd(1_000)), (held.Outcome, held.Amount));
        Assert.Equal((GatewayStanding.Held, 0, true), await Theirs() is { } payment ? (payment.Standing, payment.CapturedMinorUnits, payment.WasHeld) : default);
        var told = await Told("payment_intent.succeeded");
        Assert.Equal((PaymentEventKind.Held, 1_000), (told.Kind, told.AmountMinorUnits));
    }

    [Fact]
    public async Task Capture_OfAPart_KeepsItAndSendsTheRestBackOnce()
    {
        var intent = await Paid();
        for (var i = 0; i < 3; i++)
        {
            var taken = await Gateway.Send(Request(GatewayOperation.Capture, intent, 700), default);
            Assert.Equal((GatewayOutcome.Done, Usd(700)), (taken.Outcome, taken.Amount));
        }

        var refund = Assert.Single(await new RefundService(_run.Client()).ListAsync());
        Assert.Equal(300, refund.Amount);
        Assert.Equal((GatewayStanding.Captured, 700, 0), await Theirs() is { } payment ? (payment.Standing, payment.CapturedMinorUnits, payment.RefundedMinorUnits) : default);
        Assert.Equal("intent_not_releasable", (await Gateway.Send(Request(GatewayOperation.Release, intent, 1_000), default)).Code);
        Assert.Equal("intent_not_capturable", (await Gateway.Send(Request(GatewayOperation.Capture, intent, 600) with { Epoch = 2 }, default)).Code);

        // What is paid back of the job later is the job's.
        var back = await Gateway.Send(Request(GatewayOperation.Refund, intent, 200), default);
        Assert.Equal(GatewayOutcome.Done, back.Outcome);
        Assert.Equal(200, (await Theirs()).RefundedMinorUnits);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task Capture_OfWhatIsNotThere_IsRefusedAndDecidesNothing(long amount)
    {
        var intent = await Paid();
        Assert.Equal("amount_not_capturable", (await Gateway.Send(Request(GatewayOperation.Capture, intent, amount), default)).Code);
        Assert.Equal(GatewayStanding.Held, (await Theirs()).Standing);
    }

    [Fact]
    public async Task Release_OfWhatIsPaid_SendsAllOfItBack()
    {
        var intent = await Paid();
        Assert.Equal(GatewayOutcome.Done, (await Gateway.Send(Request(GatewayOperation.Release, intent, 1_000), default)).Outcome);
        Assert.Equal(GatewayOutcome.Done, (await Gateway.Send(Request(GatewayOperation.Release, intent, 1_000), default)).Outcome);
        Assert.Equal(1_000, Assert.Single(await new RefundService(_run.Client()).ListAsync()).Amount);
        Assert.Equal(GatewayStanding.Canceled, (await Theirs()).Standing);
        Assert.Equal("intent_not_capturable", (await Gateway.Send(Request(GatewayOperation.Capture, intent, 700), default)).Code);
    }

    [Fact]
    public async Task Transfer_ThatComesLate_IsSeenAndSentBack()
    {
        var asked = await Gateway.Send(Request(GatewayOperation.Authorize, null, 1_000), default);
        Assert.Equal(GatewayOutcome.Done, (await Gateway.Send(Request(GatewayOperation.Release, asked.Intent, 1_000), default)).Outcome);
        Assert.Equal(GatewayStanding.Canceled, (await Theirs()).Standing);
        await Fund(1_000);
        Assert.Equal(GatewayStanding.Held, (await Theirs()).Standing);
        Assert.Equal(PaymentEventKind.Held, (await Told("payment_intent.succeeded")).Kind);
        Assert.Equal(GatewayOutcome.Done, (await Gateway.Send(Request(GatewayOperation.Release, asked.Intent, 1_000) with { Epoch = 2 }, default)).Outcome);
        Assert.Equal(1_000, Assert.Single(await new RefundService(_run.Client()).ListAsync()).Amount);
        Assert.Equal((GatewayStanding.Canceled, 0), await Theirs() is { } payment ? (payment.Standing, payment.RefundedMinorUnits) : default);
    }

    [Fact]
    public async Task Transfer_WithoutACustomerOrForATip_IsDeclined()
    {
        Assert.Equal(GatewayCodes.MethodUnsupported, (await Gateway.Send(Request(GatewayOperation.Authorize, null, 1_000) with { Customer = null }, default)).Code);
        Assert.Equal(GatewayCodes.MethodUnsupported, (await Gateway.Send(Request(GatewayOperation.Charge, null, 200), default)).Code);
        Assert.Empty(await new PaymentIntentService(_run.Client()).ListAsync());
    }

    [Fact]
    public async Task Authorize_DoneAndAnsweredWithAStored500_IsFoundAndNotAwaitedTwice()
    {
        using var gateway = OnlineGateway.Open("sk_test_1", _run.Address, TimeSpan.FromSeconds(60), 0, TimeProvider.System);
        _run.Sandbox.Inject(SandboxFault.Error500After);
        var asked = await gateway.Send(Request(GatewayOperation.Authorize, null, 1_000), default);
        Assert.Equal((GatewayOutcome.RequiresAction, "transfer_pending"), (asked.Outcome, asked.Code));
        Assert.StartsWith("http", asked.Action, StringComparison.Ordinal);
        Assert.Equal(asked.Intent, (await gateway.Send(Request(GatewayOperation.Authorize, null, 1_000), default)).Intent);
        Assert.Equal(asked.Intent, Assert.Single(await new PaymentIntentService(_run.Client()).ListAsync()).Id);

        // Another job of the same customer is another.
        Assert.NotEqual(asked.Intent, (await gateway.Send(Request(GatewayOperation.Authorize, null, 1_000) with { Job = new JobId(new Guid(2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)) }, default)).Intent);
    }

    [Fact]
    public async Task Authorize_NotDoneAndAnsweredWithAStored500_IsAwaitedUnderAFreshKeyOnce()
    {
        using var gateway = OnlineGateway.Open("sk_test_1", _run.Address, TimeSpan.FromSeconds(60), 0, TimeProvider.System);
        _run.Sandbox.Inject(SandboxFault.Error500);
        var asked = await gateway.Send(Request(GatewayOperation.Authorize, null, 1_000), default);
        Assert.Equal(asked.Intent, (await gateway.Send(Request(GatewayOperation.Authorize, null, 1_000), default)).Intent);
        Assert.Equal(asked.Intent, Assert.Single(await new PaymentIntentService(_run.Client()).ListAsync()).Id);
    }

    [Theory]
    [InlineData(SandboxFault.Error500, true)]
    [InlineData(SandboxFault.Error500After, true)]
    [InlineData(SandboxFault.Error500, false)]
    [InlineData(SandboxFault.Error500After, false)]
    public async Task SendingBack_AnsweredWithAStored500_HappensOnceAllTheSame(SandboxFault fault, bool captured)
    {
        var intent = await Paid();
        using var gateway = OnlineGateway.Open("sk_test_1", _run.Address, TimeSpan.FromSeconds(60), 0, TimeProvider.System);
        _faults.Begin(fault);
        for (var i = 0; i < 2; i++)
        {
            var answer = await gateway.Send(Request(captured ? GatewayOperation.Capture : GatewayOperation.Release, intent, captured ? 700 : 1_000), default);
            Assert.Equal(GatewayOutcome.Done, answer.Outcome);
        }

        Assert.Equal(captured ? 300 : 1_000, Assert.Single(await new RefundService(_run.Client()).ListAsync()).Amount);
        Assert.Equal(1, _faults.Came);
    }

    private static Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);

    private GatewayRequest Request(GatewayOperation operation, string? intent, long amount) => new(Job, operation, 1, intent, Usd(amount), JobOrder.BankTransfer, _owner, false);

    private async Task<string> Paid()
    {
        var asked = await Gateway.Send(Request(GatewayOperation.Authorize, null, 1_000), default);
        await Fund(1_000);
        return asked.Intent!;
    }

    private async Task Fund(long amount)
    {
        using var http = _run.Raw();
        using var form = new FormUrlEncodedContent([new("amount", amount.ToString(System.Globalization.CultureInfo.InvariantCulture)), new("currency", "usd")]);
        using var answer = await http.PostAsync(new Uri($"/v1/test_helpers/customers/{_owner}/fund_cash_balance", UriKind.Relative), form);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<GatewayPayment> Theirs()
    {
        var found = new List<GatewayPayment>();
        await foreach (var payment in new StripeRecords(_run.Client()).Payments(_run.Clock.GetUtcNow().AddDays(-1), _run.Clock.GetUtcNow().AddDays(1), default))
        {
            found.Add(payment);
        }

        return Assert.Single(found);
    }

    private async Task<PaymentEvent> Told(string type)
    {
        var told = (await new EventService(_run.Client()).ListAsync()).First(happened => happened.Type == type);
        Assert.True(WebhookReader.TryRead(new PaymentWebhook(0, told.Id, told.Type, null, default, default, told.ToJson(), WebhookState.Received, null, null), out var news));
        return news;
    }

    /// <summary>Answers the first request for a refund with a fault.</summary>
    private sealed class BrokenRefunds : ISandboxFaults
    {
        private SandboxFault _fault;

        public int Came { get; private set; }

        public void Begin(SandboxFault fault) => _fault = fault;

        public SandboxFault For(SandboxCall call)
        {
            if (_fault == SandboxFault.None || call is not { Method: "POST", Path: "/v1/refunds" })
            {
                return SandboxFault.None;
            }

            var fault = _fault;
            _fault = SandboxFault.None;
            Came++;
            return fault;
        }
    }
}
