using System.Text.Json.Nodes;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;

namespace O2O.Dispatch.Api.Tests.Vouchers;

/// <summary>Campaigns, codes and vouchers over HTTP, from a campaign's making to the quote that uses its voucher.</summary>
public sealed class VoucherApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Campaign_MadeEnteredQuotedPausedEnded_IsToldAsItStands()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var key = Key();
        var made = await Host.Send("POST", "/v1/ops/campaigns", ops, Body(publicCode: true), key);
        Assert.True(made.Status == 201, made.Text);
        Assert.Equal(made.Text, (await Host.Send("POST", "/v1/ops/campaigns", ops, Body(publicCode: true), key)).Text);
        var path = $"/v1/ops/campaigns/{made.Json["campaign_id"]}";
        Assert.Equal("running", (string)made.Json["state"]!);
        Assert.Contains((await Host.Send("GET", "/v1/ops/campaigns?limit=200", ops)).Json["items"]!.AsArray(), one => (string)one!["campaign_id"]! == (string)made.Json["campaign_id"]!);

        var (_, customer) = await Host.SignIn(Roles.Customer);
        var entered = await Host.Send("POST", "/v1/me/vouchers", customer, new { code = (string)made.Json["code"]! });
        Assert.True(entered.Status == 200, entered.Text);
        Assert.Equal(entered.Text, (await Host.Send("POST", "/v1/me/vouchers", customer, new { code = ((string)made.Json["code"]!).ToLowerInvariant() })).Text);
        var quote = await Quote(customer);
        var line = Assert.Single(quote.Json["lines"]!.AsArray(), one => (string)one!["kind"]! == "discount")!;
        Assert.Equal(-100, (long)line["amount_minor_units"]!);
        Assert.Equal((string)entered.Json["voucher_id"]!, (string)Assert.Single(quote.Json["vouchers"]!.AsArray())!["voucher_id"]!);
        Assert.Null((await Quote(customer, "none")).Json["vouchers"]);
        Assert.Equal("held", (string)(await Host.Send("GET", "/v1/me/vouchers", customer)).Json["items"]![0]!["state"]!);
        var stands = (await Host.Send("GET", path, ops)).Json;
        Assert.Equal((0, 100, 900, 1, 1), ((long)stands["spent_minor_units"]!, (long)stands["reserved_minor_units"]!, (long)stands["left_minor_units"]!, (int)stands["uses"]!, (int)stands["issued"]!));

        Assert.Equal("paused", (string)(await Host.Send("POST", path + "/change", ops, new { paused = true })).Json["state"]!);
        Assert.Equal("voucher_campaign_over", (await Host.Send("POST", "/v1/me/vouchers", (await Host.SignIn(Roles.Customer)).Token, new { code = (string)made.Json["code"]! })).Slug);
        Assert.Equal("ended", (string)(await Host.Send("POST", path + "/change", ops, new { ends_at = DateTimeOffset.UnixEpoch })).Json["state"]!);
        Assert.Equal("not_found", (await Host.Send("GET", $"/v1/ops/campaigns/{Guid.NewGuid():N}", ops)).Slug);
    }

    [Fact]
    public async Task Voucher_NamedInAQuote_IsUsedOrItIsSaidWhyNot()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var made = (await Host.Send("POST", "/v1/ops/campaigns", ops, Body(), Key())).Json;
        var path = $"/v1/ops/campaigns/{made["campaign_id"]}/vouchers";
        var (id, customer) = await Host.SignIn(Roles.Customer);
        var issued = await Host.Send("POST", path, ops, new { customer_id = id, source = "partner", reference = "game 7" }, Key());
        Assert.True(issued.Status == 200, issued.Text);
        Assert.Equal((string)issued.Json["voucher_id"]!, (string)(await Host.Send("POST", path, ops, new { customer_id = id, source = "partner", reference = "game 7" }, Key())).Json["voucher_id"]!);
        var voucher = (string)issued.Json["voucher_id"]!;
        Assert.Single((await Quote(customer, voucher)).Json["vouchers"]!.AsArray());
        Assert.Equal("voucher_code_unknown", (await Quote((await Host.SignIn(Roles.Customer)).Token, voucher)).Slug);
        Assert.Equal("input_invalid", (await Quote(customer, "x")).Slug);
        var open = await Host.Send("POST", path, ops, new { }, Key());
        var (_, first) = await Host.SignIn(Roles.Customer);
        Assert.Equal(200, (await Host.Send("POST", "/v1/me/vouchers", first, new { code = (string)open.Json["code"]! })).Status);
        Assert.Equal("voucher_not_yours", (await Host.Send("POST", "/v1/me/vouchers", customer, new { code = (string)open.Json["code"]! })).Slug);
        Assert.Equal(403, (await Host.Send("POST", path, customer, new { }, Key())).Status);
    }

    [Fact]
    public async Task Codes_Guessed_EndAfterTenAndMistypedOnesAreToldSo()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        Assert.Equal("input_invalid", (await Host.Send("POST", "/v1/me/vouchers", customer, new { code = "0000-0000-0001" })).Slug);
        for (var i = 0; i < 10; i++)
        {
            var guess = Domain.Vouchers.VoucherCode.Of([9, 8, 7, 6, 5, 4, (byte)i]);
            Assert.Equal("voucher_code_unknown", (await Host.Send("POST", "/v1/me/vouchers", customer, new { code = guess.ToString() })).Slug);
        }

        var refused = await Host.Send("POST", "/v1/me/vouchers", customer, new { code = Domain.Vouchers.VoucherCode.Of([9, 8, 7, 6, 5, 4, 99]).ToString() });
        Assert.Equal((429, "voucher_tries_spent"), (refused.Status, refused.Slug));
    }

    [Fact]
    public async Task Campaign_Unsound_IsRefusedWithEveryFault()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        foreach (var (field, value) in new (string, JsonNode?)[]
        {
            ("currency", "XXQ"), ("operator", "No slug"), ("operator", "nobody"), ("operator", null), ("name", " "), ("name", null), ("funder", null), ("benefit", null), ("currency", null),
            ("scope", new JsonObject { ["hours"] = new JsonArray(new JsonObject()) }), ("scope", new JsonObject { ["hours"] = new JsonArray((JsonNode?)null) }), ("scope", new JsonObject { ["minimum_spend_minor_units"] = -1 }), ("scope", new JsonObject { ["zones"] = new JsonArray("") }), ("budget_minor_units", -5), ("ends_at", "2001-01-01T00:00:00Z"), ("valid_seconds", -1), ("time_zone", "Moon/Sea"), ("most_uses", 0),
            ("benefit", new JsonObject { ["kind"] = "percentage", ["share_basis_points"] = 10_001 }), ("benefit", new JsonObject { ["kind"] = "luck" }), ("funder", new JsonObject { ["kind"] = "merchant" }),
        })
        {
            var body = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(Body()))!;
            body[field] = value?.DeepClone();
            var answer = await Host.Send("POST", "/v1/ops/campaigns", ops, body, Key());
            Assert.True((answer.Status, answer.Slug) == (400, "input_invalid"), $"{field} = {value?.ToJsonString()}: {answer.Status} {answer.Text}");
        }

        Assert.Equal("idempotency_key_missing", (await Host.Send("POST", "/v1/ops/campaigns", ops, Body())).Slug);
    }

    private static string Key() => Guid.NewGuid().ToString("N");

    private static object Body(bool publicCode = false) => new
    {
        @operator = "acme",
        name = "A film after noodles",
        funder = new { kind = "merchant", id = "film" },
        currency = "USD",
        benefit = new { kind = "amount", amount_minor_units = 100 },
        budget_minor_units = 1_000,
        begins_at = DateTimeOffset.UtcNow.AddDays(-1),
        ends_at = DateTimeOffset.UtcNow.AddDays(1),
        public_code = publicCode,
    };

    private async Task<ApiHost.Answer> Quote(string token, string? voucher = null) => await Host.Send("POST", "/v1/quotes", token, voucher is null
        ? new { market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) } }
        : new { market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) }, voucher });
}
