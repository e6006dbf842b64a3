using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Payments.Tests;

/// <summary>What every gateway does, whichever it is.</summary>
public abstract class GatewayContract
{
    private static readonly JobId Job = new(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));

    protected abstract IPaymentGateway Gateway { get; }

    protected abstract string Succeeds { get; }

    protected abstract string Declines { get; }

    protected abstract string NeedsAction { get; }

    protected abstract string TimesOutAfterDoing { get; }

    /// <summary>A card whose holds cannot be raised, by the name that it has everywhere.</summary>
    private const string NoIncrement = "pm_card_sandboxNoIncrement";

    /// <summary>A card that declines when its hold is to be raised.</summary>
    private const string DeclinesIncrement = "pm_card_sandboxIncrementDeclined";

    /// <summary>The customer confirms a payment that required it.</summary>
    protected abstract bool Confirm(string intent);

    /// <summary>What was taken in all, in minor units, and in how many captures.</summary>
    protected abstract Task<(long Amount, int Count)> Taken();

    [Fact]
    public async Task Send_SameKeyTwice_DoesItOnceAndAnswersTheSame()
    {
        var held = await Gateway.Send(Authorize(), default);
        Assert.Equal(held, await Gateway.Send(Authorize(), default));
        var first = await Gateway.Send(Capture(held.Intent, 900), default);
        var again = await Gateway.Send(Capture(held.Intent, 900), default);
        Assert.Equal((GatewayOutcome.Done, Usd(900)), (first.Outcome, first.Amount));
        Assert.Equal(first, again);
        Assert.Equal((900, 1), await Taken());
    }

    [Fact]
    public async Task Send_SameKeyOtherAmount_IsRefused()
    {
        await Gateway.Send(Authorize(), default);
        var answer = await Gateway.Send(Authorize(amount: 5), default);
        Assert.Equal((GatewayOutcome.Refused, "idempotency_key_reused"), (answer.Outcome, answer.Code));
    }

    [Fact]
    public async Task Send_TimesOutAfterDoing_IsKnownWhenAskedAgain()
    {
        var request = Authorize(TimesOutAfterDoing);
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => Gateway.Send(request, default));
        var held = await Gateway.Send(request, default);
        Assert.Equal((GatewayOutcome.Done, Usd(1_000)), (held.Outcome, held.Amount));
        var capture = Capture(held.Intent, 700) with { Method = TimesOutAfterDoing };
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => Gateway.Send(capture, default));
        Assert.Equal(GatewayOutcome.Done, (await Gateway.Send(capture, default)).Outcome);
        Assert.Equal((700, 1), await Taken());
    }

    [Theory]
    [InlineData(1_001, "USD")]
    [InlineData(0, "USD")]
    [InlineData(-1, "USD")]
    [InlineData(500, "EUR")]
    public async Task Capture_OfWhatIsNotHeld_IsRefused(long amount, string currency)
    {
        var held = await Gateway.Send(Authorize(), default);
        var answer = await Gateway.Send(Capture(held.Intent, 1) with { Amount = new Money(amount, Currency.Of(currency)) }, default);
        Assert.Equal((GatewayOutcome.Refused, "amount_not_capturable"), (answer.Outcome, answer.Code));
        Assert.Equal((0, 0), await Taken());
    }

    [Fact]
    public async Task Capture_Twice_IsRefused()
    {
        var held = await Gateway.Send(Authorize(), default);
        await Gateway.Send(Capture(held.Intent, 500), default);
        Assert.Equal("intent_not_capturable", (await Gateway.Send(Capture(held.Intent, 500) with { Epoch = 2 }, default)).Code);
        Assert.Equal("intent_not_releasable", (await Gateway.Send(Release(held.Intent), default)).Code);
        Assert.Equal((500, 1), await Taken());
    }

    [Fact]
    public async Task Release_Held_GivesItBackOnce()
    {
        var held = await Gateway.Send(Authorize(), default);
        var released = await Gateway.Send(Release(held.Intent), default);
        Assert.Equal((GatewayOutcome.Done, Usd(1_000)), (released.Outcome, released.Amount));
        Assert.Equal(released, await Gateway.Send(Release(held.Intent), default));
        Assert.Equal("intent_not_releasable", (await Gateway.Send(Release(held.Intent) with { Epoch = 2 }, default)).Code);
        Assert.Equal("intent_not_capturable", (await Gateway.Send(Capture(held.Intent, 500), default)).Code);
    }

    [Fact]
    public async Task Intent_Unknown_IsRefused()
    {
        Assert.Equal("intent_unknown", (await Gateway.Send(Capture("pi_none", 500), default)).Code);
        Assert.Equal("intent_unknown", (await Gateway.Send(Release("pi_none"), default)).Code);
        Assert.Equal("intent_unknown", (await Gateway.Send(Capture(null, 500) with { Epoch = 2 }, default)).Code);
    }

    [Fact]
    public async Task Authorize_MethodThatDoesNotSucceed_SaysWhy()
    {
        var declined = await Gateway.Send(Authorize(Declines), default);
        Assert.Equal((GatewayOutcome.Declined, "card_declined"), (declined.Outcome, declined.Code));
        Assert.Equal(declined, await Gateway.Send(Authorize(Declines), default));
        var unknown = await Gateway.Send(Authorize("pm_unheard_of") with { Epoch = 2 }, default);
        Assert.Equal((GatewayOutcome.Declined, "payment_method_unknown"), (unknown.Outcome, unknown.Code));
        var asks = await Gateway.Send(Authorize(NeedsAction) with { Epoch = 3 }, default);
        Assert.Equal((GatewayOutcome.RequiresAction, "authentication_required"), (asks.Outcome, asks.Code));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task Authorize_Nothing_IsRefused(long amount) =>
        Assert.Equal((GatewayOutcome.Refused, "amount_not_positive"), await Gateway.Send(Authorize(amount: amount), default) is { } answer ? (answer.Outcome, answer.Code) : default);

    [Fact]
    public async Task Confirm_RequiresAction_HoldsOnce()
    {
        var asked = await Gateway.Send(Authorize(NeedsAction), default);
        Assert.Equal("intent_not_capturable", (await Gateway.Send(Capture(asked.Intent, 400), default)).Code);
        Assert.True(Confirm(asked.Intent!));
        Assert.False(Confirm(asked.Intent!));
        Assert.Equal(GatewayOutcome.Done, (await Gateway.Send(Capture(asked.Intent, 400) with { Epoch = 2 }, default)).Outcome);
    }

    [Fact]
    public async Task Refund_PartsAndRest_NeverMoreThanWasTaken()
    {
        var held = await Gateway.Send(Authorize(), default);
        Assert.Equal("intent_not_refundable", (await Gateway.Send(Refund(held.Intent, 100, 9), default)).Code);
        await Gateway.Send(Capture(held.Intent, 900), default);
        var first = await Gateway.Send(Refund(held.Intent, 300, 1), default);
        Assert.Equal((GatewayOutcome.Done, held.Intent, Usd(300)), (first.Outcome, first.Intent, first.Amount));
        Assert.False(string.IsNullOrEmpty(first.Reference));
        Assert.Equal(first, await Gateway.Send(Refund(held.Intent, 300, 1), default));
        Assert.Equal("amount_not_refundable", (await Gateway.Send(Refund(held.Intent, 601, 2), default)).Code);
        Assert.Equal(GatewayOutcome.Done, (await Gateway.Send(Refund(held.Intent, 600, 3), default)).Outcome);
        Assert.Equal("amount_not_refundable", (await Gateway.Send(Refund(held.Intent, 1, 4), default)).Code);
        Assert.Equal("intent_unknown", (await Gateway.Send(Refund("pi_none", 1, 5), default)).Code);
        Assert.Equal("intent_unknown", (await Gateway.Send(Refund(null, 1, 6), default)).Code);
    }

    [Theory]
    [InlineData(0, "USD")]
    [InlineData(-1, "USD")]
    [InlineData(500, "EUR")]
    public async Task Refund_OfWhatCannotBe_IsRefused(long amount, string currency)
    {
        var held = await Gateway.Send(Authorize(), default);
        await Gateway.Send(Capture(held.Intent, 900), default);
        var answer = await Gateway.Send(Refund(held.Intent, 1, 1) with { Amount = new Money(amount, Currency.Of(currency)) }, default);
        Assert.Equal((GatewayOutcome.Refused, "amount_not_refundable"), (answer.Outcome, answer.Code));
    }

    [Fact]
    public async Task Charge_Tip_IsTakenAtOnceAndOnce()
    {
        var charged = await Gateway.Send(Charge(200, 1), default);
        Assert.Equal((GatewayOutcome.Done, Usd(200)), (charged.Outcome, charged.Amount));
        Assert.Equal(charged, await Gateway.Send(Charge(200, 1), default));
        Assert.Equal((GatewayOutcome.Declined, "card_declined"), await Gateway.Send(Charge(200, 2) with { Method = Declines }, default) is { } no ? (no.Outcome, no.Code) : default);
        var asks = await Gateway.Send(Charge(200, 3) with { Method = NeedsAction }, default);
        Assert.Equal((GatewayOutcome.RequiresAction, false), (asks.Outcome, string.IsNullOrEmpty(asks.Action)));
        var waits = await Gateway.Send(Charge(200, 3) with { Operation = GatewayOperation.QueryTip, Epoch = 301, Intent = asks.Intent, Method = NeedsAction }, default);
        Assert.Equal((GatewayOutcome.RequiresAction, asks.Intent, asks.Action), (waits.Outcome, waits.Intent, waits.Action));
        var end = Charge(200, 3) with { Operation = GatewayOperation.EndTip, Intent = asks.Intent, Method = NeedsAction };
        Assert.Equal((GatewayOutcome.Declined, GatewayCodes.NotConfirmed, asks.Intent), await Gateway.Send(end, default) is { } gone ? (gone.Outcome, gone.Code, gone.Intent) : default);
        Assert.Equal(GatewayCodes.NotConfirmed, (await Gateway.Send(end, default)).Code);
        Assert.Equal(GatewayCodes.NotConfirmed, (await Gateway.Send(end with { Epoch = 1_003 }, default)).Code);
        var late = await Gateway.Send(Charge(200, 1) with { Operation = GatewayOperation.EndTip, Intent = charged.Intent }, default);
        Assert.Equal((GatewayOutcome.Done, charged.Intent, Usd(200)), (late.Outcome, late.Intent, late.Amount));
        Assert.Equal(GatewayOutcome.Refused, (await Gateway.Send(end with { Epoch = 9, Intent = "pi_none" }, default)).Outcome);
        Assert.Equal("payment_method_unknown", (await Gateway.Send(Charge(200, 4) with { Method = "pm_unheard_of" }, default)).Code);
        Assert.Equal("amount_not_positive", (await Gateway.Send(Charge(0, 5), default)).Code);
        var lost = Charge(200, 6) with { Method = TimesOutAfterDoing };
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => Gateway.Send(lost, default));
        Assert.Equal(GatewayOutcome.Done, (await Gateway.Send(lost, default)).Outcome);
    }

    [Fact]
    public async Task Increment_OfAHold_IsHeldOnceAndCapturedWhole()
    {
        var held = await Gateway.Send(Authorize(), default);
        var raised = await Gateway.Send(Increment(held.Intent, 1_500), default);
        Assert.Equal((GatewayOutcome.Done, held.Intent, Usd(1_500)), (raised.Outcome, raised.Intent, raised.Amount));
        Assert.Equal(raised, await Gateway.Send(Increment(held.Intent, 1_500), default));
        Assert.Equal("amount_not_raisable", (await Gateway.Send(Increment(held.Intent, 1_500) with { Epoch = 2 }, default)).Code);
        Assert.Equal("amount_not_raisable", (await Gateway.Send(Increment(held.Intent, 1_600) with { Epoch = 3, Amount = new Money(1_600, Currency.Of("EUR")) }, default)).Code);
        Assert.Equal((GatewayOutcome.Done, Usd(1_500)), await Gateway.Send(Capture(held.Intent, 1_500), default) is { } taken ? (taken.Outcome, taken.Amount) : default);
        Assert.Equal("intent_not_capturable", (await Gateway.Send(Increment(held.Intent, 1_700) with { Epoch = 4 }, default)).Code);
        Assert.Equal("intent_unknown", (await Gateway.Send(Increment("pi_none", 1_500) with { Epoch = 5 }, default)).Code);
        Assert.Equal((1_500, 1), await Taken());
    }

    [Fact]
    public async Task Increment_WhereTheCardDoesNot_SaysSoAndTheRestIsCollectedApart()
    {
        var held = await Gateway.Send(Authorize(NoIncrement), default);
        Assert.Equal((GatewayOutcome.Refused, GatewayCodes.NotRaisable), await Gateway.Send(Increment(held.Intent, 1_500) with { Method = NoIncrement }, default) is { } no ? (no.Outcome, no.Code) : default);
        var declining = await Gateway.Send(Authorize(DeclinesIncrement) with { Epoch = 2 }, default);
        Assert.Equal(GatewayOutcome.Declined, (await Gateway.Send(Increment(declining.Intent, 1_500) with { Epoch = 2, Method = DeclinesIncrement }, default)).Outcome);
        await Gateway.Send(Capture(held.Intent, 1_000) with { Method = NoIncrement }, default);
        var rest = new GatewayRequest(Job, GatewayOperation.Collect, 1, null, Usd(600), NoIncrement);
        var collected = await Gateway.Send(rest, default);
        Assert.Equal((GatewayOutcome.Done, Usd(600), Usd(FeeOf(600))), (collected.Outcome, collected.Amount, collected.Fee));
        Assert.NotEqual(held.Intent, collected.Intent);
        Assert.Equal(collected, await Gateway.Send(rest, default));
        Assert.Equal(GatewayOutcome.Declined, (await Gateway.Send(rest with { Epoch = 2, Method = Declines }, default)).Outcome);
        Assert.Equal(GatewayOutcome.Declined, (await Gateway.Send(rest with { Epoch = 3, Method = NeedsAction }, default)).Outcome);
        Assert.Equal("amount_not_positive", (await Gateway.Send(rest with { Epoch = 4, Amount = Usd(0) }, default)).Code);
        Assert.Equal(GatewayOutcome.Done, (await Gateway.Send(Refund(collected.Intent, 600, 1), default)).Outcome);
        Assert.Equal((1_600, 2), await Taken());
    }

    [Fact]
    public async Task Query_BeforeAndAfterTheCustomerConfirms_SaysHowItStands()
    {
        var asked = await Gateway.Send(Authorize(NeedsAction), default);
        Assert.False(string.IsNullOrEmpty(asked.Action));
        var query = new GatewayRequest(Job, GatewayOperation.Query, 1, asked.Intent, Usd(1_000), NeedsAction);
        var waiting = await Gateway.Send(query, default);
        Assert.Equal((GatewayOutcome.RequiresAction, asked.Intent, asked.Action), (waiting.Outcome, waiting.Intent, waiting.Action));
        Assert.True(Confirm(asked.Intent!));

        // The same question has another answer now.
        var held = await Gateway.Send(query, default);
        Assert.Equal((GatewayOutcome.Done, asked.Intent, Usd(1_000)), (held.Outcome, held.Intent, held.Amount));
        await Gateway.Send(Release(asked.Intent), default);
        Assert.Equal((GatewayOutcome.Refused, "intent_not_held"), await Gateway.Send(query, default) is { } gone ? (gone.Outcome, gone.Code) : default);
        Assert.Equal("intent_unknown", (await Gateway.Send(query with { Intent = "pi_none" }, default)).Code);
    }

    [Fact]
    public async Task Hold_ThatRunsOut_SaysSoWhenItIsUsed()
    {
        var held = await Gateway.Send(Authorize(), default);
        var until = Assert.NotNull(held.HeldUntil);
        Assert.True(until > DateTimeOffset.UnixEpoch);
        await PassTo(until);
        Assert.Equal((GatewayOutcome.Refused, GatewayCodes.HoldExpired), await Gateway.Send(Capture(held.Intent, 900), default) is { } capture ? (capture.Outcome, capture.Code) : default);
        Assert.Equal((GatewayOutcome.Refused, GatewayCodes.HoldExpired), await Gateway.Send(Release(held.Intent), default) is { } release ? (release.Outcome, release.Code) : default);
    }

    [Fact]
    public async Task Fee_OfCaptureAndCharge_IsToldWithTheAnswer()
    {
        var held = await Gateway.Send(Authorize(), default);
        Assert.Equal(Usd(FeeOf(900)), (await Gateway.Send(Capture(held.Intent, 900), default)).Fee);
        Assert.Equal(Usd(FeeOf(200)), (await Gateway.Send(Charge(200, 1), default)).Fee);
        Assert.Null((await Gateway.Send(Refund(held.Intent, 300, 1), default)).Fee);
    }

    /// <summary>Lets the gateway's time pass to an instant.</summary>
    protected abstract Task PassTo(DateTimeOffset instant);

    /// <summary>What the gateway keeps, in minor units.</summary>
    protected abstract long FeeOf(long amount);

    protected GatewayRequest Refund(string? intent, long amount, int number) => new(Job, GatewayOperation.Refund, number, intent, Usd(amount), Succeeds);

    protected GatewayRequest Charge(long amount, int number) => new(Job, GatewayOperation.Charge, number, null, Usd(amount), Succeeds);

    private GatewayRequest Increment(string? intent, long amount) => new(Job, GatewayOperation.Increment, 1, intent, Usd(amount), Succeeds);

    protected GatewayRequest Authorize(string? method = null, long amount = 1_000) => new(Job, GatewayOperation.Authorize, 1, null, Usd(amount), method ?? Succeeds);

    protected GatewayRequest Capture(string? intent, long amount) => new(Job, GatewayOperation.Capture, 1, intent, Usd(amount), Succeeds);

    private GatewayRequest Release(string? intent) => new(Job, GatewayOperation.Release, 1, intent, Usd(1_000), Succeeds);

    protected static Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);
}
