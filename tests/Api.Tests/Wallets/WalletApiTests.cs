using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Grains.Wallets;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Wallets;

/// <summary>Wallets over HTTP: what comes in, a whole job paid out of one, and what is refused.</summary>
public sealed class WalletApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Credit_ByAnOperator_IsGivenOnceAndTheCustomersToRead()
    {
        var (id, customer) = await Host.SignIn(Roles.Customer);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var path = $"/v1/ops/customers/{id:N}/wallet/credits";
        var body = new { market = ApiHost.Market, amount_minor_units = 5_000, reason = "The ride was late." };
        Assert.Equal("idempotency_key_missing", (await Host.Send("POST", path, ops, body)).Slug);
        var given = await Host.Send("POST", path, ops, body, $"credit-{id:N}");
        Assert.True(given.Status == 200, given.Text);
        Assert.Equal(given.Text, (await Host.Send("POST", path, ops, body, $"credit-{id:N}")).Text);
        Assert.Equal("command_id_reused", (await Host.Send("POST", path, ops, new { market = ApiHost.Market, amount_minor_units = 5_001, reason = "More." }, $"credit-{id:N}")).Slug);
        foreach (var wrong in new object[]
        {
            new { market = ApiHost.Market, amount_minor_units = 0, reason = "x" },
            new { market = ApiHost.Market, amount_minor_units = -5, reason = "x" },
            new { market = ApiHost.Market, amount_minor_units = long.MaxValue, reason = "x" },
            new { market = ApiHost.Market, amount_minor_units = 1.5, reason = "x" },
            new { market = "nowhere", amount_minor_units = 5, reason = "x" },
            new { market = ApiHost.Market, amount_minor_units = 5, reason = " " },
        })
        {
            Assert.Equal("input_invalid", (await Host.Send("POST", path, ops, wrong, Key())).Slug);
        }

        Assert.Equal("customer_unknown", (await Host.Send("POST", $"/v1/ops/customers/{Guid.NewGuid():N}/wallet/credits", ops, body, Key())).Slug);
        Assert.Equal(403, (await Host.Send("POST", path, customer, body, Key())).Status);
        Assert.Equal(403, (await Host.Send("GET", $"/v1/ops/customers/{id:N}/wallet", customer)).Status);
        var wallet = await Wallet(customer);
        Assert.Equal((5_000, 0, 5_000), Sums(wallet));
        var entry = Assert.Single(wallet["entries"]!["items"]!.AsArray())!;
        Assert.Equal(("credited", "The ride was late.", 5_000), ((string)entry["kind"]!, (string)entry["reason"]!, (long)entry["amount_minor_units"]!));
        Assert.Equal(wallet.ToJsonString(), (await Host.Send("GET", $"/v1/ops/customers/{id:N}/wallet", ops)).Json.ToJsonString());
    }

    [Fact]
    public async Task Job_PaidByWallet_IsHeldTakenTippedAndPaidBackOutOfIt()
    {
        var customer = await Host.SignIn(Roles.Customer);
        var ops = await Credited(customer.Id, 100_000);
        var (job, _, provider) = await Host.AcceptedJob(customer, "wallet");
        var held = Sums(await Wallet(customer.Token));
        Assert.True(held is { Balance: 100_000, Held: > 0 }, held.ToString());
        var pin = (string)(await Host.Send("GET", $"/v1/jobs/{job:N}", customer.Token)).Json["pin"]!;
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/arrive", provider.Token)).Status);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/start", provider.Token, new { pin })).Status);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/complete", provider.Token, new { }, Key())).Status);
        await Host.Until($"/v1/jobs/{job:N}", customer.Token, answer => (string?)answer.Json["payment"] == "captured", "the capture");
        var price = (await Load(job)).Payment.Captured.MinorUnits;
        Assert.Equal((100_000 - price, 0, 100_000 - price), Sums(await Wallet(customer.Token)));

        Assert.Equal(200, (await Host.Send("POST", $"/v1/jobs/{job:N}/tip", customer.Token, new { amount_minor_units = 200 }, "tip")).Status);
        await Host.Until($"/v1/jobs/{job:N}", customer.Token, answer => (long)answer.Json["tip_minor_units"]! == 200, "the tip");
        Assert.Equal(200, (await Host.Send("POST", $"/v1/ops/jobs/{job:N}/refund", ops, new { }, Key())).Status);
        await Host.Until($"/v1/jobs/{job:N}", customer.Token, answer => (string?)answer.Json["payment"] == "refunded", "the refund");
        var wallet = await Wallet(customer.Token);
        Assert.Equal((99_800, 0, 99_800), Sums(wallet));
        Assert.Equal(["refunded", "charged", "captured", "held", "credited"], wallet["entries"]!["items"]!.AsArray().Select(entry => (string)entry!["kind"]!));
        var first = (await Host.Send("GET", "/v1/me/wallet?limit=2", customer.Token)).Json["entries"]!;
        var next = (await Host.Send("GET", $"/v1/me/wallet?limit=2&cursor={(string)first["next_cursor"]!}", customer.Token)).Json["entries"]!;
        Assert.Equal(["captured", "held"], next["items"]!.AsArray().Select(entry => (string)entry!["kind"]!));
        Assert.Equal("input_invalid", (await Host.Send("GET", "/v1/me/wallet?cursor=x", customer.Token)).Slug);

        // No gateway had anything to do with it, and the books have it on the wallet's account.
        var transfers = await Host.App.Services.GetRequiredService<ILedgerReader>().OfJob(new JobId(job), default);
        Assert.DoesNotContain(transfers, transfer => transfer.Debit.Kind == AccountKind.GatewayClearing || transfer.Credit.Kind == AccountKind.GatewayClearing);
        Assert.Equal(200, transfers.Sum(transfer => (transfer.Debit.Kind == AccountKind.CustomerWallet ? transfer.Amount.MinorUnits : 0) - (transfer.Credit.Kind == AccountKind.CustomerWallet ? transfer.Amount.MinorUnits : 0)));
        Assert.Null((await Host.App.Services.GetRequiredService<IBooksReader>().Prove(_ => true, null, default)).FirstFault);
    }

    [Fact]
    public async Task Job_CanceledBeforeAnybodyHasIt_GivesTheHoldBack()
    {
        var customer = await Host.SignIn(Roles.Customer);
        await Credited(customer.Id, 50_000);
        var job = await Host.Job(customer.Token, method: "wallet");
        await Host.Until($"/v1/jobs/{job:N}", customer.Token, answer => (string?)answer.Json["payment"] == "authorized", "the hold");
        Assert.Equal(200, (await Host.Send("POST", $"/v1/jobs/{job:N}/cancel", customer.Token, new { }, "cancel")).Status);
        await Host.Until($"/v1/jobs/{job:N}", customer.Token, answer => (string?)answer.Json["payment"] == "released", "the release");
        Assert.Equal((50_000, 0, 50_000), Sums(await Wallet(customer.Token)));
    }

    [Fact]
    public async Task Job_AboveTheBalance_FailsAndTakesNothing()
    {
        var customer = await Host.SignIn(Roles.Customer);
        await Credited(customer.Id, 10);
        var job = await Host.Job(customer.Token, method: "wallet");
        var failed = await Host.Until($"/v1/jobs/{job:N}", customer.Token, answer => (string?)answer.Json["state"] == "failed", "the end");
        Assert.Equal("failed", (string)failed.Json["payment"]!);
        Assert.Equal((10, 0, 10), Sums(await Wallet(customer.Token)));
    }

    [Fact]
    public async Task TopUp_ByACard_IsInTheWalletOnceOrSaysWhyNot()
    {
        var customer = await Host.SignIn(Roles.Customer);
        Assert.Equal(200, (await Host.Send("POST", "/v1/me/payment-methods", customer.Token, new { payment_method = TestMethods.Declines })).Status);
        var body = new { market = ApiHost.Market, amount_minor_units = 2_500, payment_method = TestMethods.Succeeds };
        Assert.Equal("idempotency_key_missing", (await Host.Send("POST", "/v1/me/wallet/top-ups", customer.Token, body)).Slug);
        var begun = await Host.Send("POST", "/v1/me/wallet/top-ups", customer.Token, body, "topup");
        Assert.True(begun.Status == 202, begun.Text);
        var path = $"/v1/me/wallet/top-ups/{Guid.Parse((string)begun.Json["top_up_id"]!):N}";
        await Host.Until(path, customer.Token, answer => (string?)answer.Json["status"] == "paid", "the charge");
        Assert.Equal(202, (await Host.Send("POST", "/v1/me/wallet/top-ups", customer.Token, body, "topup")).Status);
        Assert.Equal("command_id_reused", (await Host.Send("POST", "/v1/me/wallet/top-ups", customer.Token, new { market = ApiHost.Market, amount_minor_units = 2_501 }, "topup")).Slug);
        Assert.Equal((2_500, 0, 2_500), Sums(await Wallet(customer.Token)));
        Assert.Equal(404, (await Host.Send("GET", path, (await Host.SignIn(Roles.Customer)).Token)).Status);

        var declined = await Host.Send("POST", "/v1/me/wallet/top-ups", customer.Token, new { market = ApiHost.Market, amount_minor_units = 100, payment_method = TestMethods.Declines }, "declined");
        var ended = await Host.Until(
            $"/v1/me/wallet/top-ups/{Guid.Parse((string)declined.Json["top_up_id"]!):N}", customer.Token, answer => (string?)answer.Json["status"] == "failed", "the refusal");
        Assert.Equal("card_declined", (string)ended.Json["code"]!);
        Assert.Equal((2_500, 0, 2_500), Sums(await Wallet(customer.Token)));
        foreach (var method in new[] { "cash", "wallet", "bank_transfer", "pm_card_nobodys" })
        {
            Assert.Equal("payment_method_unknown", (await Host.Send("POST", "/v1/me/wallet/top-ups", customer.Token, new { market = ApiHost.Market, amount_minor_units = 100, payment_method = method }, Key())).Slug);
        }

        Assert.Null((await Host.App.Services.GetRequiredService<IBooksReader>().Prove(_ => true, null, default)).FirstFault);
    }

    /// <summary>The answers of a gateway: the same for every repetition, and named when it cannot be.</summary>
    [Fact]
    public async Task Gateway_OfAWallet_AnswersAsAnyGateway()
    {
        var (id, _) = await Host.SignIn(Roles.Customer);
        await Credited(id, 1_000);
        var gateway = new WalletGateway(Host.App.Services.GetRequiredService<IWalletStore>(), TimeProvider.System);
        var hold = new GatewayRequest(new JobId(Guid.NewGuid()), GatewayOperation.Authorize, 1, null, Scenarios.Usd(600), "wallet", $"acme/{id:N}");
        var held = await gateway.Send(hold, default);
        Assert.Equal((GatewayOutcome.Done, Scenarios.Usd(600)), (held.Outcome, held.Amount));
        Assert.Equal(held, await gateway.Send(hold, default));
        Assert.Equal(GatewayOutcome.Done, (await gateway.Send(hold with { Operation = GatewayOperation.Query, Intent = held.Intent }, default)).Outcome);
        Assert.Equal((GatewayOutcome.Declined, WalletGateway.InsufficientFunds), await gateway.Send(hold with { Epoch = 2 }, default) is { } poor ? (poor.Outcome, poor.Code) : default);
        Assert.Equal("intent_unknown", (await gateway.Send(hold with { Operation = GatewayOperation.Capture, Intent = "wallet_x" }, default)).Code);
        Assert.Equal("amount_not_capturable", (await gateway.Send(hold with { Operation = GatewayOperation.Capture, Intent = held.Intent, Amount = Scenarios.Usd(601) }, default)).Code);
        var more = await gateway.Send(hold with { Operation = GatewayOperation.Increment, Intent = held.Intent, Amount = Scenarios.Usd(700) }, default);
        Assert.Equal((GatewayOutcome.Done, Scenarios.Usd(700)), (more.Outcome, more.Amount));
        var capture = hold with { Operation = GatewayOperation.Capture, Intent = held.Intent, Amount = Scenarios.Usd(650) };
        var taken = await gateway.Send(capture, default);
        Assert.Equal((GatewayOutcome.Done, Scenarios.Usd(650)), (taken.Outcome, taken.Amount));
        Assert.Equal(taken, await gateway.Send(capture, default));
        Assert.Equal("intent_not_capturable", (await gateway.Send(capture with { Epoch = 2 }, default)).Code);
        Assert.Equal("intent_not_releasable", (await gateway.Send(capture with { Operation = GatewayOperation.Release }, default)).Code);
        Assert.Equal("amount_not_refundable", (await gateway.Send(capture with { Operation = GatewayOperation.Refund, Amount = Scenarios.Usd(651) }, default)).Code);
        Assert.Equal(GatewayOutcome.Done, (await gateway.Send(capture with { Operation = GatewayOperation.Refund }, default)).Outcome);
        Assert.Equal(GatewayCodes.MethodUnsupported, (await gateway.Send(hold with { Customer = null, Epoch = 3 }, default)).Code);
        Assert.Equal(new Money(1_000, Currency.Usd), (await Host.App.Services.GetRequiredService<IWalletStore>().Of(new(id), default)).Single().Available);
    }

    private static string Key() => Guid.NewGuid().ToString("N");

    private static (long Balance, long Held, long Available) Sums(JsonNode wallet)
    {
        var balance = Assert.Single(wallet["balances"]!.AsArray())!;
        return ((long)balance["balance_minor_units"]!, (long)balance["held_minor_units"]!, (long)balance["available_minor_units"]!);
    }

    private async Task<JsonNode> Wallet(string token)
    {
        var answer = await Host.Send("GET", "/v1/me/wallet", token);
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json;
    }

    private async Task<string> Credited(Guid customer, long amount)
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var answer = await Host.Send("POST", $"/v1/ops/customers/{customer:N}/wallet/credits", ops, new { market = ApiHost.Market, amount_minor_units = amount, reason = "For the test." }, Key());
        Assert.True(answer.Status == 200, answer.Text);
        return ops;
    }

    private async Task<Job> Load(Guid job) => (await Host.App.Services.GetRequiredService<IJobStore>().Load(new JobId(job), default))!;
}
