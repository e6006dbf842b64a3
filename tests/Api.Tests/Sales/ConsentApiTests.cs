using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Consents;
using O2O.Dispatch.Domain.Consents;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Merchants;

namespace O2O.Dispatch.Api.Tests.Sales;

/// <summary>What a counter sees of the customer in front of it, over HTTP alone: with a consent that is in force there, and never without.</summary>
public sealed class ConsentApiTests(ApiFixture fixture) : SaleScene(fixture), IClassFixture<ApiFixture>
{
    private const string Nothing = """{"shared":false}""";

    [Fact]
    public async Task Counter_WithConsent_SeesNotesAndWhatCanBeUsedThereAndTheCustomerSeesTheLook()
    {
        var shop = await Shop("Noodle house", 900, 100);
        var (id, customer) = await Host.SignIn(Roles.Customer);
        await Voucher(id, shop, "Two off", new { kind = "amount", amount_minor_units = 200 }, new { merchants = new[] { shop.Merchant }, minimum_spend_minor_units = 500 });
        await Voucher(id, shop, "A ride", new { kind = "ride_credit", up_to_metres = 500 }, new { });
        await Voucher(id, shop, "Elsewhere", new { kind = "amount", amount_minor_units = 100 }, new { merchants = new[] { Guid.NewGuid() } });
        var noted = await Host.Send("PUT", "/v1/me/preferences", customer, new { notes = new[] { " no peanuts ", "window seat" } });
        Assert.Equal((200, """{"suggestions":false,"notes":["no peanuts","window seat"]}"""), (noted.Status, noted.Text));
        var (job, code) = await Paid(shop, customer);
        var clerk = await Clerk(shop);
        Assert.Equal(Nothing, (await Look(clerk, code)).Text);
        Assert.Empty(await Looks(customer));

        var given = await Host.Send("PUT", $"/v1/me/consents/{shop.Merchant}", customer, new { });
        Assert.True(given.Status == 200 && (string)given.Json["merchant"]! == "Noodle house", given.Text);
        Assert.Equal(TimeSpan.FromHours(4), (DateTimeOffset)given.Json["until"]! - (DateTimeOffset)given.Json["given_at"]!);
        var seen = (await Look(clerk, code)).Json;
        Assert.Equal((true, given.Json["until"]!.ToString()), ((bool)seen["shared"]!, seen["until"]!.ToString()));
        Assert.Equal(["no peanuts", "window seat"], seen["notes"]!.AsArray().Select(note => (string)note!));
        var voucher = Assert.Single(seen["vouchers"]!.AsArray())!;
        Assert.Equal(("Two off", 200, 500), ((string)voucher["name"]!, (long)voucher["benefit"]!["amount_minor_units"]!, (long)voucher["minimum_spend_minor_units"]!));
        Assert.Null(voucher["code"]);

        var look = Assert.Single(await Looks(customer))!;
        Assert.Equal(("Noodle house", shop.Store, job, 2, 1), ((string)look["merchant"]!, (string)look["store_id"]!, (string)look["job_id"]!, (int)look["notes"]!, (int)look["vouchers"]!));
        Assert.Null(look["staff_id"]);

        // Nothing was written or consented to in the other's place, and what is left out stays.
        Assert.Equal("""{"suggestions":true,"notes":["no peanuts","window seat"]}""", (await Host.Send("PUT", "/v1/me/preferences", customer, new { suggestions = true })).Text);
        Assert.Empty((await Host.Send("GET", "/v1/me/consents", (await Host.SignIn(Roles.Customer)).Token)).Json["items"]!.AsArray());

        // The order is over, and with it what its code shows.
        Assert.Equal(200, (await Redeem(shop, code, 1)).Status);
        Assert.Equal(Nothing, (await Look(clerk, code)).Text);
    }

    [Fact]
    public async Task Counter_OfAnotherMerchantOrStoreOrWithAConsentThatIsOver_SeesNothing()
    {
        var shop = await Shop("Noodle house", 900, 100);
        var second = await Store(shop, "Second house", 100);
        var stranger = await Shop("Stranger", 900, 100);
        var (id, customer) = await Host.SignIn(Roles.Customer);
        await Host.Send("PUT", "/v1/me/preferences", customer, new { notes = new[] { "no peanuts" } });
        var (_, code) = await Paid(shop, customer);
        Assert.Equal(200, (await Host.Send("PUT", $"/v1/me/consents/{shop.Merchant}", customer, new { store_id = shop.Store, valid_seconds = 600 })).Status);
        Assert.Equal(200, (await Host.Send("PUT", $"/v1/me/consents/{stranger.Merchant}", customer, new { })).Status);

        // The stranger has a consent, and no code of an order of its own.
        Assert.Equal("code_unknown", (await Host.Send("POST", "/v1/merchant/codes/customer", stranger.Token, new { code, store_id = stranger.Store })).Slug);
        Assert.Equal("input_invalid", (await Host.Send("POST", "/v1/merchant/codes/customer", stranger.Token, new { code, store_id = shop.Store })).Slug);
        Assert.Equal("input_invalid", (await Host.Send("POST", "/v1/merchant/codes/customer", shop.Token, new { code })).Slug);
        var clerk = await Clerk(second);
        Assert.Equal(Nothing, (await Look(clerk, code)).Text);
        Assert.Equal("input_invalid", (await Host.Send("POST", "/v1/merchant/codes/customer", clerk, new { code, store_id = shop.Store })).Slug);
        Assert.Equal(Nothing, (await Host.Send("POST", "/v1/merchant/codes/customer", shop.Token, new { code, store_id = second.Store })).Text);
        Assert.True((bool)(await Host.Send("POST", "/v1/merchant/codes/customer", shop.Token, new { code, store_id = shop.Store })).Json["shared"]!);

        // Run out, and taken back.
        var consents = Host.App.Services.GetRequiredService<IConsentStore>();
        var now = DateTimeOffset.UtcNow;
        await consents.Give(new CounterConsent(new CustomerId(id), new MerchantId(Guid.Parse(shop.Merchant)), null, now.AddHours(-4), now), default);
        Assert.Equal(Nothing, (await Look(clerk, code)).Text);
        Assert.Equal(stranger.Merchant, (string)Assert.Single((await Host.Send("GET", "/v1/me/consents", customer)).Json["items"]!.AsArray())!["merchant_id"]!);
        await Host.Send("PUT", $"/v1/me/consents/{shop.Merchant}", customer, new { });
        Assert.True((bool)(await Look(clerk, code)).Json["shared"]!);
        Assert.Equal(204, (await Host.Send("DELETE", $"/v1/me/consents/{shop.Merchant}", customer)).Status);
        Assert.Equal(204, (await Host.Send("DELETE", $"/v1/me/consents/{shop.Merchant}", customer)).Status);
        Assert.Equal(Nothing, (await Look(clerk, code)).Text);
        Assert.Equal(2, (await Looks(customer)).Count);
    }

    /// <summary>The customer takes the consent back while counters look: each look is shown and written down, or neither, and none comes after the answer.</summary>
    [Fact]
    public async Task Consent_TakenBackWhileCountersLook_ShowsWhatIsWrittenDownAndNothingAfter()
    {
        var shop = await Shop("Noodle house", 900, 100);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        await Host.Send("PUT", "/v1/me/preferences", customer, new { notes = new[] { "no peanuts" } });
        var (_, code) = await Paid(shop, customer);
        var clerk = await Clerk(shop);
        await Host.Send("PUT", $"/v1/me/consents/{shop.Merchant}", customer, new { });
        Assert.True((bool)(await Look(clerk, code)).Json["shared"]!);
        var looks = Enumerable.Range(0, 10).Select(_ => Look(clerk, code)).ToList();
        Assert.Equal(204, (await Host.Send("DELETE", $"/v1/me/consents/{shop.Merchant}", customer)).Status);
        Assert.Equal(Nothing, (await Look(clerk, code)).Text);
        var answers = await Task.WhenAll(looks);
        Assert.All(answers, answer => Assert.True(answer.Text == Nothing || (bool)answer.Json["shared"]!, answer.Text));
        Assert.Equal(1 + answers.Count(answer => answer.Text != Nothing), (await Looks(customer)).Count);
    }

    [Fact]
    public async Task Input_Unsound_IsRefusedByName()
    {
        var shop = await Shop("Noodle house", 900, 100);
        var other = await Shop("Other", 900, 100);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        foreach (var body in new object[] { new { notes = new[] { "" } }, new { notes = new[] { "a", "a " } }, new { notes = new[] { "a\nb" } }, new { notes = Enumerable.Range(0, 11).Select(i => $"{i}") }, new { notes = new string?[] { null } } })
        {
            Assert.Equal("input_invalid", (await Host.Send("PUT", "/v1/me/preferences", customer, body)).Slug);
        }

        foreach (var body in new object[] { new { valid_seconds = 59 }, new { valid_seconds = 366.1 * 86_400 }, new { store_id = other.Store }, new { store_id = Guid.NewGuid() } })
        {
            Assert.Equal("input_invalid", (await Host.Send("PUT", $"/v1/me/consents/{shop.Merchant}", customer, body)).Slug);
        }

        Assert.Equal("not_found", (await Host.Send("PUT", $"/v1/me/consents/{Guid.NewGuid()}", customer, new { })).Slug);
        Assert.Equal("code_length_wrong", (await Look(await Clerk(shop), "x")).Slug);
    }

    private async Task<(string Job, string Code)> Paid(Known shop, string customer)
    {
        var basket = Basket(shop, "counter", 1, null);
        basket["voucher"] = "none";
        var job = await Order(customer, await Host.Send("POST", "/v1/quotes", customer, basket));
        return (job, await Code(customer, job));
    }

    private async Task<string> Clerk(Known shop)
    {
        var made = await Made("/v1/merchant/staff", shop.Token, new { name = "Ada", role = "counter", store_id = shop.Store });
        return Host.Mint.Mint(Roles.Counter, Guid.Parse((string)made["staff_id"]!)).AccessToken;
    }

    private Task<ApiHost.Answer> Look(string clerk, string code) => Host.Send("POST", "/v1/merchant/codes/customer", clerk, new { code });

    private async Task<System.Text.Json.Nodes.JsonArray> Looks(string customer) => (await Host.Send("GET", "/v1/me/looks", customer)).Json["items"]!.AsArray();

    private async Task Voucher(Guid customer, Known shop, string name, object benefit, object scope)
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var campaign = await Made("/v1/ops/campaigns", ops, new
        {
            @operator = "acme", name, funder = new { kind = "merchant", id = shop.Merchant }, currency = "USD", benefit, scope, budget_minor_units = 10_000,
            begins_at = DateTimeOffset.UtcNow.AddDays(-1), ends_at = DateTimeOffset.UtcNow.AddDays(1),
        });
        var issued = await Host.Send("POST", $"/v1/ops/campaigns/{(string)campaign["campaign_id"]!}/vouchers", ops, new { customer_id = customer }, Key());
        Assert.True(issued.Status == 200, issued.Text);
    }
}
