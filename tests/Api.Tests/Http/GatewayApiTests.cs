using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Payments;
using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>The gateway's news over HTTP: taken by signature alone, stored before it is answered, and to be seen by operators.</summary>
public sealed class GatewayApiTests
{
    private const string Secret = "whsec_api";

    [Fact]
    public async Task Webhook_SignedForgedTooLongAndRepeated_IsAnsweredAndListed()
    {
        await using var host = await ApiHost.Begin("Production", ("Payments:WebhookSecret", Secret), ("Payments:WebhookBytes", "2048"));
        using var http = new HttpClient { BaseAddress = new Uri(host.Url) };
        var body = """{"id":"evt_api","object":"event","type":"customer.created","created":1700000000,"data":{"object":{"id":"cus_1","object":"customer"}}}""";
        Assert.Equal(400, await Post(http, body, "whsec_other"));
        Assert.Equal(400, await Post(http, body, null));
        Assert.Equal(400, await Post(http, """{"id":5}""", Secret));
        for (var i = 0; i < 20; i++)
        {
            // The connection of a refused body ends: what is sent next goes over another.
            Assert.Equal(413, await Post(http, body + new string(' ', 2_048), Secret));
            Assert.Equal(200, await Post(http, body, Secret));
        }

        Assert.Equal(200, await Post(http, body, Secret));
        var ops = (await host.SignIn(Roles.Ops)).Token;
        var listed = await host.Until("/v1/ops/webhooks?state=ignored", ops, answer => answer.Status == 200 && answer.Json["items"]!.AsArray().Count > 0, "the webhook to be acted on");
        var row = Assert.Single(listed.Json["items"]!.AsArray())!;
        Assert.Equal(("evt_api", "no_rule", "ignored"), ((string)row["event_id"]!, (string)row["reason"]!, (string)row["state"]!));
        Assert.DoesNotContain("cus_1", listed.Text, StringComparison.Ordinal);
        Assert.Equal(400, (await host.Send("GET", "/v1/ops/webhooks?state=none&cursor=x&limit=0", ops)).Status);
        Assert.Equal(200, (await host.Send("GET", "/v1/ops/payments/reconciliation", ops)).Status);
    }

    [Fact]
    public async Task Reconciliation_OfAnotherProcess_IsShownAndOnTheBoardWhoeverCompared()
    {
        await using var host = await ApiHost.Begin();
        var (_, ops) = await host.SignIn(Roles.Ops);
        Assert.Null((await host.Send("GET", "/v1/ops/payments/reconciliation", ops)).Json["compared_at"]);
        var at = new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
        var job = Guid.CreateVersion7();
        var grain = host.App.Services.GetRequiredService<IGrainFactory>().GetGrain<IReconciliationGrain>(IReconciliationGrain.Only);
        var difference = new KeptDifference("amount_differs", job, "pi_1", 900, 901, "USD", at);
        await grain.Keep(new KeptReconciliation(at.AddHours(-1), at, at, 7, 2, [difference]), default);

        // One that was late says nothing.
        await grain.Keep(new KeptReconciliation(at.AddHours(-2), at.AddHours(-1), at.AddHours(-1), 9, 9, []), default);
        var shown = (await host.Send("GET", "/v1/ops/payments/reconciliation", ops)).Json;
        Assert.Equal((7, 2), ((int)shown["compared"]!, (int)shown["resolved"]!));
        Assert.Equal(("amount_differs", job.ToString("N"), 901L), ((string)shown["differences"]![0]!["kind"]!, (string)shown["differences"]![0]!["job_id"]!, (long)shown["differences"]![0]!["theirs_minor_units"]!));
        var alerts = await host.Until("/v1/ops/alerts", ops, answer => answer.Json.AsArray().Any(alert => (string)alert!["kind"]! == "payment_difference"), "the alert");
        Assert.Contains(alerts.Json.AsArray(), alert => (string)alert!["alert_id"]! == "payment_difference:amount_differs:pi_1");

        // More than anybody reads is cut off.
        await grain.Keep(new KeptReconciliation(at, at.AddHours(1), at.AddHours(1), 7, 2, [.. Enumerable.Repeat(difference, KeptReconciliation.MaxDifferences + 1)]), default);
        Assert.Equal(KeptReconciliation.MaxDifferences, (await grain.Get(default))!.Differences.Length);
    }

    [Fact]
    public async Task Webhook_ThatWasSetAside_IsAnAlertAndTriedAgain()
    {
        await using var host = await ApiHost.Begin();
        var (_, ops) = await host.SignIn(Roles.Ops);
        var store = host.App.Services.GetRequiredService<IPaymentWebhookStore>();
        var at = new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
        var kept = (await store.Add(new PaymentWebhook(0, "evt_parked", "charge.dispute.created", null, at, at, "{}", WebhookState.Received, null, null) { DueAt = DateTimeOffset.MaxValue }, default))!;
        Assert.Equal(404, (await host.Send("POST", $"/v1/ops/webhooks/{kept.Number}/retry", ops)).Status);
        await store.Park(kept.Number, 20, "403", default);
        var alerts = await host.Until("/v1/ops/alerts", ops, answer => answer.Json.AsArray().Any(alert => (string)alert!["kind"]! == "gateway_webhook_parked"), "the alert");
        var alert = alerts.Json.AsArray().Single(alert => (string)alert!["kind"]! == "gateway_webhook_parked")!;
        Assert.Equal((kept.Number, $"gateway_webhook_parked:{kept.Number}"), ((long)alert["webhook_number"]!, (string)alert["alert_id"]!));
        var row = (await host.Send("GET", "/v1/ops/webhooks", ops)).Json["items"]![0]!;
        Assert.Equal((true, 20, "403", "received"), ((bool)row["parked"]!, (int)row["attempts"]!, (string)row["error"]!, (string)row["state"]!));
        Assert.Equal(204, (await host.Send("POST", $"/v1/ops/webhooks/{kept.Number}/retry", ops)).Status);
        Assert.Equal(404, (await host.Send("POST", $"/v1/ops/webhooks/{kept.Number}/retry", ops)).Status);
        await host.Until("/v1/ops/alerts", ops, answer => answer.Json.AsArray().All(alert => (string)alert!["kind"]! != "gateway_webhook_parked"), "the alert to go");
    }

    [Fact]
    public async Task Webhook_WithoutASecret_IsNotTaken()
    {
        await using var host = await ApiHost.Begin();
        using var http = new HttpClient { BaseAddress = new Uri(host.Url) };
        Assert.Equal(404, await Post(http, """{"id":"evt_api","type":"customer.created","created":1700000000}""", ""));
    }

    private static async Task<int> Post(HttpClient http, string body, string? secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (secret is not null)
        {
            var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            request.Headers.TryAddWithoutValidation("Stripe-Signature", $"t={at},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}")))}");
        }

        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
