using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>Saved cards over HTTP: set up, listed, ordered with, removed, and never another's.</summary>
public sealed class PaymentMethodTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Setup_BegunAndCompleted_SavesACardThatPays()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        Assert.Equal("idempotency_key_missing", (await Host.Send("POST", "/v1/me/payment-methods/setup", customer, new { })).Slug);
        var begun = await Host.Send("POST", "/v1/me/payment-methods/setup", customer, new { }, "setup");
        Assert.True(begun.Status == 201, begun.Text);
        Assert.Equal("needs_method", (string)begun.Json["state"]!);
        Assert.NotNull(begun.Json["client_secret"]);
        var done = await Host.Send("POST", $"/v1/me/payment-methods/setup/{(string)begun.Json["setup_id"]!}/complete", customer, new { @default = true });
        Assert.True(done.Status == 200, done.Text);
        Assert.Equal("saved", (string)done.Json["state"]!);
        Assert.Null(done.Json["client_secret"]);
        var saved = (string)done.Json["payment_method"]!;
        var known = (await Host.Send("GET", "/v1/me/payment-methods", customer)).Json;
        Assert.Equal(saved, (string)known["payment_methods"]![0]!);
        var card = Assert.Single(known["cards"]!.AsArray())!;
        Assert.Equal((saved, "visa", "4242", true), ((string)card["payment_method"]!, (string)card["brand"]!, (string)card["last4"]!, (bool)card["default"]!));

        // The default is charged as the customer's own.
        var job = await Host.Job(customer);
        await Host.Until($"/v1/jobs/{job:N}", customer, answer => (string?)answer.Json["payment"] == "authorized", "the hold");

        Assert.Equal(200, (await Host.Send("POST", $"/v1/me/payment-methods/{TestMethods.Succeeds}/default", customer)).Status);
        Assert.False((bool)(await Host.Send("GET", "/v1/me/payment-methods", customer)).Json["cards"]![0]!["default"]!);
        Assert.Equal("payment_method_unknown", (await Host.Send("POST", "/v1/me/payment-methods/pm_nobody/default", customer)).Slug);
        Assert.Equal(200, (await Host.Send("DELETE", $"/v1/me/payment-methods/{saved}", customer)).Status);
        Assert.Null((await Host.Send("GET", "/v1/me/payment-methods", customer)).Json["cards"]);
    }

    [Fact]
    public async Task Setup_OfACardThatIsDeclinedOrAsks_SaysSo()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        Assert.Equal("payment_method_declined", (await Host.Send("POST", "/v1/me/payment-methods/setup", customer, new { payment_method = TestMethods.Declines }, "declined")).Slug);
        var asks = await Host.Send("POST", "/v1/me/payment-methods/setup", customer, new { payment_method = TestMethods.NeedsAction }, "asks");
        Assert.Equal("needs_action", (string)asks.Json["state"]!);
        Assert.Null((await Host.Send("GET", "/v1/me/payment-methods", customer)).Json["cards"]);
        Assert.Equal("input_invalid", (await Host.Send("POST", "/v1/me/payment-methods/setup", customer, new { payment_method = new string('x', 201) }, "long")).Slug);
    }

    [Fact]
    public async Task Order_ByBankTransfer_WaitsForTheMoneyAndGoesBackWhenCanceled()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        Assert.Equal(200, (await Host.Send("POST", "/v1/me/payment-methods", customer, new { payment_method = "bank_transfer" })).Status);
        var soon = await Host.Send("POST", "/v1/jobs", customer, new { quote = await Host.Quote(customer, 1, 1), payment_method = "bank_transfer" }, "soon");
        Assert.Equal("order_invalid", soon.Slug);
        var quote = await Host.Send("POST", "/v1/quotes", customer, new
        {
            market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) }, pick_up_at = DateTimeOffset.UtcNow.AddDays(1),
        });
        var ordered = await Host.Send("POST", "/v1/jobs", customer, new { quote = (string)quote.Json["quote"]!, payment_method = "bank_transfer" }, "booked");
        Assert.True(ordered.Status == 201, ordered.Text);
        var job = Guid.Parse((string)ordered.Json["job_id"]!);
        var waiting = await Host.Until($"/v1/jobs/{job:N}", customer, answer => (string?)answer.Json["payment"] == "requires_action", "the instructions");
        Assert.NotNull(waiting.Json["payment_action"]);
        Assert.True(((InProcessGateway)Host.App.Services.GetRequiredService<IPaymentGateway>()).Confirm($"pi_{job:N}_1"));
        Assert.Equal(200, (await Host.Send("POST", $"/v1/jobs/{job:N}/payment/confirm", customer)).Status);
        var paid = await Host.Until($"/v1/jobs/{job:N}", customer, answer => (string?)answer.Json["payment"] == "authorized", "the money");
        Assert.Equal("scheduled", (string)paid.Json["state"]!);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/jobs/{job:N}/cancel", customer, new { }, "cancel")).Status);
        await Host.Until($"/v1/jobs/{job:N}", customer, answer => (string?)answer.Json["payment"] == "released", "the way back");
    }

    [Fact]
    public async Task Method_ForeignOrUnknown_IsRefusedByNameAndWrittenDown()
    {
        var (_, owner) = await Host.SignIn(Roles.Customer);
        var (thief, token) = await Host.SignIn(Roles.Customer);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var setup = await Host.Send("POST", "/v1/me/payment-methods/setup", owner, new { payment_method = TestMethods.Succeeds }, "mine");
        var (id, method) = ((string)setup.Json["setup_id"]!, (string)setup.Json["payment_method"]!);
        Assert.Equal("payment_foreign", (await Host.Send("POST", $"/v1/me/payment-methods/setup/{id}/complete", token, new { })).Slug);
        Assert.Equal("payment_foreign", (await Host.Send("POST", "/v1/me/payment-methods", token, new { payment_method = method })).Slug);
        Assert.Equal("payment_foreign", (await Host.Send("POST", "/v1/me/payment-methods/setup", token, new { payment_method = method }, "theirs")).Slug);
        Assert.Equal("payment_method_unknown", (await Host.Send("POST", "/v1/me/payment-methods/setup/seti_nobody/complete", token, new { })).Slug);
        var order = await Host.Send("POST", "/v1/jobs", token, new { quote = await Host.Quote(token, 1, 1), payment_method = method }, "order");
        Assert.Equal("payment_method_unknown", order.Slug);
        var first = (await Host.Send("GET", $"/v1/ops/payments/refusals?customer={thief:N}&limit=3", ops)).Json;
        var rest = (await Host.Send("GET", $"/v1/ops/payments/refusals?customer={thief:N}&limit=3&cursor={(string)first["next_cursor"]!}", ops)).Json;
        Assert.Equal(
            ["order payment_method_unknown", "setup payment_method_unknown", "setup payment_foreign", "add payment_foreign", "setup payment_foreign"],
            first["items"]!.AsArray().Concat(rest["items"]!.AsArray()).Select(row => $"{(string)row!["what"]!} {(string)row["why"]!}"));
        Assert.Equal(403, (await Host.Send("GET", "/v1/ops/payments/refusals", token)).Status);
        Assert.Equal("input_invalid", (await Host.Send("GET", "/v1/ops/payments/refusals?cursor=x", ops)).Slug);
    }
}
