using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;

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
