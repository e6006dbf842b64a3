using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>One job from the quote to the rating, as apps see it.</summary>
public sealed class LifecycleTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Job_OfferedAcceptedAndDone_IsPaidRatedAndOnTheTimeline()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var provider = await Host.Provider(1, 1);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var job = await Host.Job(customer);
        var offered = await Host.Until("/v1/provider", provider.Token, answer => answer.Json["open_offer"]?["job"]?["job_id"] is { } id && Guid.Parse((string)id!) == job, "the offer");
        Assert.Null(offered.Json["open_offer"]!["job"]!["pin"]);
        var accepted = await Host.Send("POST", $"/v1/provider/offers/{(string)offered.Json["open_offer"]!["offer_id"]!}/accept", provider.Token, new { job_id = job });
        Assert.True(accepted.Status == 200, accepted.Text);
        Assert.Null(accepted.Json["pin"]);

        var pin = (string)(await Host.Send("GET", $"/v1/jobs/{job:N}", customer)).Json["pin"]!;
        Assert.Null((await Host.Send("GET", $"/v1/jobs/{job:N}", provider.Token)).Json["pin"]);
        Assert.Null((await Host.Send("GET", $"/v1/ops/jobs/{job:N}", ops)).Json["pin"]);
        var directions = await Host.Send("GET", $"/v1/provider/jobs/{job:N}/directions", provider.Token);
        Assert.Equal(200, directions.Status);
        Assert.Equal(409, (await Host.Send("GET", $"/v1/jobs/{job:N}/receipt", customer)).Status);
        Assert.Equal(409, (await Host.Send("POST", $"/v1/jobs/{job:N}/rating", customer, new { stars = 5 })).Status);

        var share = await Host.Send("POST", $"/v1/jobs/{job:N}/share", customer);
        var shared = await Host.Send("GET", $"/v1/share/{(string)share.Json["token"]!}");
        Assert.Equal("accepted", (string)shared.Json["state"]!);
        Assert.Null(shared.Json["customer_id"]);
        Assert.Null(shared.Json["fare_minor_units"]);

        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/arrive", provider.Token)).Status);
        Assert.Equal("wrong_pin", (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/start", provider.Token, new { pin = "no" })).Slug);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/start", provider.Token, new { pin })).Status);
        Assert.Equal("idempotency_key_missing", (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/complete", provider.Token, new { })).Slug);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/complete", provider.Token, new { }, "done")).Status);

        var receipt = await Host.Until($"/v1/jobs/{job:N}/receipt", customer, answer => (string?)answer.Json["payment"] == "captured", "the capture");
        Assert.Equal((long)receipt.Json["total_minor_units"]!, (long)receipt.Json["captured_minor_units"]!);
        Assert.Equal((long)receipt.Json["total_minor_units"]!, receipt.Json["lines"]!.AsArray().Sum(line => (long)line!["amount_minor_units"]!));
        var rated = await Host.Send("POST", $"/v1/jobs/{job:N}/rating", customer, new { stars = 4, comment = "fine" });
        Assert.Equal(4, (int)rated.Json["stars"]!);
        Assert.Equal(4, (int)(await Host.Send("POST", $"/v1/jobs/{job:N}/rating", customer, new { stars = 1 })).Json["stars"]!);

        var earnings = (await Host.Send("GET", "/v1/provider/earnings", provider.Token)).Json;
        Assert.Equal(job, Guid.Parse((string)Assert.Single(earnings["items"]!.AsArray())!["job_id"]!));
        Assert.True((long)earnings["totals"]![0]!["amount_minor_units"]! is > 0 and var net && net < (long)receipt.Json["total_minor_units"]!);

        var timeline = (await Host.Send("GET", $"/v1/ops/jobs/{job:N}/timeline", ops)).Json["items"]!.AsArray();
        Assert.Equal(["event", "offer", "transfer"], timeline.Select(item => (string)item!["kind"]!).Distinct().Order());
        Assert.Contains(timeline, item => (string)item!["name"]! == "payment_captured");
        Assert.Equal(timeline.Select(item => (DateTimeOffset)item!["at"]!).Order(), timeline.Select(item => (DateTimeOffset)item!["at"]!));
        Assert.Equal(job, Guid.Parse((string)Assert.Single((await Host.Send("GET", "/v1/jobs?state=completed", provider.Token)).Json["items"]!.AsArray())!["job_id"]!));
    }

    [Fact]
    public async Task Destination_QuotedAndChanged_IsPricedFromWhereTheVehicleIs()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var provider = await Host.Provider(2, 2);
        var job = await Host.Job(customer, 2, 2);
        var path = $"/v1/jobs/{job:N}/destination";
        var before = (long)(await Host.Until($"/v1/jobs/{job:N}", customer, answer => (string?)answer.Json["payment"] == "authorized", "the hold")).Json["fare_minor_units"]!;

        // Farther than it was; what is wrong is named.
        Assert.Equal("input_invalid", (await Host.Send("POST", $"{path}/quote", customer, new { destination = new { longitude = 200, latitude = 5 } })).Slug);
        Assert.Equal("not_served_here", (await Host.Send("POST", $"{path}/quote", customer, new { destination = new { longitude = 9.5, latitude = 40.1 } })).Slug);
        Assert.Equal("job_unknown", (await Host.Send("POST", $"{path}/quote", (await Host.SignIn(Roles.Customer)).Token, new { destination = ApiHost.Place(7, 7) })).Slug);
        var quoted = await Host.Send("POST", $"{path}/quote", customer, new { destination = ApiHost.Place(9, 2) });
        Assert.True(quoted.Status == 200, quoted.Text);
        Assert.NotEqual(before, (long)quoted.Json["total_minor_units"]!);
        Assert.Equal("idempotency_key_missing", (await Host.Send("POST", path, customer, new { quote = (string)quoted.Json["quote"]! })).Slug);
        var changed = await Host.Send("POST", path, customer, new { quote = (string)quoted.Json["quote"]! }, "there");
        Assert.True(changed.Status == 200, changed.Text);
        Assert.Equal((long)quoted.Json["total_minor_units"]!, (long)changed.Json["fare_minor_units"]!);
        Assert.Equal(changed.Text, (await Host.Send("POST", path, customer, new { quote = (string)quoted.Json["quote"]! }, "there")).Text);

        // An order on it is refused: it is for this job's change.
        Assert.Equal("quote_invalid", (await Host.Send("POST", "/v1/jobs", customer, new { quote = (string)quoted.Json["quote"]! }, "another")).Slug);
    }

    [Fact]
    public async Task History_InPages_IsWholeAndTheLatestFirst()
    {
        var (_, token) = await Host.SignIn(Roles.Customer);
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            made.Add(await Host.Job(token, i, i, "sandbox"));
        }

        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = (await Host.Send("GET", $"/v1/jobs?limit=2{(cursor is null ? string.Empty : $"&cursor={cursor}")}", token)).Json;
            seen.AddRange(page["items"]!.AsArray().Select(item => Guid.Parse((string)item!["job_id"]!)));
            cursor = (string?)page["next_cursor"];
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Reverse(made), seen);
    }

    [Fact]
    public async Task Search_ByEverything_FindsTheJobAndNoOther()
    {
        var (id, token) = await Host.SignIn(Roles.Customer);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var job = await Host.Job(token, 7, 2, "sandbox");
        foreach (var query in new[] { $"customer_id={id:N}", $"customer_id={id:N}&state=open&market=grid", $"customer_id={id:N}&longitude=-73.983&latitude=40.752&radius_metres=50" })
        {
            Assert.Equal(job, Guid.Parse((string)Assert.Single((await Host.Send("GET", $"/v1/ops/jobs?{query}", ops)).Json["items"]!.AsArray())!["job_id"]!));
        }

        foreach (var query in new[] { $"customer_id={id:N}&state=ended", $"customer_id={id:N}&longitude=-73.99&latitude=40.759&radius_metres=50", $"customer_id={id:N}&market=elsewhere", $"customer_id={id:N}&to=2020-01-01T00:00:00Z" })
        {
            Assert.Empty((await Host.Send("GET", $"/v1/ops/jobs?{query}", ops)).Json["items"]!.AsArray());
        }
    }

    [Fact]
    public async Task Sandbox_DrivesAProviderToTheEnd()
    {
        var key = await Host.Key("quotes", "jobs:read", "jobs:write", "sandbox");
        var job = await Host.Job(key, 1, 1, "sandbox");
        await Host.Until($"/v1/jobs/{job:N}", key, answer => (string?)answer.Json["state"] == "matching", "the job to be open");
        foreach (var (step, state) in new[] { ("accept", "accepted"), ("accept", "accepted"), ("arrive", "arrived_at_pickup"), ("start", "in_progress"), ("complete", "completed") })
        {
            var answer = await Host.Send("POST", $"/v1/sandbox/jobs/{job:N}/{step}", key);
            Assert.True(answer.Status == 200, answer.Text);
            Assert.Equal(state, (string)answer.Json["state"]!);
        }

        var ride = await Host.Job(key);
        Assert.Equal("illegal_in_this_state", (await Host.Send("POST", $"/v1/sandbox/jobs/{ride:N}/accept", key)).Slug);
    }

    [Fact]
    public async Task Customers_RemovedByOps_AreGoneOnceTheirJobsHaveEnded()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var (id, token) = await Host.SignIn(Roles.Customer);
        var job = await Host.Job(token, 3, 3, "sandbox");
        var early = await Host.Send("DELETE", $"/v1/ops/customers/{id:N}", ops);
        Assert.Equal((409, "conflict"), (early.Status, early.Slug));
        Assert.Equal(200, (await Host.Send("GET", "/v1/me", token)).Status);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/jobs/{job:N}/cancel", token, new { }, "no-more")).Status);
        Assert.Equal(200, (await Host.Send("PUT", "/v1/me/preferences", token, new { notes = new[] { "no peanuts" } })).Status);
        Assert.Equal(204, (await Host.Send("DELETE", $"/v1/ops/customers/{id:N}", ops)).Status);
        Assert.Equal(204, (await Host.Send("DELETE", $"/v1/ops/customers/{id:N}", ops)).Status);
        Assert.Equal("customer_unknown", (await Host.Send("GET", "/v1/me", token)).Slug);

        // Who comes again under the id finds none of the old words.
        var again = await Host.Send("POST", "/v1/dev/sign-in", null, new { role = Roles.Customer, id });
        Assert.Empty((await Host.Send("GET", "/v1/me/preferences", (string)again.Json["access_token"]!)).Json["notes"]!.AsArray());

        // What was ordered stays what it was.
        Assert.Equal("canceled_by_customer", (string?)(await Host.Send("GET", $"/v1/ops/jobs/{job:N}", ops)).Json["state"]);
    }

    [Fact]
    public async Task Customers_WithMoneyInAWallet_AreNotRemoved()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var (id, token) = await Host.SignIn(Roles.Customer);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/ops/customers/{id:N}/wallet/credits", ops, new { market = ApiHost.Market, amount_minor_units = 500, reason = "For the test." }, "keep-500")).Status);
        var refused = await Host.Send("DELETE", $"/v1/ops/customers/{id:N}", ops);
        Assert.Equal((409, "conflict"), (refused.Status, refused.Slug));
        Assert.Equal(200, (await Host.Send("GET", "/v1/me", token)).Status);
    }

    [Fact]
    public async Task Providers_RemovedByOps_AreGoneOnceTheirShiftHasEnded()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var provider = await Host.Provider(6, 6);
        var path = $"/v1/ops/providers/{provider.Id:N}";
        Assert.Equal("illegal_in_this_state", (await Host.Send("DELETE", path, ops)).Slug);
        Assert.Equal(200, (await Host.Send("POST", "/v1/provider/shift/stop", provider.Token)).Status);
        Assert.Equal(204, (await Host.Send("DELETE", path, ops)).Status);
        Assert.Equal(204, (await Host.Send("DELETE", path, ops)).Status);
        Assert.Equal("provider_unknown", (await Host.Send("GET", path, ops)).Slug);
        Assert.DoesNotContain(provider.Id.ToString("N"), (await Host.Send("GET", "/v1/ops/providers?limit=200", ops)).Text, StringComparison.Ordinal);

        // Who applies again under the id works again: a new shift is a later one, and its reports are heard.
        var again = (string)(await Host.Send("POST", "/v1/dev/sign-in", null, new { role = Roles.Provider, id = provider.Id })).Json["access_token"]!;
        var shift = await Host.Send("POST", "/v1/provider/shift/start", again, new { market = ApiHost.Market, service_classes = new[] { "ride" }, vehicle_id = provider.Id });
        Assert.True(shift.Status == 200, shift.Text);
        Assert.Equal(202, (await Host.Send("POST", "/v1/locations", again, new { reports = new[] { ApiHost.Place(6, 6) } })).Status);
        var late = await Host.Send("POST", "/v1/locations", again, new { reports = new[] { new { longitude = -73.99, latitude = 40.75, at = DateTimeOffset.UnixEpoch } } });
        Assert.Equal((202, """{"accepted":0,"refused":[{"index":0,"reason":"stale"}]}"""), (late.Status, late.Text));
        await Host.Until("/v1/ops/map?market=grid", ops, answer => answer.Text.Contains(provider.Id.ToString("N"), StringComparison.Ordinal), "the provider on the map");
        Assert.Equal(200, (await Host.Send("POST", "/v1/provider/shift/stop", again)).Status);
    }

    [Fact]
    public async Task Providers_SuspendedByOps_MayNotBeginAShift()
    {
        var (id, token) = await Host.SignIn(Roles.Provider);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/ops/providers/{id:N}/suspend", ops)).Status);
        var refused = await Host.Send("POST", "/v1/provider/shift/start", token, new { market = ApiHost.Market, service_classes = new[] { "ride" }, vehicle_id = id });
        Assert.Equal((422, "provider_not_approved"), (refused.Status, refused.Slug));
        Assert.Contains(id.ToString("N"), (await Host.Send("GET", "/v1/ops/providers?standing=suspended", ops)).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/ops/providers/{id:N}/reinstate", ops)).Status);
        Assert.Equal(409, (await Host.Send("POST", $"/v1/ops/providers/{id:N}/reinstate", ops)).Status);
        Assert.Equal(200, (await Host.Send("POST", "/v1/provider/shift/start", token, new { market = ApiHost.Market, service_classes = new[] { "ride" }, vehicle_id = id })).Status);
        Assert.Equal("Stop", (await Host.Send("POST", "/v1/provider/shift/stop", token)).Status == 200 ? "Stop" : "refused");
    }

    [Fact]
    public async Task Market_Paused_TakesNoOrders()
    {
        await using var host = await ApiHost.Begin();
        var (_, ops) = await host.SignIn(Roles.Ops);
        var (_, customer) = await host.SignIn(Roles.Customer);
        Assert.Equal(200, (await host.Send("POST", "/v1/ops/markets/grid/pause", ops)).Status);
        var body = new { market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(0, 0), ApiHost.Place(5, 5) } };
        Assert.Equal("market_paused", (await host.Send("POST", "/v1/quotes", customer, body)).Slug);
        Assert.Equal(200, (await host.Send("POST", "/v1/ops/markets/grid/resume", ops)).Status);
        Assert.Equal(200, (await host.Send("POST", "/v1/quotes", customer, body)).Status);
    }

    [Fact]
    public async Task Map_AskedForAgain_IsNotSentAgain()
    {
        using var client = new HttpClient { BaseAddress = new Uri(Host.Url) };
        using var first = await client.GetAsync("/v1/markets/grid/map");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/markets/grid/map");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(180, System.Text.Json.Nodes.JsonNode.Parse(await first.Content.ReadAsStringAsync())!["roads"]!.AsArray().Count);
        Assert.Equal(404, (await Host.Send("GET", "/v1/markets/nowhere/map")).Status);
    }
}
