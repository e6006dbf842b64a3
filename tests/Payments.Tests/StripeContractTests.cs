using global::Stripe;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Payments.Sandbox;
using O2O.Dispatch.Payments.Sandbox.Tests;
using O2O.Dispatch.Payments.Stripe;

namespace O2O.Dispatch.Payments.Tests;

/// <summary>The gateway over Stripe's API keeps what the in-process one keeps; here against the sandbox.</summary>
public sealed class StripeContractTests : GatewayContract, IAsyncLifetime
{
    private readonly RunningSandbox _run = new();

    protected override IPaymentGateway Gateway => new StripeGateway(_run.Client());

    protected override string Succeeds => "pm_card_visa";

    protected override string Declines => "pm_card_visa_chargeDeclined";

    protected override string NeedsAction => "pm_card_threeDSecure2Required";

    protected override string TimesOutAfterDoing => "pm_card_sandboxTimeOutAfter";

    public Task InitializeAsync() => _run.InitializeAsync();

    public Task DisposeAsync() => _run.DisposeAsync();

    protected override Task PassTo(DateTimeOffset instant)
    {
        _run.Clock.AdvanceTo(instant);
        return Task.CompletedTask;
    }

    protected override long FeeOf(long amount) => new BasisPoints(290).Of(Usd(amount)).MinorUnits + 30;

    protected override bool Confirm(string intent) => _run.Sandbox.Authenticate(intent, true, out _);

    protected override async Task<(long Amount, int Count)> Taken()
    {
        var charges = (await new ChargeService(_run.Client()).ListAsync()).Where(charge => charge.Captured).ToList();
        return (charges.Sum(charge => charge.AmountCaptured), charges.Count);
    }

    [Theory]
    [InlineData(SandboxFault.Error500)]
    [InlineData(SandboxFault.Error500After)]
    [InlineData(SandboxFault.TimeOutBefore)]
    public async Task Send_NobodyKnows_IsUnavailable(SandboxFault fault)
    {
        _run.Sandbox.Inject(fault);
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => Gateway.Send(Authorize(), default));
    }

    [Fact]
    public async Task Send_WrongKey_IsUnavailableAndNotRefused() =>
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => new StripeGateway(new StripeClient("sk_live_1", apiBase: _run.Address)).Send(Authorize(), default));

    [Fact]
    public async Task Refund_ThatTheBankRefuses_IsRefusedForGood()
    {
        var held = await Gateway.Send(Authorize("pm_card_refundFail"), default);
        await Gateway.Send(Capture(held.Intent, 900), default);
        var answer = await Gateway.Send(Refund(held.Intent, 900, 1), default);
        Assert.Equal((GatewayOutcome.Refused, "expired_or_canceled_card"), (answer.Outcome, answer.Code));
        Assert.Equal(answer, await Gateway.Send(Refund(held.Intent, 900, 1), default));
    }

    [Fact]
    public async Task Refund_MadeHere_SaysWhichInItsMetadata()
    {
        var held = await Gateway.Send(Authorize(), default);
        await Gateway.Send(Capture(held.Intent, 900), default);
        var answer = await Gateway.Send(Refund(held.Intent, 300, 7), default);
        var refund = await new RefundService(_run.Client()).GetAsync(answer.Reference);
        Assert.Equal("7", refund.Metadata["refund"]);
    }

    [Fact]
    public async Task Send_CaptureDeclined_SaysSo()
    {
        var held = await Gateway.Send(Authorize(), default);
        _run.Sandbox.Inject(SandboxFault.Decline);
        Assert.Equal((GatewayOutcome.Declined, "card_declined"), await Gateway.Send(Capture(held.Intent, 500), default) is { } answer ? (answer.Outcome, answer.Code) : default);
    }
}
