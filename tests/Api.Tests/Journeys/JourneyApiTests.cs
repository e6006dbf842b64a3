using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;

namespace O2O.Dispatch.Api.Tests.Journeys;

/// <summary>Journeys over HTTP: what begins one, what goes on with one, and what is refused by name.</summary>
public sealed class JourneyApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private static readonly object Ride = new { market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) } };

    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Touch_ByAnybody_BeginsAJourneyAndSaidAgainIsTheSame()
    {
        var body = new { market = ApiHost.Market, source = "chat_app", label = "menu_2", touch_id = Guid.NewGuid() };
        var first = await Host.Send("POST", "/v1/journeys", null, body);
        Assert.True(first.Status == 200, first.Text);
        Assert.Equal(first.Text, (await Host.Send("POST", "/v1/journeys", null, body)).Text);
        var more = await Host.Send("POST", "/v1/journeys", null, new { market = ApiHost.Market, source = "search", journey_id = (string)first.Json["journey_id"]! });
        Assert.Equal((string)first.Json["journey_id"]!, (string)more.Json["journey_id"]!);
        Assert.NotEqual((string)first.Json["journey_id"]!, (string)(await Host.Send("POST", "/v1/journeys", null, new { market = ApiHost.Market, source = "link" })).Json["journey_id"]!);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var rows = (await Host.Send("GET", $"/v1/ops/markets/{ApiHost.Market}/funnel", ops)).Json["rows"]!.AsArray();
        Assert.Equal(1, (long)rows.Single(row => (string)row!["key"]! == "chat_app")!["touches"]!);
        Assert.Equal(1, (long)rows.Single(row => (string)row!["key"]! == "search")!["touches"]!);
    }

    [Fact]
    public async Task Touch_ThatCannotBe_IsRefusedByName()
    {
        foreach (var (body, status, slug, field) in new (object, int, string, string?)[]
        {
            (new { market = "nowhere", source = "link" }, 404, "market_unknown", null),
            (new { market = ApiHost.Market, source = "api_key" }, 400, "input_invalid", "source"),
            (new { market = ApiHost.Market, source = "post" }, 400, "input_invalid", "source"),
            (new { market = ApiHost.Market, source = "link", label = "Call +43 660 1234567" }, 400, "input_invalid", "label"),
            (new { market = ApiHost.Market, source = "link", label = "0660-1234567" }, 400, "input_invalid", "label"),
            (new { market = ApiHost.Market, source = "link", label = "" }, 400, "input_invalid", "label"),
            (new { market = ApiHost.Market, source = "link", label = new string('a', 41) }, 400, "input_invalid", "label"),
            (new { market = ApiHost.Market, source = "campaign", campaign_id = Guid.NewGuid() }, 400, "input_invalid", "campaign_id"),
            (new { market = ApiHost.Market, source = "link", merchant_id = Guid.NewGuid() }, 400, "input_invalid", "merchant_id"),
            (new { market = ApiHost.Market, source = "qr", store_id = Guid.NewGuid() }, 400, "input_invalid", "store_id"),
            (new { market = ApiHost.Market, source = "qr", journey_id = Guid.NewGuid() }, 404, "journey_unknown", null),
        })
        {
            var answer = await Host.Send("POST", "/v1/journeys", null, body);
            Assert.True(answer.Status == status && answer.Slug == slug, answer.Text);
            Assert.True(field is null || answer.Json["errors"]![field] is not null, answer.Text);
        }
    }

    [Fact]
    public async Task Quote_WithoutAJourney_BeginsOneAndItsJobIsOfIt()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var (_, other) = await Host.SignIn(Roles.Customer);
        var quote = await Host.Send("POST", "/v1/quotes", customer, Ride);
        Assert.True(quote.Status == 200, quote.Text);
        var journey = (string)quote.Json["journey_id"]!;
        Assert.NotEqual(journey, (string)(await Host.Send("POST", "/v1/quotes", customer, Ride)).Json["journey_id"]!);
        var named = await Host.Send("POST", "/v1/quotes", customer, new { market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) }, journey_id = journey });
        Assert.Equal(journey, (string)named.Json["journey_id"]!);
        var unknown = await Host.Send(
            "POST", "/v1/quotes", customer, new { market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) }, journey_id = Guid.NewGuid() });
        Assert.Equal((404, "journey_unknown"), (unknown.Status, unknown.Slug));

        var ordered = await Host.Send("POST", "/v1/jobs", customer, new { quote = (string)named.Json["quote"]! }, Guid.NewGuid().ToString("N"));
        Assert.True(ordered.Status == 201, ordered.Text);
        var job = (string)ordered.Json["job_id"]!;
        Assert.Equal(journey, (string)(await Host.Send("GET", $"/v1/jobs/{job}", customer)).Json["journey_id"]!);
        var moment = Assert.Single((await Host.Send("GET", "/v1/me/timeline", customer)).Json["items"]!.AsArray());
        Assert.Equal(("ordered", job, journey, "online"), ((string)moment!["kind"]!, (string)moment["job_id"]!, (string)moment["journey_id"]!, (string)moment["where"]!));
        Assert.Empty((await Host.Send("GET", "/v1/me/timeline", other)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Quote_WithAKey_BeginsOneBySourceOfTheKey()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var quote = await Host.Send("POST", "/v1/quotes", await Host.Key("quotes"), Ride);
        Assert.True(quote.Status == 200, quote.Text);
        var row = (await Host.Send("GET", $"/v1/ops/markets/{ApiHost.Market}/funnel?by=source", ops)).Json["rows"]!.AsArray().Single(one => (string)one!["key"]! == "api_key")!;
        Assert.Equal((1, 1, 0), ((long)row["touches"]!, (long)row["quotes"]!, (long)row["orders"]!));
    }

    [Fact]
    public async Task Suggestion_ToWhoWantsIt_IsOneADaySentRecordedAndCountedWhenFollowed()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var (id, customer) = await Host.SignIn(Roles.Customer);
        var place = ApiHost.Place(3, 3);
        var here = System.Text.Json.JsonSerializer.SerializeToNode(place)!.AsObject();
        here["market"] = ApiHost.Market;
        var made = await Host.Send("POST", "/v1/ops/campaigns", ops, new
        {
            @operator = "acme", name = "Ten rides on us", funder = new { kind = "platform" }, currency = "USD", benefit = new { kind = "amount", amount_minor_units = 100 }, earned_by = new { minimum_paid_minor_units = 90_000_000 },
            budget_minor_units = 1_000, begins_at = DateTimeOffset.UtcNow.AddDays(-1), ends_at = DateTimeOffset.UtcNow.AddDays(1),
        }, Guid.NewGuid().ToString("N"));
        Assert.True(made.Status == 201, made.Text);
        var campaign = (string)made.Json["campaign_id"]!;

        // Nobody is suggested anything without having asked for it.
        Assert.False((bool)(await Host.Send("GET", "/v1/me/preferences", customer)).Json["suggestions"]!);
        Assert.Null((await Host.Send("POST", "/v1/me/place", customer, here)).Json["suggestion"]);
        Assert.True((bool)(await Host.Send("PUT", "/v1/me/preferences", customer, new { suggestions = true })).Json["suggestions"]!);
        Assert.Equal("input_invalid", (await Host.Send("POST", "/v1/me/place", customer, new { market = ApiHost.Market, longitude = 400, latitude = 1 })).Slug);
        Assert.Equal("market_unknown", (await Host.Send("POST", "/v1/me/place", customer, new { market = "nowhere", longitude = 4, latitude = 1 })).Slug);

        var told = await Host.Send("POST", "/v1/me/place", customer, here);
        var suggestion = told.Json["suggestion"];
        Assert.True(suggestion is not null, told.Text);
        Assert.Equal(("campaign", campaign), ((string)suggestion["kind"]!, (string)suggestion["campaign_id"]!));
        Assert.Null((await Host.Send("POST", "/v1/me/place", customer, here)).Json["suggestion"]);
        var sent = (await Host.Send("GET", "/v1/ops/notifications", ops)).Json.AsArray().Where(one => (string)one!["kind"]! == "suggestion" && (string)one["to"]! == $"customer/{id:N}");
        Assert.Contains((string)suggestion["link"]!, (string)Assert.Single(sent)!["text"]!, StringComparison.Ordinal);

        // Following it is one touch of the campaign, however often.
        var follow = new { market = ApiHost.Market, source = "campaign", suggestion_id = (string)suggestion["suggestion_id"]! };
        var followed = await Host.Send("POST", "/v1/journeys", null, follow);
        Assert.True(followed.Status == 200, followed.Text);
        Assert.Equal(followed.Text, (await Host.Send("POST", "/v1/journeys", null, follow)).Text);
        Assert.Equal("suggestion_unknown", (await Host.Send("POST", "/v1/journeys", null, new { market = ApiHost.Market, source = "campaign", suggestion_id = Guid.NewGuid() })).Slug);
        Assert.Equal("input_invalid", (await Host.Send("POST", "/v1/journeys", null, new { market = ApiHost.Market, source = "link", suggestion_id = follow.suggestion_id })).Slug);
        var figures = (await Host.Send("GET", $"/v1/ops/campaigns/{campaign}/figures", ops)).Json;
        Assert.Equal((1, 1), ((long)figures["suggested"]!, (long)figures["followed"]!));
        var row = (await Host.Send("GET", $"/v1/ops/markets/{ApiHost.Market}/funnel?by=campaign", ops)).Json["rows"]!.AsArray().Single(one => (string)one!["key"]! == campaign)!;
        Assert.Equal(1, (long)row["touches"]!);
        var moment = Assert.Single((await Host.Send("GET", "/v1/me/timeline", customer)).Json["items"]!.AsArray())!;
        Assert.Equal(("suggested", "Ten rides on us"), ((string)moment["kind"]!, (string)moment["detail"]!));
        var quote = await Host.Send(
            "POST", "/v1/quotes", customer, new { market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) }, journey_id = (string)followed.Json["journey_id"]! });
        Assert.True(quote.Status == 200, quote.Text);
    }

    [Fact]
    public async Task Suggestion_AtTheEndOfAJob_IsTheCustomersVoucher()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var (id, customer) = await Host.SignIn(Roles.Customer);
        await Host.Send("PUT", "/v1/me/preferences", customer, new { suggestions = true });
        var made = await Host.Send("POST", "/v1/ops/campaigns", ops, new
        {
            @operator = "acme", name = "A sandbox ride", funder = new { kind = "platform" }, currency = "USD", benefit = new { kind = "amount", amount_minor_units = 100 }, scope = new { service_classes = new[] { "sandbox" } },
            budget_minor_units = 1_000, begins_at = DateTimeOffset.UtcNow.AddDays(-1), ends_at = DateTimeOffset.UtcNow.AddDays(1),
        }, Guid.NewGuid().ToString("N"));
        Assert.True(made.Status == 201, made.Text);
        var issued = await Host.Send("POST", $"/v1/ops/campaigns/{made.Json["campaign_id"]}/vouchers", ops, new { customer_id = id }, Guid.NewGuid().ToString("N"));
        Assert.True(issued.Status == 200, issued.Text);
        var (job, _, driver) = await Host.AcceptedJob((id, customer));
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/arrive", driver.Token, new { })).Status);
        var pin = (string)(await Host.Send("GET", $"/v1/jobs/{job:N}", customer)).Json["pin"]!;
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/start", driver.Token, new { pin })).Status);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/complete", driver.Token, new { }, Guid.NewGuid().ToString("N"))).Status);
        var timeline = await Host.Until("/v1/me/timeline", customer, answer => answer.Json["items"]!.AsArray().Any(one => (string)one!["kind"]! == "suggested"), "the suggestion");
        var suggested = timeline.Json["items"]!.AsArray().Single(one => (string)one!["kind"]! == "suggested")!;
        Assert.Equal((job.ToString("N"), (string)issued.Json["voucher_id"]!), ((string)suggested["job_id"]!, (string)suggested["subject_id"]!));
    }

    [Fact]
    public async Task Figures_AskedWrongly_AreRefusedByName()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var root = $"/v1/ops/markets/{ApiHost.Market}";
        foreach (var (path, token, status, slug) in new[]
        {
            ("/v1/ops/markets/nowhere/funnel", ops, 404, "market_unknown"),
            ($"{root}/funnel?by=colour", ops, 400, "input_invalid"),
            ($"{root}/funnel?from=2026-02-01&to=2026-01-01", ops, 400, "input_invalid"),
            ($"{root}/cohorts?weeks=0", ops, 400, "input_invalid"),
            ($"{root}/cohorts?weeks=105", ops, 400, "input_invalid"),
            ($"/v1/ops/campaigns/{Guid.NewGuid():N}/figures", ops, 404, "not_found"),
            ("/v1/me/timeline?limit=0", customer, 400, "input_invalid"),
            ("/v1/me/timeline?cursor=AAAA", customer, 400, "input_invalid"),
            ($"/v1/me/timeline?cursor={new string('A', 2_000)}", customer, 400, "input_invalid"),
        })
        {
            var answer = await Host.Send("GET", path, token);
            Assert.True(answer.Status == status && answer.Slug == slug, $"{path}: {answer.Text}");
        }

        var cohorts = await Host.Send("GET", $"{root}/cohorts", ops);
        Assert.True(cohorts.Status == 200, cohorts.Text);
    }
}
