using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Api.Tests.Vouchers;

/// <summary>Vouchers by link, by another customer's link, by a game's link and by a partner's job, over HTTP.</summary>
public sealed class ClaimApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Link_ThatAnybodyMayOpen_GivesOneAtATimeAndAsManyAsItSays()
    {
        var made = await Make(new { link_per_customer = 2 });
        var token = (string)made["link"]!["token"]!;
        Assert.Equal($"/customer?claim={token}", (string)made["link"]!["link"]!);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var first = await Claim(customer, token);
        Assert.True(first.Status == 200, first.Text);
        Assert.Equal(("link", "issued"), ((string)first.Json["voucher"]!["source"]!, (string)first.Json["voucher"]!["state"]!));
        Assert.Equal(first.Text, (await Claim(customer, token)).Text);

        // The quote that takes it goes on with the journey of the link.
        var quote = await Host.Send("POST", "/v1/quotes", customer, new { market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) } });
        Assert.Equal((string)first.Json["voucher"]!["voucher_id"]!, (string)quote.Json["vouchers"]![0]!["voucher_id"]!);
        Assert.Equal((string)first.Json["journey_id"]!, (string)quote.Json["journey_id"]!);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var row = (await Host.Send("GET", $"/v1/ops/markets/{ApiHost.Market}/funnel?by=campaign", ops)).Json["rows"]!.AsArray().Single(one => (string)one!["key"]! == (string)made["campaign_id"]!)!;
        Assert.Equal((1, 1), ((long)row["touches"]!, (long)row["quotes"]!));
        var figures = (await Host.Send("GET", $"/v1/ops/campaigns/{made["campaign_id"]}/figures", ops)).Json["sources"]!.AsArray();
        Assert.Equal(("link", 1, 0), ((string)figures.Single()!["source"]!, (long)figures[0]!["issued"]!, (long)figures[0]!["used"]!));

        // Of another operator's, in another market, altered or none: a link is not known.
        Assert.Equal((404, "voucher_link_unknown"), ((await Claim(customer, "x")).Status, (await Claim(customer, token[..^2] + (token.EndsWith("AA", StringComparison.Ordinal) ? "BA" : "AA"))).Slug));
        Assert.Equal("market_unknown", (await Host.Send("POST", "/v1/vouchers/claim", customer, new { token, market = "nowhere" })).Slug);
        Assert.Equal("journey_unknown", (await Host.Send("POST", "/v1/vouchers/claim", customer, new { token, market = ApiHost.Market, journey_id = Guid.NewGuid() })).Slug);
        Assert.Equal("paused", (string)(await Host.Send("POST", $"/v1/ops/campaigns/{made["campaign_id"]}/change", ops, new { paused = true })).Json["state"]!);
        Assert.Equal(first.Json["voucher"]!["voucher_id"]!.ToString(), (await Claim(customer, token)).Json["voucher"]!["voucher_id"]!.ToString());
        Assert.Equal("voucher_campaign_over", (await Claim((await Host.SignIn(Roles.Customer)).Token, token)).Slug);
    }

    /// <summary>Nobody writes that the date of a voucher has come: the link looks at the date.</summary>
    [Fact]
    public async Task Link_WhoseVoucherHasExpired_GivesTheNextAndThenNone()
    {
        var made = await Make(new { link_per_customer = 2 }, validSeconds: 0.001);
        var token = (string)made["link"]!["token"]!;
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var first = await Claim(customer, token);
        Assert.True(first.Status == 200, first.Text);
        ApiHost.Answer next;
        do
        {
            next = await Claim(customer, token);
        }
        while (next.Status == 200);

        Assert.Equal((409, "voucher_customer_cap_reached"), (next.Status, next.Slug));
        Assert.Equal(2, (await Host.Send("GET", "/v1/me/vouchers", customer)).Json["items"]!.AsArray().Count);
    }

    /// <summary>A page shows one market and the link names none: it is claimed where it is good.</summary>
    [Fact]
    public async Task Link_OpenedInAMarketOfAnotherOperator_IsClaimedInOneOfItsOwn()
    {
        var name = $"of-another-{Guid.NewGuid():N}"[..30];
        var grid = Host.App.Services.GetRequiredService<IMarketCatalog>().Find(new MarketId(ApiHost.Market))!;
        var reply = await Host.App.Services.GetRequiredService<IGrainFactory>().GetGrain<IMarketGrain>(name).Define(MarketCodec.Write(grid with { Id = new MarketId(name), Operator = new OperatorId("other") }), default);
        Assert.Null(reply.Rejection);
        var campaign = (string)(await Make(null, @operator: "other"))["campaign_id"]!;
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var token = (string)(await Host.Send("POST", $"/v1/campaigns/{campaign}/links", ops, new { }, Key())).Json["links"]![0]!["token"]!;
        var came = await Claim((await Host.SignIn(Roles.Customer)).Token, token);
        Assert.True(came.Status == 200, came.Text);
        Assert.Equal(campaign, (string)came.Json["voucher"]!["campaign_id"]!);
        Assert.Contains((await Host.Send("GET", $"/v1/ops/markets/{name}/funnel", ops)).Json["rows"]!.AsArray(), row => (string)row!["key"]! == "link" && (long)row["touches"]! == 1);
    }

    [Fact]
    public async Task Links_OfAGame_AreOneVoucherEachForWhoIsFirst()
    {
        var (account, key) = await Partner();
        var campaign = (string)(await Make(new { partners = new[] { account } }))["campaign_id"]!;
        var path = $"/v1/campaigns/{campaign}/links";
        var idempotency = Key();
        var links = await Host.Send("POST", path, key, new { count = 3 }, idempotency);
        Assert.True(links.Status == 200, links.Text);
        var tokens = links.Json["links"]!.AsArray().Select(one => (string)one!["token"]!).ToList();
        Assert.Equal(3, tokens.Distinct().Count());
        Assert.Equal(tokens, (await Host.Send("POST", path, key, new { count = 3 }, idempotency)).Json["links"]!.AsArray().Select(one => (string)one!["token"]!));

        // Ten customers in the same moment: one has it, and has it again; the others are told so.
        var customers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Host.SignIn(Roles.Customer)));
        var answers = await Task.WhenAll(customers.Select(customer => Claim(customer.Token, tokens[0])));
        var winner = customers[Array.FindIndex(answers, answer => answer.Status == 200)];
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal((409, "voucher_not_yours"), (answer.Status, answer.Slug)));
        var again = await Claim(winner.Token, tokens[0]);
        Assert.Equal("game", (string)again.Json["voucher"]!["source"]!);
        Assert.Equal(200, (await Claim(winner.Token, tokens[1])).Status);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        Assert.Contains((await Host.Send("GET", $"/v1/ops/markets/{ApiHost.Market}/funnel", ops)).Json["rows"]!.AsArray(), row => (string)row!["key"]! == "game" && (long)row["touches"]! > 0);

        // An operator's is a link; a campaign that does not name the account is none to it.
        Assert.Equal("link", (string)(await Claim(winner.Token, (string)(await Host.Send("POST", path, ops, new { }, Key())).Json["links"]![0]!["token"]!)).Json["voucher"]!["source"]!);
        Assert.Equal("not_found", (await Host.Send("POST", $"/v1/campaigns/{(await Make(null))["campaign_id"]}/links", key, new { }, Key())).Slug);
        Assert.Equal(403, (await Host.Send("POST", path, await Host.Key("quotes"), new { }, Key())).Status);
        foreach (var (body, named) in new (object, string)[] { (new { count = 0 }, "count"), (new { count = 1_001 }, "count"), (new { source = "link" }, "source"), (new { valid_seconds = 0 }, "valid_seconds"), (new { valid_seconds = 1e300 }, "valid_seconds") })
        {
            Assert.NotNull((await Host.Send("POST", path, key, body, Key())).Json["errors"]![named]);
        }
    }

    [Fact]
    public async Task Link_WhoseTimeIsOver_IsToldSo()
    {
        var campaign = (string)(await Make(null))["campaign_id"]!;
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var token = (string)(await Host.Send("POST", $"/v1/campaigns/{campaign}/links", ops, new { valid_seconds = 1 }, Key())).Json["links"]![0]!["token"]!;
        var (_, customer) = await Host.SignIn(Roles.Customer);

        // Whole seconds count: it is over within one.
        ApiHost.Answer answer;
        do
        {
            answer = await Claim((await Host.SignIn(Roles.Customer)).Token, token);
        }
        while (answer.Status == 200 || answer.Slug == "voucher_not_yours");

        Assert.Equal((409, "voucher_link_expired"), (answer.Status, (await Claim(customer, token)).Slug));
    }

    [Fact]
    public async Task Links_Guessed_EndAfterTen()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("voucher_link_unknown", (await Claim(customer, $"guess{i}")).Slug);
        }

        Assert.Equal((429, "voucher_tries_spent"), ((await Claim(customer, "guess")).Status, (await Claim(customer, "guess")).Slug));
    }

    [Fact]
    public async Task Partner_ReportsAJob_ItsCustomerHasAVoucherOnce()
    {
        var (account, key) = await Partner();
        var campaign = (string)(await Make(new { partners = new[] { account } }))["campaign_id"]!;
        var path = $"/v1/campaigns/{campaign}/partner-jobs";
        var (id, customer) = await Host.SignIn(Roles.Customer);
        var body = new { reference = "stay 7", customer_id = id, market = ApiHost.Market };
        var told = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Host.Send("POST", path, key, body)));
        Assert.All(told, answer => Assert.True(answer.Status == 200, answer.Text));
        Assert.Single(told.Select(answer => answer.Text).Distinct());
        var voucher = Assert.Single((await Host.Send("GET", "/v1/me/vouchers", customer)).Json["items"]!.AsArray())!;
        Assert.Equal(((string)told[0].Json["voucher_id"]!, "partner"), ((string)voucher["voucher_id"]!, (string)voucher["source"]!));
        Assert.Equal("voucher_not_yours", (await Host.Send("POST", path, key, new { reference = "stay 7", customer_id = Guid.NewGuid(), market = ApiHost.Market })).Slug);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var sent = (await Host.Send("GET", "/v1/ops/notifications", ops)).Json.AsArray().Where(one => (string)one!["kind"]! == "voucher" && (string)one["to"]! == $"customer/{id:N}");

        // At least once, and as one message: who repeats may do so because the first time ended too early.
        Assert.Single(sent.Select(one => (string)one!["notification_id"]!).Distinct());
        var (other, _) = await Host.SignIn(Roles.Customer);
        var issued = await Host.App.Services.GetRequiredService<IGrainFactory>().GetGrain<ICampaignGrain>(campaign.Replace("-", string.Empty, StringComparison.Ordinal))
            .Issue(new IssueVoucher(other, "partner", $"job:{account:N}:stay 8"), default);
        Assert.Equal($"{issued.Voucher:N}", (string)(await Host.Send("POST", path, key, new { reference = "stay 8", customer_id = other, market = ApiHost.Market })).Json["voucher_id"]!);
        Assert.Contains((await Host.Send("GET", "/v1/ops/notifications", ops)).Json.AsArray(), one => (string)one!["kind"]! == "voucher" && (string)one["to"]! == $"customer/{other:N}");

        // Another partner's is another's, and has no voucher where the campaign does not name it.
        Assert.Equal("not_found", (await Host.Send("POST", path, (await Partner()).Key, body)).Slug);
        Assert.Equal("input_invalid", (await Host.Send("POST", path, key, new { reference = "", customer_id = id, market = ApiHost.Market })).Slug);
        Assert.Equal("input_invalid", (await Host.Send("POST", path, key, new { reference = new string('x', 101), customer_id = id, market = ApiHost.Market })).Slug);
        foreach (var (to, by, bad) in new (string, string, object)[]
        {
            (path, key, new { reference = "a\0", customer_id = id, market = ApiHost.Market }),
            ($"/v1/ops/campaigns/{campaign}/vouchers", ops, new { reference = "\n", customer_id = id }),
        })
        {
            Assert.NotNull((await Host.Send("POST", to, by, bad, Key())).Json["errors"]!["reference"]);
        }

        Assert.Equal("market_unknown", (await Host.Send("POST", path, key, new { reference = "1", customer_id = id, market = "nowhere" })).Slug);
    }

    [Fact]
    public async Task Referral_ByAnothersLink_IsForNewCustomersOfOthersAndOnce()
    {
        var friend = (string)(await Make(null, benefit: 50))["campaign_id"]!;
        var campaign = (string)(await Make(null, referral: new { most_per_referrer = 3, friend_campaign_id = friend }))["campaign_id"]!;
        var (_, one) = await Host.SignIn(Roles.Customer);
        var (_, other) = await Host.SignIn(Roles.Customer);
        var mine = await LinkOf(one, campaign);
        Assert.Equal((string)mine["link"]!["token"]!, (string)(await LinkOf(one, campaign))["link"]!["token"]!);
        Assert.Equal((100, 50, 0, 3), ((long)mine["benefit"]!["amount_minor_units"]!, (long)mine["friend_benefit"]!["amount_minor_units"]!, (int)mine["referred"]!, (int)mine["most"]!));
        var token = (string)mine["link"]!["token"]!;
        Assert.Equal((409, "voucher_own_link"), ((await Claim(one, token)).Status, (await Claim(one, token)).Slug));

        var (_, brought) = await Host.SignIn(Roles.Customer);
        var came = await Claim(brought, token);
        Assert.True(came.Status == 200, came.Text);
        Assert.Null(came.Json["voucher"]);
        Assert.Equal((campaign, 50, false), ((string)came.Json["referral"]!["campaign_id"]!, (long)came.Json["referral"]!["benefit"]!["amount_minor_units"]!, (bool)came.Json["referral"]!["is_done"]!));
        Assert.Equal(came.Text, (await Claim(brought, token)).Text);
        Assert.Equal((409, "voucher_referred_before"), ((await Claim(brought, (string)(await LinkOf(other, campaign))["link"]!["token"]!)).Status, (await Claim(brought, (string)(await LinkOf(other, campaign))["link"]!["token"]!)).Slug));
        Assert.Equal(1, (int)(await LinkOf(one, campaign))["referred"]!);

        // Whoever has an order under way is no new customer.
        var (_, old) = await Host.SignIn(Roles.Customer);
        await Host.Job(old);
        Assert.Equal((409, "voucher_not_the_first_time"), ((await Claim(old, token)).Status, (await Claim(old, token)).Slug));
        Assert.Equal("input_invalid", (await Host.Send("POST", "/v1/ops/campaigns", (await Host.SignIn(Roles.Ops)).Token, Body(null, 100, new { most_per_referrer = 3, friend_campaign_id = Guid.NewGuid() }), Key())).Slug);
        Assert.Equal("input_invalid", (await Host.Send("POST", "/v1/ops/campaigns", (await Host.SignIn(Roles.Ops)).Token, Body(new { link_per_customer = 11 }, 100, null), Key())).Slug);
    }

    private static string Key() => Guid.NewGuid().ToString("N");

    private static object Body(object? claims, int benefit, object? referral, string @operator = "acme", double? validSeconds = null) => new
    {
        @operator,
        name = "By a link",
        funder = new { kind = "merchant", id = "film" },
        currency = "USD",
        benefit = new { kind = "amount", amount_minor_units = benefit },
        budget_minor_units = 1_000,
        begins_at = DateTimeOffset.UtcNow.AddDays(-1),
        ends_at = DateTimeOffset.UtcNow.AddDays(1),
        claims,
        referral,
        valid_seconds = validSeconds,
    };

    private async Task<JsonNode> Make(object? claims, int benefit = 100, object? referral = null, string @operator = "acme", double? validSeconds = null)
    {
        var made = await Host.Send("POST", "/v1/ops/campaigns", (await Host.SignIn(Roles.Ops)).Token, Body(claims, benefit, referral, @operator, validSeconds), Key());
        Assert.True(made.Status == 201, made.Text);
        return made.Json;
    }

    private async Task<(Guid Account, string Key)> Partner()
    {
        var made = await Host.Send("POST", "/v1/ops/api-keys", (await Host.SignIn(Roles.Ops)).Token, new { name = "partner", scopes = new[] { "vouchers" } });
        Assert.True(made.Status == 201, made.Text);
        return (Guid.Parse((string)made.Json["customer_id"]!), (string)made.Json["key"]!);
    }

    private Task<ApiHost.Answer> Claim(string customer, string token) => Host.Send("POST", "/v1/vouchers/claim", customer, new { token, market = ApiHost.Market });

    private async Task<JsonNode> LinkOf(string customer, string campaign) =>
        (await Host.Send("GET", $"/v1/me/referrals?market={ApiHost.Market}", customer)).Json["items"]!.AsArray().Single(one => (string)one!["campaign_id"]! == campaign)!;
}
