using System.Text.Json.Nodes;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Api.Tests.Sales;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Webhooks;

/// <summary>Merchants subscribe by themselves: to their own orders and money, with what they see of an order.</summary>
public sealed class MerchantWebhookTests(MerchantWebhookFixture fixture) : SaleScene(fixture), IClassFixture<MerchantWebhookFixture>
{
    private const string Endpoints = "/v1/merchant/webhook-endpoints";

    [Fact]
    public async Task Owner_Subscribes_HearsOfItsOwnOrdersAlone()
    {
        var (mine, other) = (await Shop("Noodle house", 900, 10), await Shop("Other house", 900, 10));
        var made = await Made(Endpoints, mine.Token, new { url = fixture.Receiver.Url + "/mine" });
        var (id, secret) = ((string)made["endpoint_id"]!, (string)made["secret"]!);
        Assert.Equal(mine.Merchant, (string)made["merchant_id"]!);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var all = (string)(await Made("/v1/webhook-endpoints", ops, new { url = fixture.Receiver.Url + "/all", types = new[] { "payment.captured" } }))["endpoint_id"]!;

        var (_, customer) = await Host.SignIn(Roles.Customer);
        await Host.Job(customer);
        await Paid(other, customer);
        var job = await Paid(mine, customer);
        var log = await Host.Until(
            $"{Endpoints}/{id}/deliveries?state=delivered", mine.Token, answer => answer.Json["items"]!.AsArray().Any(one => (string)one!["type"]! == "payment.captured"), "the capture to be told");
        await Host.Until($"/v1/webhook-endpoints/{all}/deliveries?state=delivered", ops, answer => answer.Json["items"]!.AsArray().Count >= 2, "both captures to be told to the operator");

        var came = fixture.Receiver.Came.Where(one => one.Path == "/hook/mine").ToList();
        Assert.All(came, one =>
        {
            var body = JsonNode.Parse(one.Body)!;
            Assert.Equal((job, one.Event), ((string)body["job"]!, (string)body["id"]!));
            Assert.Equal($"evt_{job}_{(long)body["version"]!}_m", one.Event);
            Assert.Equal(mine.Merchant, (string)body["data"]!["merchant_id"]!);
            Assert.Null(body["data"]!["journey_id"]);
            Assert.True(WebhookDeliveryTests.Verifies(one, secret, TimeProvider.System.GetUtcNow()));
        });
        Assert.Contains(came, one => (string)JsonNode.Parse(one.Body)!["type"]! == "job.redeemed");
        var whole = fixture.Receiver.Came.Where(one => one.Path == "/hook/all").Select(one => JsonNode.Parse(one.Body)!).Single(body => (string)body["job"]! == job);
        Assert.NotNull(whole["data"]!["journey_id"]);
        Assert.False(((string)whole["id"]!).EndsWith("_m", StringComparison.Ordinal));

        // Sent again, one by one and by period: the same events.
        var before = came.Count;
        var again = await Host.Send("POST", $"{Endpoints}/{id}/deliveries/{(string)log.Json["items"]![0]!["delivery_id"]!}/redeliver", mine.Token);
        Assert.True(again.Status == 202, again.Text);
        await Came(before + 1);
        var replayed = await Host.Send("POST", $"{Endpoints}/{id}/replay", mine.Token, new { from = DateTimeOffset.UtcNow.AddHours(-1), to = DateTimeOffset.UtcNow.AddHours(1) });
        Assert.True(replayed.Status == 200 && (int)replayed.Json["queued"]! == before, replayed.Text);
        await Came((2 * before) + 1);
        Assert.Equal(before, fixture.Receiver.Came.Where(one => one.Path == "/hook/mine").Select(one => one.Event).Distinct().Count());
    }

    [Fact]
    public async Task Endpoint_OfAnother_IsNotThere()
    {
        var (mine, other) = (await Shop("Noodle house", 900, 1), await Shop("Other house", 900, 1));
        var id = (string)(await Made(Endpoints, mine.Token, new { url = fixture.Receiver.Url + "/another" }))["endpoint_id"]!;
        var ping = await Host.Send("POST", $"{Endpoints}/{id}/ping", mine.Token);
        Assert.True(ping.Status == 202, ping.Text);
        var period = new { from = DateTimeOffset.UnixEpoch, to = DateTimeOffset.UnixEpoch.AddDays(1) };
        foreach (var (method, path, body) in new (string, string, object?)[]
        {
            ("GET", string.Empty, null), ("DELETE", string.Empty, null), ("POST", "/enable", null), ("POST", "/disable", null), ("POST", "/ping", null), ("POST", "/roll-secret", new { }), ("POST", "/replay", period),
            ("GET", "/deliveries", null), ("POST", $"/deliveries/{(string)ping.Json["delivery_id"]!}/redeliver", null),
        })
        {
            var answer = await Host.Send(method, $"{Endpoints}/{id}{path}", other.Token, body);
            Assert.True(answer is { Status: 404, Slug: "not_found" }, $"{method} {path}: {answer.Status} {answer.Text}");
        }

        Assert.Empty((await Host.Send("GET", Endpoints, other.Token)).Json["items"]!.AsArray());

        // An integrator whose account has the merchant's id is another owner, both ways.
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var key = await Host.Send("POST", "/v1/ops/api-keys", ops, new { name = "same id", scopes = new[] { "webhooks" }, customer_id = mine.Merchant });
        Assert.True(key.Status == 201, key.Text);
        var account = (string)key.Json["key"]!;
        Assert.Empty((await Host.Send("GET", "/v1/webhook-endpoints", account)).Json["items"]!.AsArray());
        Assert.Equal(404, (await Host.Send("GET", $"/v1/webhook-endpoints/{id}", account)).Status);
        var accounts = (string)(await Made("/v1/webhook-endpoints", account, new { url = fixture.Receiver.Url + "/account" }))["endpoint_id"]!;
        Assert.Equal(404, (await Host.Send("GET", $"{Endpoints}/{accounts}", mine.Token)).Status);
        Assert.Equal([id], (await Host.Send("GET", Endpoints, mine.Token)).Json["items"]!.AsArray().Select(one => (string)one!["endpoint_id"]!));
        Assert.Equal(200, (await Host.Send("GET", $"/v1/webhook-endpoints/{id}", ops)).Status);
    }

    [Fact]
    public async Task Staff_Owner_MayAllAndWhoServesAtTheCounterNothing()
    {
        var shop = await Shop("Noodle house", 900, 1);
        var id = (string)(await Made(Endpoints, shop.Token, new { url = fixture.Receiver.Url + "/staff" }))["endpoint_id"]!;
        var owner = await Staff(shop, new { name = "Ada", role = "owner" });
        var clerk = await Staff(shop, new { name = "Ben", role = "counter", store_id = shop.Store });
        Assert.Equal("disabled", (string)(await Host.Send("POST", $"{Endpoints}/{id}/disable", owner)).Json["state"]!);
        Assert.Equal("webhook_endpoint_off", (await Host.Send("POST", $"{Endpoints}/{id}/ping", owner)).Slug);
        var rolled = await Host.Send("POST", $"{Endpoints}/{id}/roll-secret", owner, new { });
        Assert.True(rolled.Status == 200 && rolled.Json["secret"] is not null, rolled.Text);
        foreach (var (method, path, body) in new (string, string, object?)[]
        {
            ("GET", string.Empty, null), ("POST", string.Empty, new { url = fixture.Receiver.Url }), ("GET", $"/{id}", null), ("DELETE", $"/{id}", null), ("POST", $"/{id}/enable", null), ("GET", $"/{id}/deliveries", null),
        })
        {
            var answer = await Host.Send(method, Endpoints + path, clerk, body);
            Assert.True(answer is { Status: 403, Slug: "forbidden" }, $"{method} {path}: {answer.Status} {answer.Text}");
        }

        Assert.Equal(204, (await Host.Send("DELETE", $"{Endpoints}/{id}", owner)).Status);
        Assert.Equal(404, (await Host.Send("GET", $"{Endpoints}/{id}", shop.Token)).Status);
    }

    [Fact]
    public async Task Input_Unfit_IsNamedByField()
    {
        var shop = await Shop("Noodle house", 900, 1);
        foreach (var (body, field) in new (object, string)[]
        {
            (new { url = "https://10.0.0.1/" }, "url"),
            (new { url = fixture.Receiver.Url, types = new[] { "payment.tip_failed" } }, "types"),
            (new { url = fixture.Receiver.Url, types = new[] { "payment.tip_refund_failed" } }, "types"),
            (new { url = fixture.Receiver.Url, customer_id = Guid.NewGuid() }, "customer_id"),
            (new { url = fixture.Receiver.Url, merchant_id = Guid.NewGuid() }, "merchant_id"),
        })
        {
            var answer = await Host.Send("POST", Endpoints, shop.Token, body);
            Assert.True(answer is { Status: 400, Slug: "input_invalid" } && answer.Json["errors"]![field] is not null, $"{field}: {answer.Status} {answer.Text}");
        }

        foreach (var number in new[] { 1, 2 })
        {
            await Made(Endpoints, shop.Token, new { url = $"{fixture.Receiver.Url}/{number}", merchant_id = shop.Merchant });
        }

        Assert.Equal("too_many_endpoints", (await Host.Send("POST", Endpoints, shop.Token, new { url = fixture.Receiver.Url })).Slug);
    }

    /// <summary>What only the customer and the bank know is told to operators, and not to the merchant.</summary>
    [Fact]
    public async Task Event_OfTheCustomersBank_IsToldWithoutItsWords()
    {
        await using var bench = await WebhookBench.Begin();
        var merchant = Scenarios.Merchant(3);
        await bench.Endpoint(of => of with { Url = of.Url + "/mine", Owner = WebhookOwner.Of(merchant), Merchant = merchant.Value });
        await bench.Endpoint(of => of with { Url = of.Url + "/all" });
        var sale = new Sale(new StoreId(merchant.Value), [new PricedItem(new ProductId(merchant.Value), "Noodles", [], Scenarios.Usd(500), 1)], TimeSpan.Zero);
        var order = Scenarios.Order(price: Fare.Of(FareLineKind.Goods, sale.Goods), now: bench.Clock.GetUtcNow(), merchant: merchant) with { Kind = ServiceKind.HomeService, Sale = sale, Journey = new JourneyId(merchant.Value) };
        var job = await bench.Job(1, order);
        job = await bench.Commit(job, new JobCommand.Tip(Scenarios.Usd(200), TimeSpan.FromDays(1)));
        job = await bench.Commit(job, new JobCommand.TipRefused(job.Payment.Tip!.Number, "insufficient_funds"));
        job = await bench.Commit(job, new JobCommand.Tip(Scenarios.Usd(200), TimeSpan.FromDays(1)));
        job = await bench.Commit(job, new JobCommand.TipCharged(job.Payment.Tip!.Number, "pi_tip", Scenarios.Usd(200)));
        job = await bench.Commit(job, new JobCommand.RefundTip(Scenarios.Usd(60), RefundReason.Goodwill));
        job = await bench.Commit(job, new JobCommand.RefundPaid(1, Scenarios.Usd(60), "pi_tip", "re_1"));
        job = await bench.Commit(job, new JobCommand.RefundTip(null, RefundReason.Goodwill));
        job = await bench.Commit(job, new JobCommand.RefundRefused(2, "charge_disputed", "pi_tip"));
        await bench.Commit(job, new JobCommand.OpenDispute("dp_1", Scenarios.Usd(500), job.Payment.Intent, "fraudulent"));
        await bench.Commit(null, new JobCommand.Request(order with { Id = Scenarios.Job(2), Sale = null, Kind = null }));
        var declined = await bench.Commit(null, new JobCommand.Request(order with { Id = Scenarios.Job(3) }));
        await bench.Commit(declined, new JobCommand.PaymentDeclined("stolen_card"));
        await bench.Pump.QueueNew(default);
        await bench.Pump.DeliverDue(default);

        var (mine, all) = (Told("/hook/mine"), Told("/hook/all"));
        Assert.Equal(["payment.tip_failed", "payment.tip_refund_failed"], all.Keys.Where(key => key.Job != Scenarios.Job(2)).Except(mine.Keys).Select(key => key.Type).Order());
        Assert.DoesNotContain(mine.Keys, key => key.Job == Scenarios.Job(2));

        // What of the tip went back is told from then on, and not there before.
        Assert.Equal((200, null, 60), ((int)all[(Scenarios.Job(1), "payment.tip_paid")]["tip_minor_units"]!, all[(Scenarios.Job(1), "payment.tip_paid")]["tip_refunded_minor_units"], (int)all[(Scenarios.Job(1), "payment.tip_refunded")]["tip_refunded_minor_units"]!));
        foreach (var (key, data) in mine)
        {
            Assert.Null(data["journey_id"]);
            Assert.Null(data["code"]);
            Assert.True(!key.Type.StartsWith("payment.", StringComparison.Ordinal) || data["reason"] is null, $"{key}: {data}");
            Assert.Equal((string?)all[key]["state"], (string?)data["state"]);
        }

        Assert.Equal("fraudulent", (string)all[(Scenarios.Job(1), "payment.dispute_opened")]["reason"]!);
        Assert.Equal(500, (long)mine[(Scenarios.Job(1), "payment.dispute_opened")]["amount_minor_units"]!);
        Assert.Equal("stolen_card", (string)all[(Scenarios.Job(3), "payment.failed")]["code"]!);

        Dictionary<(JobId Job, string Type), JsonNode> Told(string path) => bench.Receiver.Came.Where(one => one.Path == path).Select(one => JsonNode.Parse(one.Body)!)
            .ToDictionary(body => (new JobId(Guid.Parse((string)body["job"]!)), (string)body["type"]!), body => body["data"]!);
    }

    /// <summary>An order that was had at the counter and paid.</summary>
    private async Task<string> Paid(Known shop, string customer)
    {
        var job = await Order(customer, await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "counter", 1, null)));
        Assert.Equal(200, (await Redeem(shop, await Code(customer, job), 1)).Status);
        await Host.Until($"/v1/jobs/{job}", customer, answer => (string)answer.Json["payment"]! == "captured", "the capture");
        return job;
    }

    private async Task<string> Staff(Known shop, object body) =>
        Host.Mint.Mint(Roles.Counter, Guid.Parse((string)(await Made("/v1/merchant/staff", shop.Token, body))["staff_id"]!)).AccessToken;

    private async Task Came(int count)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (fixture.Receiver.Came.Count(one => one.Path == "/hook/mine") < count)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"Waited 30 s for {count} webhooks.");
            await Task.Delay(20);
        }
    }
}
