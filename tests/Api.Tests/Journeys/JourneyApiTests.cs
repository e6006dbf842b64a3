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
