using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Payouts;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Api.Tests.Payouts;

/// <summary>Payouts over HTTP.</summary>
public sealed class PayoutsApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ApiHost Host => fixture.Host;

    private IPayoutStore Store => Host.App.Services.GetRequiredService<IPayoutStore>();

    [Fact]
    public async Task Payouts_OfAProvider_AreItsOwnAndOperatorsSeeAll()
    {
        var (ops, provider, other) = (await Host.SignIn(Roles.Ops), await Host.SignIn(Roles.Provider), await Host.SignIn(Roles.Provider));
        var payout = await Failed(Payee.Of(new ProviderId(provider.Id)));
        var own = await Host.Send("GET", "/v1/provider/payouts", provider.Token);
        Assert.Equal((200, false), (own.Status, (bool)own.Json["enabled"]!));
        Assert.Equal(Account(Payee.Of(new ProviderId(provider.Id))), (string?)own.Json["account"]!["account"]);
        var item = Assert.Single(own.Json["payouts"]!["items"]!.AsArray())!;
        Assert.Equal((payout.Id, "failed", 700L, "account_closed"), (Guid.Parse((string)item["id"]!), (string)item["status"]!, (long)item["amount_minor_units"]!, (string)item["code"]!));
        var none = (await Host.Send("GET", "/v1/provider/payouts", other.Token)).Json;
        Assert.Empty(none["payouts"]!["items"]!.AsArray());
        Assert.Null(none["account"]);
        var seen = (await Host.Send("GET", $"/v1/ops/providers/{provider.Id:N}/payouts", ops.Token)).Json;
        Assert.Equal(own.Json.ToJsonString(), seen.ToJsonString());
        var all = (await Host.Send("GET", $"/v1/ops/payouts?status=failed&provider_id={provider.Id:N}", ops.Token)).Json;
        Assert.Equal(item.ToJsonString(), Assert.Single(all["items"]!.AsArray())!.ToJsonString());
        Assert.Empty((await Host.Send("GET", $"/v1/ops/payouts?status=paid&provider_id={provider.Id:N}", ops.Token)).Json["items"]!.AsArray());
        var csv = await Host.Send("GET", $"/v1/ops/payouts?provider_id={provider.Id:N}&format=csv", ops.Token);
        Assert.Equal("text/csv", csv.MediaType);
        Assert.Contains($"{payout.Id:N},provider,{provider.Id:N},", csv.Text, StringComparison.Ordinal);
        Assert.Contains(",USD,7.00,failed,1,po_1,account_closed,", csv.Text, StringComparison.Ordinal);
        Assert.Equal(403, (await Host.Send("GET", "/v1/ops/payouts", provider.Token)).Status);

        // It is on the alert board, and gone from it once it is tried again.
        Assert.Contains(await Store.Failing(100, default), failing => failing.Id == payout.Id);
        var again = await Host.Send("POST", $"/v1/ops/payouts/{payout.Id:N}/retry", ops.Token);
        Assert.Equal((200, "pending", 2), (again.Status, (string)again.Json["status"]!, (int)again.Json["attempt"]!));
        Assert.Equal(200, (await Host.Send("POST", $"/v1/ops/payouts/{payout.Id:N}/retry", ops.Token)).Status);
        await Store.Note((await Store.Find(payout.Id, default))! with { Status = PayoutStatus.Paid, Reference = "po_2" }, default);
        Assert.Equal((409, "payment_state_wrong"), await Host.Send("POST", $"/v1/ops/payouts/{payout.Id:N}/retry", ops.Token) is { } over ? (over.Status, over.Slug) : default);
        Assert.Equal(404, (await Host.Send("POST", $"/v1/ops/payouts/{Guid.NewGuid():N}/retry", ops.Token)).Status);
    }

    [Fact]
    public async Task Payouts_OfAMerchant_AreItsOwnersAlone()
    {
        var ops = await Host.SignIn(Roles.Ops);
        var (owner, other) = (await Host.SignIn(Roles.Merchant), await Host.SignIn(Roles.Merchant));
        foreach (var merchant in new[] { owner, other })
        {
            var made = await Host.Send("POST", "/v1/ops/merchants", ops.Token, new { @operator = "acme", merchant_id = merchant.Id, name = "Noodles", currency = "USD" }, $"m-{merchant.Id:N}");
            Assert.True(made.Status == 201, made.Text);
        }

        var payout = await Failed(Payee.Of(new MerchantId(owner.Id)));
        var own = await Host.Send("GET", "/v1/merchant/payouts", owner.Token);
        Assert.Equal(200, own.Status);
        Assert.Equal(payout.Id, Guid.Parse((string)Assert.Single(own.Json["payouts"]!["items"]!.AsArray())!["id"]!));
        Assert.Equal(own.Json.ToJsonString(), (await Host.Send("GET", $"/v1/ops/merchants/{owner.Id:N}/payouts", ops.Token)).Json.ToJsonString());
        Assert.Empty((await Host.Send("GET", "/v1/merchant/payouts", other.Token)).Json["payouts"]!["items"]!.AsArray());
        var staff = await Host.Send("POST", "/v1/merchant/staff", owner.Token, new { name = "Ada", role = "owner" }, $"ada-{owner.Id:N}");
        var partner = Host.Mint.Mint(Roles.Counter, Guid.Parse((string)staff.Json["staff_id"]!)).AccessToken;
        Assert.Equal(200, (await Host.Send("GET", "/v1/merchant/payouts", partner)).Status);
        Assert.Equal(200, (await Host.Send("DELETE", $"/v1/merchant/staff/{staff.Json["staff_id"]}", owner.Token)).Status);
        Assert.Equal(403, (await Host.Send("GET", "/v1/merchant/payouts", partner)).Status);
        var provider = await Host.SignIn(Roles.Provider);
        Assert.Equal(403, (await Host.Send("GET", "/v1/merchant/payouts", provider.Token)).Status);
    }

    [Theory]
    [InlineData("/v1/ops/payouts?status=lost", "status")]
    [InlineData("/v1/ops/payouts?format=xml", "format")]
    [InlineData("/v1/ops/payouts?limit=0", "limit")]
    [InlineData("/v1/ops/payouts?provider_id=00000000000040008000000000000001&merchant_id=00000000000040008000000000000001", "merchant_id")]
    public async Task Payouts_AskedForWrongly_NameTheParameter(string path, string parameter)
    {
        var answer = await Host.Send("GET", path, (await Host.SignIn(Roles.Ops)).Token);
        Assert.Equal((400, "input_invalid"), (answer.Status, answer.Slug));
        Assert.NotNull(answer.Json["errors"]![parameter]);
    }

    private async Task<Payout> Failed(Payee payee)
    {
        var now = DateTimeOffset.UtcNow;
        await Store.Keep(new PayeeAccount(payee, Account(payee), true, true, string.Empty, now, now), default);
        await Store.Queue(await Store.Position(default), "0", [], [(payee, Currency.Usd)], default);
        var payout = new Payout(Guid.CreateVersion7(), payee, Account(payee), new Money(700, Currency.Usd), "2026-01-05T08:00:00Z", 1, PayoutStatus.Pending, null, null, now, null, now);
        Assert.True(await Store.Add(payout, 1, default));
        var failed = payout with { Status = PayoutStatus.Failed, Reference = "po_1", Code = "account_closed" };
        Assert.True(await Store.Note(failed, default));
        return failed;
    }

    private static string Account(Payee payee) => $"acct_{payee.Id:N}";
}
