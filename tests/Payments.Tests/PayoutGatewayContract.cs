using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Payments.Online;
using O2O.Dispatch.Payments.Payouts;
using O2O.Dispatch.Payments.Sandbox;
using O2O.Dispatch.Payments.Sandbox.Tests;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Payments.Tests;

/// <summary>What every gateway does with payees' accounts, whichever it is.</summary>
public abstract class PayoutGatewayContract
{
    private static readonly JobId Job = new(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    private static readonly Payee Payee = new(PayeeKind.Provider, new Guid(9, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));

    protected abstract IPaymentGateway Gateway { get; }

    protected abstract IPayoutGateway Accounts { get; }

    protected abstract string Card { get; }

    [Fact]
    public async Task Open_Twice_IsOneAccountThatTakesTransfersAndPaysOut()
    {
        var first = await Accounts.Open(Payee, default);
        Assert.Equal(first, await Accounts.Open(Payee, default));
        Assert.Equal(first, await Accounts.Account(first.Id, default));
        Assert.NotEqual(first.Id, (await Accounts.Open(Payee with { Id = Guid.NewGuid() }, default)).Id);
        Assert.True(first is { TakesTransfers: true, PaysOut: true, Missing: "" }, first.ToString());
        Assert.Equal(Usd(0), await Accounts.Balance(first.Id, Currency.Usd, default));
    }

    [Fact]
    public async Task Transfer_SameKeyTwice_MovesOnceAndAnswersTheSame()
    {
        var account = await Funded();
        var first = await Gateway.Send(Transfer(account, 300), default);
        Assert.Equal((GatewayOutcome.Done, Usd(300)), (first.Outcome, first.Amount));
        Assert.NotNull(first.Reference);
        Assert.Equal(first, await Gateway.Send(Transfer(account, 300), default));
        Assert.Equal("idempotency_key_reused", (await Gateway.Send(Transfer(account, 301), default)).Code);
        Assert.Equal(Usd(300), await Accounts.Balance(account, Currency.Usd, default));
        await Gateway.Send(Transfer(account, 200, 2), default);
        Assert.Equal(Usd(500), await Accounts.Balance(account, Currency.Usd, default));
    }

    [Fact]
    public async Task Transfer_BadInput_IsRefusedByName()
    {
        var account = await Funded();
        Assert.Equal((GatewayOutcome.Refused, "amount_not_positive"), Of(await Gateway.Send(Transfer(account, 0), default)));
        Assert.Equal((GatewayOutcome.Refused, "amount_not_positive"), Of(await Gateway.Send(Transfer(account, -5, 2), default)));
        Assert.Equal((GatewayOutcome.Refused, "resource_missing"), Of(await Gateway.Send(Transfer("nobody", 5, 3), default)));
        Assert.Equal(Usd(0), await Accounts.Balance(account, Currency.Usd, default));
    }

    [Fact]
    public async Task Payout_OfWhatTheAccountHolds_IsMadeOnceAndArrives()
    {
        var account = await Funded();
        await Gateway.Send(Transfer(account, 500), default);
        Assert.Equal((GatewayOutcome.Refused, "balance_insufficient"), Of(await Gateway.Send(Payout(account, 501, 2), default)));
        var sent = await Gateway.Send(Payout(account, 500), default);
        Assert.Equal(GatewayOutcome.Done, sent.Outcome);
        Assert.Equal(sent, await Gateway.Send(Payout(account, 500), default));
        Assert.Equal(Usd(0), await Accounts.Balance(account, Currency.Usd, default));
        var under = (await Accounts.Payout(account, sent.Reference!, default))!;
        Assert.True(under.Standing is GatewayPayoutStanding.Pending or GatewayPayoutStanding.InTransit);
        await PassTo(under.ArrivesAt!.Value + TimeSpan.FromSeconds(1));
        Assert.Equal(GatewayPayoutStanding.Paid, (await Accounts.Payout(account, sent.Reference!, default))!.Standing);
        Assert.Null(await Accounts.Payout(account, "po_none", default));
    }

    protected abstract Task PassTo(DateTimeOffset instant);

    protected static Money Usd(long amount) => new(amount, Currency.Usd);

    protected static GatewayRequest Transfer(string account, long amount, int number = 1) => new(Job, GatewayOperation.Transfer, number, null, Usd(amount), account);

    protected static GatewayRequest Payout(string account, long amount, int attempt = 1) => new(Job, GatewayOperation.Payout, attempt, null, Usd(amount), account);

    /// <summary>An account, and a platform that has taken something.</summary>
    protected async Task<string> Funded()
    {
        var held = await Gateway.Send(new GatewayRequest(Job, GatewayOperation.Authorize, 1, null, Usd(5_000), Card), default);
        await Gateway.Send(new GatewayRequest(Job, GatewayOperation.Capture, 1, held.Intent, Usd(5_000), Card), default);
        return (await Accounts.Open(Payee, default)).Id;
    }

    private static (GatewayOutcome, string?) Of(GatewayAnswer answer) => (answer.Outcome, answer.Code);
}

/// <summary>The gateway within the process.</summary>
public sealed class InProcessPayoutTests : PayoutGatewayContract
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private readonly ManualClock _clock = new(Start);
    private readonly InProcessGateway _gateway;

    public InProcessPayoutTests() => _gateway = new InProcessGateway(_clock);

    protected override IPaymentGateway Gateway => _gateway;

    protected override IPayoutGateway Accounts => _gateway;

    protected override string Card => TestMethods.Succeeds;

    [Fact]
    public async Task Import_WhatAnotherRemembered_HoldsTheSame()
    {
        var account = await Funded();
        await _gateway.Send(Transfer(account, 700), default);
        await _gateway.Send(Payout(account, 200), default);
        var next = new InProcessGateway(_clock);
        next.Import(_gateway.Export());
        Assert.Equal(Usd(500), await next.Balance(account, Currency.Usd, default));
        await next.Send(Transfer(account, 700), default);
        Assert.Equal(Usd(500), await next.Balance(account, Currency.Usd, default));
    }

    [Fact]
    public async Task Transfer_ThatTheJournalCannotKeep_IsNotDone()
    {
        var gateway = new InProcessGateway(_clock, _ => throw new IOException("full"));
        await Assert.ThrowsAsync<IOException>(() => gateway.Send(Transfer("acct_1", 700), default));
        Assert.Equal(Usd(0), await gateway.Balance("acct_1", Currency.Usd, default));
    }

    protected override Task PassTo(DateTimeOffset instant)
    {
        _clock.Advance(instant - _clock.GetUtcNow());
        return Task.CompletedTask;
    }
}

/// <summary>Over Stripe's API, against the sandbox over HTTP.</summary>
public sealed class StripePayoutTests : PayoutGatewayContract, IAsyncLifetime
{
    private readonly RunningSandbox _run = new();

    private OnlineGateway _online = null!;

    protected override IPaymentGateway Gateway => _online;

    protected override IPayoutGateway Accounts => _online;

    protected override string Card => "pm_card_visa";

    public async Task InitializeAsync()
    {
        await _run.InitializeAsync();
        _online = OnlineGateway.Open("sk_test_1", _run.Address, TimeSpan.FromSeconds(30), 0, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        _online.Dispose();
        await _run.DisposeAsync();
    }

    [Theory]
    [InlineData(SandboxFault.Error500, false)]
    [InlineData(SandboxFault.Error500After, false)]
    [InlineData(SandboxFault.Error500, true)]
    [InlineData(SandboxFault.Error500After, true)]
    public async Task Send_AStored500_IsResolvedAndDoneOnce(SandboxFault fault, bool payout)
    {
        var account = await Funded();
        if (payout)
        {
            await Gateway.Send(Transfer(account, 500), default);
        }

        _run.Sandbox.Inject(fault);
        var request = payout ? Payout(account, 300) : Transfer(account, 300);
        var answer = await Gateway.Send(request, default);
        Assert.Equal(GatewayOutcome.Done, answer.Outcome);
        Assert.Equal(answer.Reference, (await Gateway.Send(request, default)).Reference);
        Assert.Equal(Usd(payout ? 200 : 300), await Accounts.Balance(account, Currency.Usd, default));
    }

    [Fact]
    public async Task Send_TimesOutAfterDoing_IsKnownWhenAskedAgain()
    {
        var account = await Funded();
        _run.Sandbox.Inject(SandboxFault.TimeOutAfter);
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => Gateway.Send(Transfer(account, 300), default));
        Assert.Equal(GatewayOutcome.Done, (await Gateway.Send(Transfer(account, 300), default)).Outcome);
        Assert.Equal(Usd(300), await Accounts.Balance(account, Currency.Usd, default));
    }

    [Fact]
    public async Task Account_WithoutTheCapability_TakesNoTransfers()
    {
        var account = await Funded();
        await new global::Stripe.AccountService(_run.Client()).UpdateAsync(account, new global::Stripe.AccountUpdateOptions
        {
            Capabilities = new global::Stripe.AccountCapabilitiesOptions { Transfers = new global::Stripe.AccountCapabilitiesTransfersOptions { Requested = false } },
        });
        Assert.True(await Accounts.Account(account, default) is { TakesTransfers: false, PaysOut: false });
        var refused = await Gateway.Send(Transfer(account, 300), default);
        Assert.Equal((GatewayOutcome.Refused, "insufficient_capabilities_for_transfer"), (refused.Outcome, refused.Code));
    }

    protected override Task PassTo(DateTimeOffset instant)
    {
        _run.Clock.AdvanceTo(instant);
        return Task.CompletedTask;
    }
}
