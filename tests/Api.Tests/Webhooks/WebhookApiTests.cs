using System.Text.Json.Nodes;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;

namespace O2O.Dispatch.Api.Tests.Webhooks;

/// <summary>Webhooks as an integrator and an operator have them: over HTTP, with everything behind it real.</summary>
public sealed class WebhookApiTests : IAsyncLifetime
{
    private ApiHost _host = null!;
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.Begin();
        _host = await ApiHost.Begin(settings: [("Webhook:AllowHttp", "true"), ("Webhook:AllowLoopback", "true"), ("Webhook:PollPeriod", "00:00:00.020"), ("Webhook:EndpointsPerOwner", "2")]);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Integrator_SubscribesAndOrders_HearsOfItsOwnJobsAlone()
    {
        var key = await _host.Key("webhooks", "quotes", "jobs:read", "jobs:write", "sandbox");
        var made = await _host.Send("POST", "/v1/webhook-endpoints", key, new { url = _receiver.Url, types = new[] { "job.requested", "payment.captured" } });
        Assert.True(made.Status == 201, made.Text);
        var (id, secret) = ((string)made.Json["endpoint_id"]!, (string)made.Json["secret"]!);
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        foreach (var path in new[] { "/v1/webhook-endpoints", $"/v1/webhook-endpoints/{id}" })
        {
            var seen = await _host.Send("GET", path, key);
            Assert.Equal(200, seen.Status);
            Assert.Contains(id, seen.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, seen.Text, StringComparison.Ordinal);
        }

        var (_, customer) = await _host.SignIn(Roles.Customer);
        await _host.Job(customer);
        var job = await _host.Job(key, serviceClass: "sandbox");

        // Nobody can accept it before its payment is authorised.
        await _host.Until($"/v1/jobs/{job:N}", key, answer => (string?)answer.Json["state"] == "matching", "the authorisation");
        foreach (var step in new[] { "accept", "arrive", "start", "complete" })
        {
            var done = await _host.Send("POST", $"/v1/sandbox/jobs/{job:N}/{step}", key, null, Guid.NewGuid().ToString("N"));
            Assert.True(done.Status == 200, done.Text);
        }

        var log = await _host.Until(
            $"/v1/webhook-endpoints/{id}/deliveries?state=delivered", key, answer => answer.Json["items"]!.AsArray().Count == 2, "both deliveries");
        Assert.Equal(["job.requested", "payment.captured"], _receiver.Came.Select(one => (string)JsonNode.Parse(one.Body)!["type"]!));
        Assert.All(_receiver.Came, one => Assert.True(WebhookDeliveryTests.Verifies(one, secret, TimeProvider.System.GetUtcNow())));
        Assert.All(_receiver.Came, one => Assert.Equal(job.ToString("N"), (string)JsonNode.Parse(one.Body)!["job"]!));
        var latest = log.Json["items"]![0]!;
        Assert.Equal(("payment.captured", 200, 1), ((string)latest["type"]!, (int)latest["status"]!, (int)latest["attempts"]!));

        // One is sent again, and then the period: the same ids.
        var (_, ops) = await _host.SignIn(Roles.Ops);
        var again = await _host.Send("POST", $"/v1/webhook-endpoints/{id}/deliveries/{(string)latest["delivery_id"]!}/redeliver", ops);
        Assert.True(again.Status == 202, again.Text);
        await Came(3);
        var replayed = await _host.Send("POST", $"/v1/webhook-endpoints/{id}/replay", key, new { from = DateTimeOffset.UtcNow.AddHours(-1), to = DateTimeOffset.UtcNow.AddHours(1) });
        Assert.True(replayed.Status == 200 && (int)replayed.Json["queued"]! == 2 && replayed.Json["next_cursor"] is null, replayed.Text);
        await Came(5);
        Assert.Equal(2, _receiver.Came.Select(one => one.Event).Distinct().Count());
        var all = await _host.Send("GET", $"/v1/ops/webhook-deliveries?endpoint_id={id}", ops);
        Assert.Equal(2, all.Json["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Endpoint_OfAnother_IsNotThere()
    {
        var (mine, other) = (await _host.Key("webhooks"), await _host.Key("webhooks"));
        var made = await _host.Send("POST", "/v1/webhook-endpoints", mine, new { url = _receiver.Url });
        var id = (string)made.Json["endpoint_id"]!;
        var ping = await _host.Send("POST", $"/v1/webhook-endpoints/{id}/ping", mine);
        Assert.True(ping.Status == 202, ping.Text);
        await Came(1);
        foreach (var (method, path) in new[]
        {
            ("GET", string.Empty), ("DELETE", string.Empty), ("POST", "/enable"), ("POST", "/disable"), ("POST", "/ping"), ("GET", "/deliveries"),
            ("POST", $"/deliveries/{(string)ping.Json["delivery_id"]!}/redeliver"),
        })
        {
            var answer = await _host.Send(method, $"/v1/webhook-endpoints/{id}{path}", other);
            Assert.True(answer is { Status: 404, Slug: "not_found" }, $"{method} {path}: {answer.Status} {answer.Text}");
        }

        Assert.Equal(404, (await _host.Send("POST", $"/v1/webhook-endpoints/{id}/roll-secret", other, new { })).Status);
        Assert.Equal(404, (await _host.Send("POST", $"/v1/webhook-endpoints/{id}/replay", other, new { from = DateTimeOffset.UnixEpoch, to = DateTimeOffset.UnixEpoch.AddDays(1) })).Status);
        Assert.Empty((await _host.Send("GET", "/v1/webhook-endpoints", other)).Json["items"]!.AsArray());
        Assert.Equal(200, (await _host.Send("GET", $"/v1/webhook-endpoints/{id}", mine)).Status);
        Assert.Equal(403, (await _host.Send("GET", "/v1/ops/webhook-deliveries", mine)).Status);
    }

    [Fact]
    public async Task Endpoint_SwitchedRolledAndDeleted_DoesAsItIsTold()
    {
        var key = await _host.Key("webhooks");
        var made = await _host.Send("POST", "/v1/webhook-endpoints", key, new { url = _receiver.Url });
        var (path, old) = ($"/v1/webhook-endpoints/{(string)made.Json["endpoint_id"]!}", (string)made.Json["secret"]!);
        Assert.Equal("disabled", (string)(await _host.Send("POST", path + "/disable", key)).Json["state"]!);
        var refused = await _host.Send("POST", path + "/ping", key);
        Assert.True(refused is { Status: 409, Slug: "webhook_endpoint_off" }, refused.Text);
        Assert.Equal("enabled", (string)(await _host.Send("POST", path + "/enable", key)).Json["state"]!);
        var rolled = await _host.Send("POST", path + "/roll-secret", key, new { expires_in_seconds = 3_600 });
        Assert.True(rolled.Status == 200, rolled.Text);
        Assert.Equal(202, (await _host.Send("POST", path + "/ping", key)).Status);
        await Came(1);
        var came = Assert.Single(_receiver.Came);
        Assert.Equal("ping", (string)JsonNode.Parse(came.Body)!["type"]!);
        Assert.True(WebhookDeliveryTests.Verifies(came, (string)rolled.Json["secret"]!, TimeProvider.System.GetUtcNow()));
        Assert.True(WebhookDeliveryTests.Verifies(came, old, TimeProvider.System.GetUtcNow()));
        Assert.Equal(204, (await _host.Send("DELETE", path, key)).Status);
        Assert.Equal(404, (await _host.Send("GET", path, key)).Status);
        Assert.Equal(404, (await _host.Send("DELETE", path, key)).Status);
    }

    [Fact]
    public async Task Input_Unfit_IsNamedByField()
    {
        var key = await _host.Key("webhooks");
        var (_, ops) = await _host.SignIn(Roles.Ops);
        foreach (var (body, field) in new (object, string)[]
        {
            (new { url = "http://10.0.0.1/" }, "url"),
            (new { url = "https://localhost.localdomain@x.example/" }, "url"),
            (new { types = Array.Empty<string>() }, "url"),
            (new { url = _receiver.Url, types = new[] { "job.unheard_of" } }, "types"),
            (new { url = _receiver.Url, types = new string?[] { null } }, "types"),
            (new { url = _receiver.Url, market = "New York" }, "market"),
            (new { url = _receiver.Url, customer_id = Guid.NewGuid() }, "customer_id"),
            (new { url = _receiver.Url, merchant_id = Guid.Empty }, "merchant_id"),
            (new { url = _receiver.Url, description = new string('x', 201) }, "description"),
        })
        {
            var answer = await _host.Send("POST", "/v1/webhook-endpoints", key, body);
            Assert.True(answer is { Status: 400, Slug: "input_invalid" } && answer.Json["errors"]![field] is not null, $"{field}: {answer.Status} {answer.Text}");
        }

        // For operators an account is a filter as any other.
        var made = await _host.Send("POST", "/v1/webhook-endpoints", ops, new { url = _receiver.Url, customer_id = Guid.NewGuid(), merchant_id = Guid.NewGuid(), market = ApiHost.Market });
        Assert.True(made.Status == 201, made.Text);
        var path = $"/v1/webhook-endpoints/{(string)made.Json["endpoint_id"]!}";
        foreach (var (suffix, body, field) in new (string, object, string)[]
        {
            ("/roll-secret", new { expires_in_seconds = -1 }, "expires_in_seconds"),
            ("/roll-secret", new { expires_in_seconds = 604_801 }, "expires_in_seconds"),
            ("/replay", new { from = DateTimeOffset.UnixEpoch, to = DateTimeOffset.UnixEpoch }, "to"),
            ("/replay", new { from = DateTimeOffset.UnixEpoch, to = DateTimeOffset.UnixEpoch.AddDays(32) }, "to"),
            ("/replay", new { from = DateTimeOffset.UnixEpoch, to = DateTimeOffset.UnixEpoch.AddDays(1), cursor = "%%" }, "cursor"),
            ("/replay", new { from = DateTimeOffset.UnixEpoch, to = DateTimeOffset.UnixEpoch.AddDays(1), cursor = "eA" }, "cursor"),
        })
        {
            var answer = await _host.Send("POST", path + suffix, ops, body);
            Assert.True(answer is { Status: 400, Slug: "input_invalid" } && answer.Json["errors"]![field] is not null, $"{suffix} {field}: {answer.Status} {answer.Text}");
        }

        Assert.Equal(400, (await _host.Send("GET", path + "/deliveries?state=lost", ops)).Status);
        Assert.Equal(400, (await _host.Send("GET", "/v1/ops/webhook-deliveries?cursor=x&limit=0", ops)).Status);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(201, (await _host.Send("POST", "/v1/webhook-endpoints", key, new { url = _receiver.Url })).Status);
        }

        var many = await _host.Send("POST", "/v1/webhook-endpoints", key, new { url = _receiver.Url });
        Assert.True(many is { Status: 409, Slug: "too_many_endpoints" }, many.Text);
    }

    private async Task Came(int count)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (_receiver.Came.Count < count)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"Waited 30 s for {count} webhooks; {_receiver.Came.Count} came.");
            await Task.Delay(20);
        }
    }
}
