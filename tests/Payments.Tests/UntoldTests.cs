using System.Net;
using System.Text;
using global::Stripe;
using O2O.Dispatch.Payments.Stripe;

namespace O2O.Dispatch.Payments.Tests;

/// <summary>A gateway that refuses to tell of a payment is not one that does not answer.</summary>
public sealed class UntoldTests
{
    [Theory]
    [InlineData(400, true)]
    [InlineData(402, true)]
    [InlineData(403, true)]
    [InlineData(401, false)]
    [InlineData(409, false)]
    [InlineData(429, false)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    public async Task Find_RefusalOrNoAnswer_AreToldApart(int status, bool isRefused)
    {
        var records = Records(_ => (status, """{"error":{"type":"invalid_request_error","code":"resource_missing","message":"No."}}"""));
        var faults = new[]
        {
            await Record.ExceptionAsync(() => records.Find("pi_1", default)),
            await Record.ExceptionAsync(() => records.Refunds("pi_1", default)),
            await Record.ExceptionAsync(() => records.Disputes("pi_1", default)),
        };
        Assert.All(faults, fault => Assert.Equal(isRefused ? typeof(GatewayRefusedException) : typeof(GatewayUnavailableException), fault?.GetType()));
    }

    [Fact]
    public async Task Find_WhatIsNotThere_IsNull() => Assert.Null(await Records(_ => (404, """{"error":{"type":"invalid_request_error","code":"resource_missing"}}""")).Find("pi_1", default));

    [Fact]
    public async Task Payments_OlderOneThatIsRefused_IsThereByItsNameAndTheListGoesOn()
    {
        const string Refund = """{"id":"re_@","object":"refund","amount":5,"created":1700000000,"currency":"usd","metadata":{},"payment_intent":"pi_@","status":"succeeded"}""";
        var records = Records(path => path switch
        {
            "/v1/refunds" => (200, List(Refund.Replace("@", "refused", StringComparison.Ordinal), Refund.Replace("@", "told", StringComparison.Ordinal))),
            "/v1/payment_intents/pi_refused" => (403, """{"error":{"type":"invalid_request_error","code":"account_invalid"}}"""),
            "/v1/payment_intents/pi_told" => (200, """{"id":"pi_told","object":"payment_intent","amount":900,"amount_received":900,"created":1600000000,"currency":"usd","metadata":{},"status":"succeeded","latest_charge":"ch_1"}"""),
            _ => (200, List()),
        });
        var found = new List<(string Intent, bool IsUntold, long Captured)>();
        await foreach (var payment in records.Payments(DateTimeOffset.FromUnixTimeSeconds(1_650_000_000), DateTimeOffset.FromUnixTimeSeconds(1_800_000_000), default))
        {
            found.Add((payment.Intent, payment.IsUntold, payment.CapturedMinorUnits));
        }

        Assert.Equal([("pi_refused", true, 0L), ("pi_told", false, 900L)], found);
    }

    private static string List(params string[] items) => $$"""{"object":"list","has_more":false,"url":"/v1/x","data":[{{string.Join(',', items)}}]}""";

    private static StripeRecords Records(Func<string, (int Status, string Body)> answer) =>
        new(new StripeClient("sk_test_1", httpClient: new SystemNetHttpClient(new HttpClient(new Canned(answer)), maxNetworkRetries: 0), apiBase: "http://gateway.test"));

    private sealed class Canned(Func<string, (int Status, string Body)> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, body) = answer(request.RequestUri!.AbsolutePath);
            return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }
    }
}
