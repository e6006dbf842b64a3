using System.Net;
using Stripe;

namespace O2O.Dispatch.Payments.Sandbox.Tests;

/// <summary>The whole payment path, driven over HTTP with the calls of Stripe.net.</summary>
public sealed class PaymentPathTests : IAsyncLifetime
{
    private readonly RunningSandbox _run = new();

    private PaymentIntentService Intents => new(_run.Client());

    public Task InitializeAsync() => _run.InitializeAsync();

    public Task DisposeAsync() => _run.DisposeAsync();

    private Task<PaymentIntent> Hold(long amount = 2_000, string method = "pm_card_visa", string? key = null) => Intents.CreateAsync(
        new PaymentIntentCreateOptions
        {
            Amount = amount,
            Currency = "usd",
            PaymentMethod = method,
            Confirm = true,
            CaptureMethod = "manual",
            Metadata = new() { ["job"] = "7" },
            PaymentMethodOptions = new() { Card = new() { RequestIncrementalAuthorization = "if_available" } },
            Expand = ["latest_charge"],
        },
        new RequestOptions { IdempotencyKey = key });

    private static async Task<StripeError> Refused(Func<Task> call, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        var thrown = await Assert.ThrowsAsync<StripeException>(call);
        Assert.Equal(status, thrown.HttpStatusCode);
        return thrown.StripeError;
    }

    [Fact]
    public async Task Capture_Part_ReleasesTheRest()
    {
        var held = await Hold();
        Assert.Equal(("requires_capture", 2_000, 0), (held.Status, held.AmountCapturable, held.AmountReceived));
        Assert.Equal(_run.Clock.GetUtcNow().AddDays(7).UtcDateTime, held.LatestCharge.PaymentMethodDetails.Card.CaptureBefore);
        var taken = await Intents.CaptureAsync(held.Id, new PaymentIntentCaptureOptions { AmountToCapture = 1_500, Expand = ["latest_charge.balance_transaction"] });
        Assert.Equal(("succeeded", 0, 1_500), (taken.Status, taken.AmountCapturable, taken.AmountReceived));
        Assert.Equal((true, 1_500), (taken.LatestCharge.Captured, taken.LatestCharge.AmountCaptured));
        Assert.Equal((1_500, 74, 1_426), (taken.LatestCharge.BalanceTransaction.Amount, taken.LatestCharge.BalanceTransaction.Fee, taken.LatestCharge.BalanceTransaction.Net));
        Assert.Equal(1_426, Assert.Single((await new BalanceService(_run.Client()).GetAsync()).Available).Amount);
        var error = await Refused(() => Intents.CaptureAsync(held.Id));
        Assert.Equal(("payment_intent_unexpected_state", "succeeded"), (error.Code, error.PaymentIntent.Status));
    }

    [Fact]
    public async Task Cancel_Held_LetsGo()
    {
        var held = await Hold();
        var gone = await Intents.CancelAsync(held.Id, new PaymentIntentCancelOptions { CancellationReason = "requested_by_customer" });
        Assert.Equal(("canceled", 0, "requested_by_customer"), (gone.Status, gone.AmountCapturable, gone.CancellationReason));
        Assert.Equal("payment_intent_unexpected_state", (await Refused(() => Intents.CaptureAsync(held.Id))).Code);
        Assert.Equal("payment_intent_unexpected_state", (await Refused(() => Intents.CancelAsync(held.Id))).Code);
    }

    [Fact]
    public async Task Hold_NotUsedInTime_Lapses()
    {
        var held = await Hold();
        _run.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal("requires_capture", (await Intents.GetAsync(held.Id)).Status);
        _run.Clock.Advance(TimeSpan.FromSeconds(1));
        var lapsed = await Intents.GetAsync(held.Id);
        Assert.Equal(("canceled", "automatic", 0), (lapsed.Status, lapsed.CancellationReason, lapsed.AmountCapturable));
        Assert.Single(await new EventService(_run.Client()).ListAsync(new EventListOptions { Type = "charge.expired" }));
    }

    [Theory]
    [InlineData("pm_card_chargeDeclined", "card_declined", "generic_decline")]
    [InlineData("pm_card_visa_chargeDeclined", "card_declined", "generic_decline")]
    [InlineData("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds")]
    [InlineData("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card")]
    public async Task Hold_Declined_SaysWhyAndCanBeTriedAgain(string method, string code, string decline)
    {
        var error = await Refused(() => Hold(method: method), HttpStatusCode.PaymentRequired);
        Assert.Equal(("card_error", code, decline), (error.Type, error.Code, error.DeclineCode));
        Assert.Equal("requires_payment_method", error.PaymentIntent.Status);
        Assert.Equal(code, error.PaymentIntent.LastPaymentError.Code);
        Assert.Equal("failed", (await new ChargeService(_run.Client()).GetAsync(error.Charge)).Status);
        Assert.Equal("requires_capture", (await Intents.ConfirmAsync(error.PaymentIntent.Id, new PaymentIntentConfirmOptions { PaymentMethod = "pm_card_visa" })).Status);
    }

    [Fact]
    public async Task Increment_WhereTheCardAllows_RaisesTheHold()
    {
        var held = await Hold();
        var raised = await Intents.IncrementAuthorizationAsync(held.Id, new PaymentIntentIncrementAuthorizationOptions { Amount = 2_600 });
        Assert.Equal((2_600, 2_600), (raised.Amount, raised.AmountCapturable));
        Assert.Equal("amount", (await Refused(() => Intents.IncrementAuthorizationAsync(held.Id, new PaymentIntentIncrementAuthorizationOptions { Amount = 2_600 }))).Param);
        Assert.Equal(2_600, (await Intents.CaptureAsync(held.Id)).AmountReceived);

        var fixedHold = await Hold(method: "pm_card_sandboxNoIncrement");
        Assert.Equal("unavailable", fixedHold.LatestCharge.PaymentMethodDetails.Card.IncrementalAuthorization.Status);
        await Refused(() => Intents.IncrementAuthorizationAsync(fixedHold.Id, new PaymentIntentIncrementAuthorizationOptions { Amount = 2_600 }));
        var declined = await Hold(method: "pm_card_sandboxIncrementDeclined");
        await Refused(() => Intents.IncrementAuthorizationAsync(declined.Id, new PaymentIntentIncrementAuthorizationOptions { Amount = 2_600 }), HttpStatusCode.PaymentRequired);
        Assert.Equal(("requires_capture", 2_000), ((await Intents.GetAsync(declined.Id)).Status, declined.AmountCapturable));
    }

    [Theory]
    [InlineData(true, "requires_capture")]
    [InlineData(false, "requires_payment_method")]
    public async Task Action_Answered_GoesOnOrFails(bool agrees, string status)
    {
        var held = await Hold(method: "pm_card_threeDSecure2Required");
        Assert.Equal(("requires_action", "redirect_to_url"), (held.Status, held.NextAction.Type));
        using var http = new HttpClient();
        var page = await http.GetAsync(new Uri(held.NextAction.RedirectToUrl.Url));
        Assert.Contains("<form", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        (await http.GetAsync(new Uri($"{held.NextAction.RedirectToUrl.Url}?outcome={(agrees ? "succeeded" : "failed")}"))).EnsureSuccessStatusCode();
        Assert.Equal(status, (await Intents.GetAsync(held.Id)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri($"{held.NextAction.RedirectToUrl.Url}?outcome=succeeded"))).StatusCode);
    }

    [Fact]
    public async Task SavedCard_OffSession_PaysWhenItWasSetUp()
    {
        var client = _run.Client();
        var customer = await new CustomerService(client).CreateAsync(new CustomerCreateOptions { Email = "a@example.com" });
        var setup = await new SetupIntentService(client).CreateAsync(new SetupIntentCreateOptions
        {
            Customer = customer.Id, PaymentMethod = "pm_card_authenticationRequiredOnSetup", Confirm = true, ReturnUrl = "https://example.com/back",
        });
        Assert.Equal("requires_action", setup.Status);
        PaymentIntentCreateOptions Charge(string method) => new() { Amount = 900, Currency = "usd", Customer = customer.Id, PaymentMethod = method, Confirm = true, OffSession = true };
        Assert.Equal("authentication_required", (await Refused(() => Intents.CreateAsync(Charge("pm_card_authenticationRequiredOnSetup")), HttpStatusCode.PaymentRequired)).Code);
        Assert.True(_run.Sandbox.Authenticate(setup.Id, true, out var back));
        Assert.Equal("https://example.com/back", back);
        var saved = Assert.Single(await new PaymentMethodService(client).ListAsync(new PaymentMethodListOptions { Customer = customer.Id, Type = "card" }));
        Assert.Equal("succeeded", (await Intents.CreateAsync(Charge(saved.Id))).Status);

        var stranger = await new CustomerService(client).CreateAsync(new CustomerCreateOptions());
        Assert.Equal("payment_method", (await Refused(() => Intents.CreateAsync(new PaymentIntentCreateOptions { Amount = 900, Currency = "usd", Customer = stranger.Id, PaymentMethod = saved.Id, Confirm = true }))).Param);
        await new PaymentMethodService(client).DetachAsync(saved.Id);
        Assert.Equal("payment_method", (await Refused(() => Intents.CreateAsync(Charge(saved.Id)))).Param);
        Assert.Empty(await new CustomerService(client).PaymentMethods.ListAsync(customer.Id));
    }

    [Fact]
    public async Task Refund_InParts_NeverExceedsWhatWasTaken()
    {
        var refunds = new RefundService(_run.Client());
        var held = await Hold();
        await Refused(() => refunds.CreateAsync(new RefundCreateOptions { PaymentIntent = held.Id }));
        await Intents.CaptureAsync(held.Id, new PaymentIntentCaptureOptions { AmountToCapture = 1_500 });
        Assert.Equal((500, "succeeded"), (await refunds.CreateAsync(new RefundCreateOptions { PaymentIntent = held.Id, Amount = 500 }) is { } part ? (part.Amount, part.Status) : default));
        Assert.Equal("amount", (await Refused(() => refunds.CreateAsync(new RefundCreateOptions { PaymentIntent = held.Id, Amount = 1_001 }))).Param);
        Assert.Equal(1_000, (await refunds.CreateAsync(new RefundCreateOptions { PaymentIntent = held.Id })).Amount);
        Assert.Equal("charge_already_refunded", (await Refused(() => refunds.CreateAsync(new RefundCreateOptions { PaymentIntent = held.Id }))).Code);
        Assert.True((await new ChargeService(_run.Client()).GetAsync(held.LatestChargeId)).Refunded);
    }

    [Fact]
    public async Task Money_PassedOn_IsPaidOut()
    {
        var platform = _run.Client();
        await Intents.CaptureAsync((await Hold(10_000)).Id);
        var provider = await new AccountService(platform).CreateAsync(new AccountCreateOptions
        {
            Type = "express", Country = "US", Capabilities = new() { Transfers = new() { Requested = true } }, Settings = new() { Payouts = new() { Schedule = new() { Interval = "manual" } } },
        });
        var transfers = new TransferService(platform);
        Assert.Equal("balance_insufficient", (await Refused(() => transfers.CreateAsync(new TransferCreateOptions { Amount = 10_000, Currency = "usd", Destination = provider.Id }))).Code);
        var transfer = await transfers.CreateAsync(new TransferCreateOptions { Amount = 8_000, Currency = "usd", Destination = provider.Id, TransferGroup = "job-7" });
        await transfers.Reversals.CreateAsync(transfer.Id, new TransferReversalCreateOptions { Amount = 1_000 });
        Assert.Equal(1_000, (await transfers.GetAsync(transfer.Id)).AmountReversed);

        var own = _run.Client(provider.Id);
        Assert.Equal(7_000, (await new BalanceService(own).GetAsync()).Available[0].Amount);
        var payouts = new PayoutService(own);
        var payout = await payouts.CreateAsync(new PayoutCreateOptions { Amount = 7_000, Currency = "usd" });
        Assert.Equal("pending", payout.Status);
        Assert.Equal(0, (await new BalanceService(own).GetAsync()).Available[0].Amount);
        await Refused(() => payouts.CreateAsync(new PayoutCreateOptions { Amount = 1, Currency = "usd" }));
        await Refused(() => new PayoutService(platform).GetAsync(payout.Id), HttpStatusCode.NotFound);
        _run.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("paid", (await payouts.GetAsync(payout.Id)).Status);
        await Refused(() => payouts.CancelAsync(payout.Id));
        await Refused(() => new BalanceService(_run.Client("acct_unknown")).GetAsync(), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Dispute_Opened_TakesTheMoneyBack()
    {
        var held = await Hold(method: "pm_card_createDispute");
        await Intents.CaptureAsync(held.Id);
        var dispute = Assert.Single(await new DisputeService(_run.Client()).ListAsync(new DisputeListOptions { PaymentIntent = held.Id }));
        Assert.Equal(("needs_response", 2_000), (dispute.Status, dispute.Amount));
        Assert.Equal("lost", (await new DisputeService(_run.Client()).CloseAsync(dispute.Id)).Status);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("100000000")]
    [InlineData("ten")]
    [InlineData("")]
    public async Task Amount_ThatIsNone_IsRefusedByName(string amount)
    {
        using var http = _run.Raw();
        var answer = await http.PostAsync(new Uri("/v1/payment_intents", UriKind.Relative), new FormUrlEncodedContent([new("amount", amount), new("currency", "usd")]));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"param\":\"amount\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await Intents.ListAsync());
    }

    [Fact]
    public async Task Request_ThatMakesNoSense_IsRefusedByName()
    {
        var held = await Hold();
        Assert.Equal("amount_to_capture", (await Refused(() => Intents.CaptureAsync(held.Id, new PaymentIntentCaptureOptions { AmountToCapture = 2_001 }))).Param);
        Assert.Equal("currency", (await Refused(() => Intents.CreateAsync(new PaymentIntentCreateOptions { Amount = 5, Currency = "dollars" }))).Param);
        Assert.Equal("resource_missing", (await Refused(() => Intents.GetAsync("pi_none"), HttpStatusCode.NotFound)).Code);
        Assert.Equal("resource_missing", (await Refused(() => Hold(method: "pm_none"))).Code);
        Assert.Equal("parameter_unknown", (await Refused(() => Intents.CreateAsync(new PaymentIntentCreateOptions { Amount = 5, Currency = "usd", ExtraParams = new Dictionary<string, object> { ["colour"] = "red" } }))).Code);
        Assert.Equal("expand", (await Refused(() => Intents.GetAsync(held.Id, new PaymentIntentGetOptions { Expand = ["nothing"] }))).Param);
        await Refused(() => new PaymentIntentService(new StripeClient("sk_live_1", apiBase: _run.Address)).GetAsync(held.Id), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task List_Pages_GoBothWays()
    {
        var made = new List<string>();
        for (var count = 0; count < 7; count++)
        {
            made.Add((await new CustomerService(_run.Client()).CreateAsync(new CustomerCreateOptions { Name = $"{count}" })).Id);
        }

        made.Reverse();
        var customers = new CustomerService(_run.Client());
        var first = await customers.ListAsync(new CustomerListOptions { Limit = 3 });
        Assert.True(first.HasMore);
        Assert.Equal(made[..3], first.Select(customer => customer.Id));
        var last = await customers.ListAsync(new CustomerListOptions { Limit = 4, StartingAfter = made[2] });
        Assert.False(last.HasMore);
        Assert.Equal(made[3..], last.Select(customer => customer.Id));
        Assert.Equal(made[1..3], (await customers.ListAsync(new CustomerListOptions { Limit = 2, EndingBefore = made[3] })).Select(customer => customer.Id));
        var all = new List<string>();
        await foreach (var customer in customers.ListAutoPagingAsync(new CustomerListOptions { Limit = 2 }))
        {
            all.Add(customer.Id);
        }

        Assert.Equal(made, all);
        Assert.Equal("limit", (await Refused(() => customers.ListAsync(new CustomerListOptions { Limit = 101 }))).Param);
    }
}
