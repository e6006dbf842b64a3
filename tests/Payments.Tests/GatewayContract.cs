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

    protected GatewayRequest Authorize(string? method = null, long amount = 1_000) => new(Job, GatewayOperation.Authorize, 1, null, Usd(amount), method ?? Succeeds);

    protected GatewayRequest Capture(string? intent, long amount) => new(Job, GatewayOperation.Capture, 1, intent, Usd(amount), Succeeds);

    private GatewayRequest Release(string? intent) => new(Job, GatewayOperation.Release, 1, intent, Usd(1_000), Succeeds);

    protected static Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);
}
