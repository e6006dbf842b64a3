using global::Stripe;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Sandbox.Tests;
using O2O.Dispatch.Payments.Stripe;
using O2O.Dispatch.Payments.Stripe.Webhooks;
using O2O.Dispatch.Payments.Vault;
using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Payments.Tests;

/// <summary>Saved cards: charged without the customer, asked of the customer where the bank insists, and never another's.</summary>
public sealed class VaultTests : IAsyncLifetime
{
    private static readonly JobId Job = new(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    private readonly RunningSandbox _run = new();

    private StripeVault Vault => new(_run.Client());

    private StripeGateway Gateway => new(_run.Client());

    public Task InitializeAsync() => _run.InitializeAsync();

    public Task DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Customer_OpenedTwice_IsOne()
    {
        Assert.Equal(await Owner(1), await Owner(1));
        Assert.NotEqual(await Owner(1), await Owner(2));
    }

    [Fact]
    public async Task Setup_OfAGoodCard_IsChargedWithAndWithoutTheCustomer()
    {
        var owner = await Owner(1);
        var setup = await Vault.BeginSetup(owner, "s1", "pm_card_visa", default);
        Assert.Equal((VaultSetupState.Done, owner, "visa", "4242", 12, 2034), (setup.State, setup.Customer, setup.Method!.Brand, setup.Method.Last4, setup.Method.ExpiryMonth, setup.Method.ExpiryYear));
        Assert.Null(setup.ClientSecret);
        Assert.Equal(setup, await Vault.BeginSetup(owner, "s1", "pm_card_visa", default));
        var first = await Gateway.Send(Hold(setup.Method.Id, owner, 1), default);
        var second = await Gateway.Send(Hold(setup.Method.Id, owner, 2), default);
        var tip = await Gateway.Send(new GatewayRequest(Job, GatewayOperation.Charge, 1, null, Usd(200), setup.Method.Id, owner, true), default);
        Assert.All([first, second, tip], answer => Assert.Equal(GatewayOutcome.Done, answer.Outcome));
        Assert.All(await new PaymentIntentService(_run.Client()).ListAsync(), intent => Assert.Equal((owner, setup.Method.Id), (intent.CustomerId, intent.PaymentMethodId)));
    }

    [Fact]
    public async Task Setup_ThatTheAppConfirms_NeedsItsSecretAndIsFoundDone()
    {
        var owner = await Owner(1);
        var setup = await Vault.BeginSetup(owner, "s1", null, default);
        Assert.Equal(VaultSetupState.NeedsMethod, setup.State);
        Assert.NotNull(setup.ClientSecret);
        await new SetupIntentService(_run.Client()).ConfirmAsync(setup.Id, new SetupIntentConfirmOptions { PaymentMethod = "pm_card_mastercard" });
        Assert.Equal("mastercard", (await Vault.FindSetup(setup.Id, default))!.Method!.Brand);
        Assert.Null(await Vault.FindSetup("seti_nobody", default));
    }

    [Fact]
    public async Task Setup_Declined_SaysSo()
    {
        var setup = await Vault.BeginSetup(await Owner(1), "s1", "pm_card_chargeDeclinedInsufficientFunds", default);
        Assert.Equal((VaultSetupState.Failed, VaultRefusal.Declined, "insufficient_funds"), (setup.State, setup.Refusal, setup.Code));
        Assert.Equal(VaultRefusal.KeyReused, (await Vault.BeginSetup(await Owner(1), "s1", "pm_card_visa", default)).Refusal);
    }

    [Fact]
    public async Task Hold_OfACardThatAsksWithoutTheCustomer_RequiresActionAndGoesOnWithThem()
    {
        var owner = await Owner(1);
        var saved = await Confirmed(owner, "pm_card_authenticationRequired");
        var asked = await Gateway.Send(Hold(saved, owner, 2), default);
        Assert.Equal((GatewayOutcome.RequiresAction, "authentication_required"), (asked.Outcome, asked.Code));
        Assert.NotNull(asked.Action);
        Assert.Equal(asked, await Gateway.Send(Hold(saved, owner, 2), default));

        // What the gateway tells meanwhile is a question too, and no decline.
        var intent = await new PaymentIntentService(_run.Client()).GetAsync(asked.Intent);
        Assert.Equal(GatewayStanding.ActionRequired, StripeRecords.Of(intent).Standing);
        var told = (await new EventService(_run.Client()).ListAsync()).First(happened => happened.Type == "payment_intent.payment_failed");
        Assert.True(WebhookReader.TryRead(new PaymentWebhook(0, told.Id, told.Type, null, default, default, told.ToJson(), WebhookState.Received, null, null), out var news));
        Assert.Equal(PaymentEventKind.ActionRequired, news.Kind);
        Assert.Equal(GatewayOutcome.RequiresAction, (await Gateway.Send(Query(asked.Intent), default)).Outcome);

        // The app confirms with the customer there, and the customer says yes.
        await new PaymentIntentService(_run.Client()).ConfirmAsync(asked.Intent, new PaymentIntentConfirmOptions { PaymentMethod = saved });
        Assert.True(_run.Sandbox.Authenticate(asked.Intent!, true, out _));
        var held = await Gateway.Send(Query(asked.Intent), default);
        Assert.Equal((GatewayOutcome.Done, Usd(1_000)), (held.Outcome, held.Amount));
    }

    [Fact]
    public async Task Tip_OnACardThatAsks_RequiresActionAndIsChargedWhenTheCustomerConfirms()
    {
        var owner = await Owner(1);
        var saved = await Confirmed(owner, "pm_card_authenticationRequired");
        var tip = new GatewayRequest(Job, GatewayOperation.Charge, 1, null, Usd(200), saved, owner, true);
        var asked = await Gateway.Send(tip, default);
        Assert.Equal((GatewayOutcome.RequiresAction, "authentication_required"), (asked.Outcome, asked.Code));
        Assert.NotNull(asked.Action);
        Assert.DoesNotContain(await new ChargeService(_run.Client()).ListAsync(), charge => charge.Paid);

        // The news says the same, with the token.
        var told = (await new EventService(_run.Client()).ListAsync()).First(happened => happened.Type == "payment_intent.payment_failed");
        Assert.True(WebhookReader.TryRead(new PaymentWebhook(0, told.Id, told.Type, null, default, default, told.ToJson(), WebhookState.Received, null, null), out var news));
        Assert.Equal((PaymentEventKind.ActionRequired, 1, asked.Action), (news.Kind, news.Tip, news.Action));
        var question = tip with { Operation = GatewayOperation.QueryTip, Epoch = 101, Intent = asked.Intent };
        Assert.Equal((GatewayOutcome.RequiresAction, asked.Action), await Gateway.Send(question, default) is { } waits ? (waits.Outcome, waits.Action) : default);

        await new PaymentIntentService(_run.Client()).ConfirmAsync(asked.Intent, new PaymentIntentConfirmOptions { PaymentMethod = saved });
        Assert.Equal(GatewayOutcome.RequiresAction, (await Gateway.Send(question, default)).Outcome);
        Assert.True(_run.Sandbox.Authenticate(asked.Intent!, true, out _));
        var paid = await Gateway.Send(question, default);
        Assert.Equal((GatewayOutcome.Done, asked.Intent, Usd(200)), (paid.Outcome, paid.Intent, paid.Amount));
        Assert.NotNull(paid.Fee);
    }

    [Fact]
    public async Task Tip_ThatTheCustomerDoesNotConfirm_IsDeclined()
    {
        var owner = await Owner(1);
        var saved = await Confirmed(owner, "pm_card_authenticationRequired");
        var tip = new GatewayRequest(Job, GatewayOperation.Charge, 1, null, Usd(200), saved, owner, true);
        var asked = await Gateway.Send(tip, default);
        await new PaymentIntentService(_run.Client()).ConfirmAsync(asked.Intent, new PaymentIntentConfirmOptions { PaymentMethod = saved });
        Assert.True(_run.Sandbox.Authenticate(asked.Intent!, false, out _));
        var no = await Gateway.Send(tip with { Operation = GatewayOperation.QueryTip, Epoch = 101, Intent = asked.Intent }, default);
        Assert.Equal((GatewayOutcome.Declined, "payment_intent_authentication_failure"), (no.Outcome, no.Code));
        Assert.DoesNotContain(await new ChargeService(_run.Client()).ListAsync(), charge => charge.Paid);
    }

    [Fact]
    public async Task Method_OfAnother_IsForeignEverywhereAndTakesNothing()
    {
        var (owner, thief) = (await Owner(1), await Owner(2));
        var saved = (await Vault.BeginSetup(owner, "s1", "pm_card_visa", default)).Method!.Id;
        Assert.Equal(VaultRefusal.Foreign, (await Vault.Attach(thief, saved, default)).Refusal);
        Assert.Equal(VaultRefusal.Foreign, (await Vault.BeginSetup(thief, "s2", saved, default)).Refusal);
        foreach (var request in new[]
        {
            Hold(saved, thief, 1), Hold(saved, null, 2) with { OffSession = null }, new GatewayRequest(Job, GatewayOperation.Charge, 1, null, Usd(200), saved, thief, true),
        })
        {
            var answer = await Gateway.Send(request, default);
            Assert.Equal((GatewayOutcome.Declined, GatewayCodes.MethodForeign), (answer.Outcome, answer.Code));
        }

        Assert.Empty(await new ChargeService(_run.Client()).ListAsync());
        Assert.Equal(saved, (await Vault.Attach(owner, saved, default)).Method!.Id);
    }

    [Fact]
    public async Task Method_UsedOnceOrRemoved_IsReusedAndTakesNothing()
    {
        var owner = await Owner(1);
        var once = (await new PaymentMethodService(_run.Client()).CreateAsync(
            new PaymentMethodCreateOptions { Type = "card", Card = new PaymentMethodCardOptions { Token = "tok_visa" } })).Id;
        Assert.Equal(GatewayOutcome.Done, (await Gateway.Send(Hold(once, null, 1) with { OffSession = null }, default)).Outcome);
        var again = await Gateway.Send(Hold(once, null, 2) with { OffSession = null }, default);
        Assert.Equal((GatewayOutcome.Declined, GatewayCodes.MethodReused), (again.Outcome, again.Code));
        Assert.Equal(VaultRefusal.Reused, (await Vault.Attach(owner, once, default)).Refusal);

        var saved = (await Vault.BeginSetup(owner, "s1", "pm_card_visa", default)).Method!.Id;
        await Vault.Detach(saved, default);
        await Vault.Detach(saved, default);
        Assert.Equal(VaultRefusal.Reused, (await Vault.Attach(owner, saved, default)).Refusal);
        Assert.Equal(GatewayCodes.MethodReused, (await Gateway.Send(Hold(saved, owner, 3), default)).Code);
        Assert.Equal(VaultRefusal.Unknown, (await Vault.Attach(owner, "pm_nobody", default)).Refusal);
        Assert.Equal("payment_method_unknown", (await Gateway.Send(Hold("pm_nobody", owner, 4), default)).Code);
        Assert.Single(await new ChargeService(_run.Client()).ListAsync());
    }

    [Fact]
    public async Task Vault_OfAGatewayThatIsAway_IsUnavailable()
    {
        var nowhere = new StripeVault(new StripeClient(new StripeClientOptions { ApiKey = "sk_live_1", ApiBase = _run.Address }));
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => nowhere.OpenCustomer(Number(1), default));
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => nowhere.BeginSetup("cus_1", "k", "pm_card_visa", default));
    }

    private static CustomerId Number(int number) => new(new Guid(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1));

    private static GatewayRequest Hold(string method, string? owner, int epoch) => new(Job, GatewayOperation.Authorize, epoch, null, Usd(1_000), method, owner, epoch > 1);

    private static GatewayRequest Query(string? intent) => new(Job, GatewayOperation.Query, 1, intent, Usd(1_000), "pm_card_visa");

    private static Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);

    private Task<string> Owner(int number) => Vault.OpenCustomer(Number(number), default);

    private async Task<string> Confirmed(string owner, string card)
    {
        var setup = await Vault.BeginSetup(owner, "setup", card, default);
        Assert.Equal(VaultSetupState.NeedsAction, setup.State);
        Assert.True(_run.Sandbox.Authenticate(setup.Id, true, out _));
        return (await Vault.FindSetup(setup.Id, default))!.Method!.Id;
    }
}
