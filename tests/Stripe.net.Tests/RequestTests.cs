using System.Net;
using Stripe;

namespace O2O.Dispatch.StripeNet.Tests;

public sealed class RequestTests
{
    private const string Intent = """{"id":"pi_1","object":"payment_intent","amount":1099,"created":1700000000,"customer":"cus_1","latest_charge":{"id":"ch_1","object":"charge","captured":true},"canceled_at":null,"metadata":{"job":"7"}}""";

    [Fact]
    public async Task Create_NestedOptions_AreAForm()
    {
        var wire = new Wire((200, Intent));
        await new PaymentIntentService(wire.Client()).CreateAsync(new PaymentIntentCreateOptions
        {
            Amount = 1099,
            Currency = "usd",
            CaptureMethod = "manual",
            Confirm = true,
            Metadata = new() { ["job"] = "a b&c=ü" },
            PaymentMethodTypes = ["card"],
            PaymentMethodOptions = new() { Card = new() { RequestIncrementalAuthorization = "if_available" } },
            Expand = ["latest_charge"],
            ExtraParams = new Dictionary<string, object> { ["later"] = new Dictionary<string, object> { ["deep"] = new[] { 1L, 2L } } },
        });
        var asked = Assert.Single(wire.Asked);
        Assert.Equal((HttpMethod.Post, "http://stripe.test/v1/payment_intents"), (asked.Method, asked.Uri.ToString()));
        Assert.Equal(
            [
                "amount=1099", "capture_method=manual", "confirm=true", "currency=usd", "expand[0]=latest_charge", "later[deep][0]=1", "later[deep][1]=2",
                "metadata[job]=a%20b%26c%3D%C3%BC", "payment_method_options[card][request_incremental_authorization]=if_available", "payment_method_types[0]=card",
            ],
            asked.Body.Split('&').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Get_OptionsAndId_GoIntoTheAddress()
    {
        var wire = new Wire((200, Intent), (200, """{"object":"list","data":[],"has_more":false,"url":"/v1/payment_intents"}"""));
        await new PaymentIntentService(wire.Client()).GetAsync("pi/1", new PaymentIntentGetOptions { Expand = ["customer"] });
        await new PaymentIntentService(wire.Client()).ListAsync(new PaymentIntentListOptions
        {
            Limit = 3,
            Created = new DateRangeOptions { GreaterThanOrEqual = DateTime.UnixEpoch.AddSeconds(5), LessThan = DateTime.UnixEpoch.AddSeconds(9) },
        });
        Assert.Equal("http://stripe.test/v1/payment_intents/pi%2F1?expand[0]=customer", wire.Asked[0].Uri.AbsoluteUri);
        Assert.Equal(["created[gte]=5", "created[lt]=9", "limit=3"], wire.Asked[1].Uri.Query.TrimStart('?').Split('&').Order(StringComparer.Ordinal));
        Assert.Null(wire.Asked[0].Body);
    }

    [Fact]
    public async Task Request_Headers_NameVersionKeyAndAccount()
    {
        var wire = new Wire((200, Intent), (200, Intent));
        var service = new PaymentIntentService(wire.Client(account: "acct_client"));
        await service.CreateAsync(new PaymentIntentCreateOptions(), new RequestOptions { IdempotencyKey = "job-7-capture", StripeAccount = "acct_9", ApiKey = "sk_test_2" });
        await service.GetAsync("pi_1");
        var headers = wire.Asked[0].Headers;
        Assert.Equal("Bearer sk_test_2", headers["Authorization"]);
        Assert.Equal(StripeConfiguration.ApiVersion, headers["Stripe-Version"]);
        Assert.Equal("acct_9", headers["Stripe-Account"]);
        Assert.Equal("job-7-capture", headers["Idempotency-Key"]);
        Assert.Equal("acct_client", wire.Asked[1].Headers["Stripe-Account"]);
        Assert.False(wire.Asked[1].Headers.ContainsKey("Idempotency-Key"));
    }

    [Fact]
    public async Task Answer_Expanded_IsObjectAndId()
    {
        var intent = await new PaymentIntentService(new Wire((200, Intent)).Client()).GetAsync("pi_1");
        Assert.Equal(("cus_1", (Customer)null), (intent.CustomerId, intent.Customer));
        Assert.Equal(("ch_1", true), (intent.LatestChargeId, intent.LatestCharge.Captured));
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1700000000), intent.Created);
        Assert.Null(intent.CanceledAt);
        Assert.Equal("7", intent.Metadata["job"]);
        Assert.Equal("req_1", intent.StripeResponse.RequestId);
        Assert.Equal("payment_intent", intent.RawJsonElement?.GetProperty("object").GetString());
        Assert.Equal(intent.Amount, PaymentIntent.FromJson(intent.ToJson()).Amount);
        Assert.Equal("cus_1", PaymentIntent.FromJson(intent.ToJson()).CustomerId);
    }

    [Fact]
    public async Task Error_Object_IsAnException()
    {
        var wire = new Wire((402, """{"error":{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds","message":"No.","payment_intent":{"id":"pi_1","object":"payment_intent","status":"requires_payment_method"}}}"""));
        var thrown = await Assert.ThrowsAsync<StripeException>(() => new PaymentIntentService(wire.Client()).CreateAsync(new PaymentIntentCreateOptions()));
        Assert.Equal((HttpStatusCode)402, thrown.HttpStatusCode);
        Assert.Equal(("card_error", "card_declined", "insufficient_funds"), (thrown.StripeError.Type, thrown.StripeError.Code, thrown.StripeError.DeclineCode));
        Assert.Equal(("No.", "pi_1"), (thrown.Message, thrown.StripeError.PaymentIntent.Id));
        Assert.Equal("req_1", thrown.StripeResponse.RequestId);
    }

    [Theory]
    [InlineData(502, "<html>")]
    [InlineData(200, "{\"id\":")]
    [InlineData(200, "[]")]
    [InlineData(200, "{\"amount\":\"many\"}")]
    public async Task Error_ThatIsNoObject_IsAnExceptionWithoutOne(int status, string body)
    {
        var thrown = await Assert.ThrowsAsync<StripeException>(() => new PaymentIntentService(new Wire((status, body)).Client(retries: 0)).GetAsync("pi_1"));
        Assert.Null(thrown.StripeError);
        Assert.Equal(status, (int)thrown.HttpStatusCode);
    }

    [Fact]
    public async Task Retry_LostThen500ThenDone_KeepsTheKey()
    {
        var wire = new Wire(null, (500, "{}"), (200, Intent));
        Assert.Equal("pi_1", (await new PaymentIntentService(wire.Client()).CreateAsync(new PaymentIntentCreateOptions { Amount = 1 })).Id);
        Assert.Equal(3, wire.Asked.Count);
        Assert.NotEmpty(Assert.Single(wire.Asked.Select(asked => asked.Headers["Idempotency-Key"]).Distinct()));
        Assert.Single(wire.Asked.Select(asked => asked.Body).Distinct());
    }

    [Fact]
    public async Task Retry_ServerSaysNo_IsNotMade()
    {
        var wire = new Wire((500, "{}"), (200, Intent)) { ShouldRetry = "false" };
        await Assert.ThrowsAsync<StripeException>(() => new PaymentIntentService(wire.Client()).GetAsync("pi_1"));
        Assert.Single(wire.Asked);
    }

    [Fact]
    public async Task Retry_Exhausted_GivesTheLastFault()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => new PaymentIntentService(new Wire(null, null, null).Client()).GetAsync("pi_1"));
        var wire = new Wire((409, "{}"), (409, "{}"), (409, """{"error":{"type":"idempotency_error","message":"In use."}}"""));
        Assert.Equal("idempotency_error", (await Assert.ThrowsAsync<StripeException>(() => new PaymentIntentService(wire.Client()).GetAsync("pi_1"))).StripeError.Type);
    }

    [Fact]
    public async Task Retry_Canceled_IsNotMade()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var wire = new Wire((200, Intent));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new PaymentIntentService(wire.Client()).GetAsync("pi_1", cancellationToken: stop.Token));
        Assert.Empty(wire.Asked);
    }

    [Fact]
    public async Task List_AutoPaging_ReadsOnUntilTheEnd()
    {
        static string Page(bool more, params string[] ids) =>
            $$"""{"object":"list","url":"/v1/refunds","has_more":{{(more ? "true" : "false")}},"data":[{{string.Join(',', ids.Select(id => $$"""{"id":"{{id}}","object":"refund"}"""))}}]}""";
        var wire = new Wire((200, Page(true, "re_3", "re_2")), (200, Page(false, "re_1")));
        var ids = new List<string>();
        await foreach (var refund in new RefundService(wire.Client()).ListAutoPagingAsync(new RefundListOptions { Limit = 2 }))
        {
            ids.Add(refund.Id);
        }

        Assert.Equal(["re_3", "re_2", "re_1"], ids);
        Assert.Contains("starting_after=re_2", wire.Asked[1].Uri.Query, StringComparison.Ordinal);

        wire = new Wire((200, Page(true, "re_3", "re_2")), (200, Page(false, "re_4")));
        ids.Clear();
        await foreach (var refund in new RefundService(wire.Client()).ListAutoPagingAsync(new RefundListOptions { EndingBefore = "re_1" }))
        {
            ids.Add(refund.Id);
        }

        Assert.Equal(["re_2", "re_3", "re_4"], ids);
        Assert.Contains("ending_before=re_3", wire.Asked[1].Uri.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_WithoutKeyOrId_IsRefused()
    {
        var wire = new Wire();
        await Assert.ThrowsAsync<StripeException>(() => new PaymentIntentService(wire.Client(key: null)).GetAsync("pi_1"));
        Assert.Throws<ArgumentException>(() => wire.Client(key: "sk test"));
        await Assert.ThrowsAsync<ArgumentException>(() => new PaymentIntentService(wire.Client()).GetAsync(" "));
        Assert.Empty(wire.Asked);
    }
}
