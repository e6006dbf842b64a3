using System.Net;
using System.Text.Json;
using O2O.Dispatch.Testing;
using Stripe;

namespace O2O.Dispatch.Payments.Sandbox.Tests;

/// <summary>Idempotency, faults on request, webhooks, the journal.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private static readonly Uri IntentsUrl = new("/v1/payment_intents", UriKind.Relative);
    private readonly RunningSandbox _run = new();

    public Task InitializeAsync() => _run.InitializeAsync();

    public Task DisposeAsync() => _run.DisposeAsync();

    private PaymentIntentService Intents => new(_run.Client());

    private static PaymentIntentCreateOptions Pay(string method = "pm_card_visa", long amount = 900) =>
        new() { Amount = amount, Currency = "usd", PaymentMethod = method, Confirm = true, CaptureMethod = "manual" };

    private static RequestOptions Key(string key) => new() { IdempotencyKey = key };

    private static HttpRequestMessage Post(string key, long amount = 900)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, IntentsUrl)
        {
            Content = new FormUrlEncodedContent([new("amount", $"{amount}"), new("currency", "usd"), new("payment_method", "pm_card_visa"), new("confirm", "true")]),
        };
        message.Headers.Add("Idempotency-Key", key);
        return message;
    }

    [Fact]
    public async Task Key_Again_GivesTheStoredAnswer()
    {
        var first = await Intents.CreateAsync(Pay(), Key("a"));
        var again = await Intents.CreateAsync(Pay(), Key("a"));
        Assert.Equal(first.StripeResponse.Content, again.StripeResponse.Content);
        Assert.Equal("true", again.StripeResponse.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Single(await Intents.ListAsync());
        Assert.Equal("idempotency_error", (await Assert.ThrowsAsync<StripeException>(() => Intents.CreateAsync(Pay(amount: 901), Key("a")))).StripeError.Type);
        var declined = await Assert.ThrowsAsync<StripeException>(() => Intents.CreateAsync(Pay("pm_card_chargeDeclined"), Key("b")));
        var still = await Assert.ThrowsAsync<StripeException>(() => Intents.CreateAsync(Pay("pm_card_chargeDeclined"), Key("b")));
        Assert.Equal(declined.StripeResponse.Content, still.StripeResponse.Content);
        _run.Clock.Advance(TimeSpan.FromHours(24));
        Assert.NotEqual(first.Id, (await Intents.CreateAsync(Pay(), Key("a"))).Id);
    }

    [Fact]
    public async Task Key_OfARefusedRequest_IsFree()
    {
        await Assert.ThrowsAsync<StripeException>(() => Intents.CreateAsync(Pay(amount: 0), Key("a")));
        Assert.Equal("requires_capture", (await Intents.CreateAsync(Pay(), Key("a"))).Status);
    }

    /// <summary>1,000 keys (of a full count), each used 100 times at once: one effect each, identical answers. Who comes while the first is under way gets a 409 and asks again, as clients do.</summary>
    [Fact]
    public async Task Keys_UsedAtOnce_HaveOneEffectEach()
    {
        var rounds = FullCount.Of(10, otherwise: 2);
        for (var round = 0; round < rounds; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(async call =>
            {
                var key = $"{round}-{call % 100}";
                while (true)
                {
                    await Task.Yield();
                    var answer = await _run.Sandbox.Send("", "POST", "/v1/payment_intents", [new("amount", "900"), new("currency", "usd"), new("payment_method", "pm_card_visa"), new("confirm", "true")], key, SandboxFault.None, default);
                    if (answer.Status != 409)
                    {
                        return (key, Answer: answer);
                    }
                }
            }));
            Assert.All(answers.GroupBy(answer => answer.key), group => Assert.Single(group.Select(answer => (answer.Answer.Status, answer.Answer.Body)).Distinct()));
        }

        var ids = new HashSet<string>();
        await foreach (var intent in Intents.ListAutoPagingAsync(new PaymentIntentListOptions { Limit = 100 }))
        {
            Assert.True(ids.Add(intent.Id));
        }

        Assert.Equal(rounds * 100, ids.Count);
    }

    [Theory]
    [InlineData("error_500", 0)]
    [InlineData("error_500_after", 1)]
    public async Task Error500_WithTheSameKey_StaysSo(string fault, int made)
    {
        using var broken = _run.Raw(fault);
        using var http = _run.Raw();
        var first = await broken.SendAsync(Post("k"));
        var again = await http.SendAsync(Post("k"));
        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.InternalServerError), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal("false", again.Headers.GetValues("Stripe-Should-Retry").Single());
        Assert.Equal(made, (await Intents.ListAsync()).Count());
        Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(Post("other"))).StatusCode);
    }

    [Theory]
    [InlineData("time_out_after")]
    [InlineData("time_out_before")]
    public async Task TimeOut_AskedAgain_IsDoneOnce(string fault)
    {
        using var broken = _run.Raw(fault);
        using var http = _run.Raw();
        await Assert.ThrowsAsync<HttpRequestException>(() => broken.SendAsync(Post("k")));
        Assert.Equal(fault == "time_out_after" ? 1 : 0, (await Intents.ListAsync()).Count());
        Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(Post("k"))).StatusCode);
        Assert.Single(await Intents.ListAsync());
    }

    [Fact]
    public async Task Method_TimesOutAfter_EachOperationIsDoneAndLost()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => Intents.CreateAsync(Pay("pm_card_sandboxTimeOutAfter"), Key("hold")));
        var held = await Intents.CreateAsync(Pay("pm_card_sandboxTimeOutAfter"), Key("hold"));
        await Assert.ThrowsAsync<HttpRequestException>(() => Intents.CaptureAsync(held.Id, null, Key("take")));
        Assert.Equal(900, (await Intents.CaptureAsync(held.Id, null, Key("take"))).AmountReceived);
        Assert.Single(await new EventService(_run.Client()).ListAsync(new EventListOptions { Type = "charge.captured" }));
    }

    [Fact]
    public async Task Slow_UsedMeanwhile_IsAConflict()
    {
        using var slow = _run.Raw("slow");
        var first = slow.SendAsync(Post("k"));
        while (_run.Clock.ActiveTimers == 0)
        {
            await Task.Yield();
        }

        using var http = _run.Raw();
        var conflict = await http.SendAsync(Post("k"));
        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        Assert.False(first.IsCompleted);
        _run.Clock.Advance(TimeSpan.FromSeconds(20));
        var late = await (await first).Content.ReadAsStringAsync();
        Assert.Equal(late, await (await http.SendAsync(Post("k"))).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Faults_Queued_HitTheNextRequests()
    {
        using var http = _run.Raw();
        (await http.PostAsync(new Uri("/sandbox/faults", UriKind.Relative), new FormUrlEncodedContent([new("fault", "decline"), new("fault", "none"), new("fault", "error_500")]))).EnsureSuccessStatusCode();
        Assert.Equal("card_declined", (await Assert.ThrowsAsync<StripeException>(() => Intents.CreateAsync(Pay()))).StripeError.Code);
        Assert.Equal("requires_capture", (await Intents.CreateAsync(Pay())).Status);
        Assert.Equal("api_error", (await Assert.ThrowsAsync<StripeException>(() => Intents.CreateAsync(Pay()))).StripeError.Type);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync(new Uri("/sandbox/faults", UriKind.Relative), new FormUrlEncodedContent([new("fault", "7")]))).StatusCode);
    }

    [Fact]
    public async Task Webhooks_Signed_TellWhatHappened()
    {
        var endpoint = await new WebhookEndpointService(_run.Client()).CreateAsync(new WebhookEndpointCreateOptions { Url = _run.Address + "/hook", EnabledEvents = ["payment_intent.*"] });
        Assert.StartsWith("whsec_", endpoint.Secret, StringComparison.Ordinal);
        Assert.Null((await new WebhookEndpointService(_run.Client()).GetAsync(endpoint.Id)).Secret);
        var held = await Intents.CreateAsync(Pay("pm_card_sandboxDuplicateWebhook"), Key("hold"));
        await _run.Sandbox.Drain();
        var now = _run.Clock.GetUtcNow().ToUnixTimeSeconds();
        var told = _run.Received.Select(received => EventUtility.ConstructEvent(received.Body, received.Signature, endpoint.Secret, 300, now)).ToList();
        Assert.Equal(2, told.Count(happened => happened.Type == "payment_intent.amount_capturable_updated"));
        Assert.All(told, happened => Assert.Equal((held.Id, "hold"), (((PaymentIntent)happened.Data.Object).Id, happened.Request.IdempotencyKey)));
        Assert.Equal(2, told.Select(happened => happened.Id).Distinct().Count());
        Assert.Equal(told.Select(happened => happened.Id).Distinct().Order(StringComparer.Ordinal), (await new EventService(_run.Client()).ListAsync(new EventListOptions { Types = ["payment_intent.*"] })).Select(happened => happened.Id).Order(StringComparer.Ordinal));
        Assert.Throws<StripeException>(() => EventUtility.ConstructEvent(_run.Received.First().Body, _run.Received.First().Signature, "whsec_other", 300, now));
    }

    [Fact]
    public async Task Webhook_Early_ComesBeforeTheAnswer()
    {
        await new WebhookEndpointService(_run.Client()).CreateAsync(new WebhookEndpointCreateOptions { Url = _run.Address + "/hook", EnabledEvents = ["*"] });
        await Intents.CreateAsync(Pay("pm_card_sandboxEarlyWebhook"));
        Assert.Contains(_run.Received, received => received.Body.Contains("amount_capturable_updated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Journal_Restored_IsTheSameSandbox()
    {
        var held = await Intents.CreateAsync(Pay(), Key("hold"));
        await Assert.ThrowsAsync<StripeException>(() => Intents.CreateAsync(Pay("pm_card_chargeDeclined"), Key("no")));
        _run.Clock.Advance(TimeSpan.FromHours(1));
        await Intents.CaptureAsync(held.Id, new PaymentIntentCaptureOptions { AmountToCapture = 400 }, Key("take"));
        var asked = await Intents.CreateAsync(Pay("pm_card_threeDSecure2Required"));
        Assert.True(_run.Sandbox.Authenticate(asked.Id, true, out _));

        using var http = new HttpClient();
        var other = new PaymentSandbox(new SandboxSettings(), _run.Clock, new SequentialSandboxIds("sandbox"), http) { BaseAddress = _run.Address };
        other.Restore(_run.Journal);
        foreach (var path in new[] { "/v1/payment_intents", "/v1/charges", "/v1/balance_transactions", "/v1/balance" })
        {
            Assert.Equal((await Get(_run.Sandbox, path)).Body, (await Get(other, path)).Body);
        }

        static IEnumerable<(string?, string?)> Events(string body) => JsonDocument.Parse(body).RootElement.GetProperty("data").EnumerateArray().Select(happened => (happened.GetProperty("id").GetString(), happened.GetProperty("type").GetString()));
        Assert.Equal(Events((await Get(_run.Sandbox, "/v1/events")).Body), Events((await Get(other, "/v1/events")).Body));
        var again = await other.Send("", "POST", $"/v1/payment_intents/{held.Id}/capture", [new("amount_to_capture", "400")], "take", SandboxFault.None, default);
        Assert.True(again.Replayed);
    }

    private static Task<SandboxAnswer> Get(PaymentSandbox sandbox, string path) => sandbox.Send("", "GET", path, [], null, SandboxFault.None, default);
}
