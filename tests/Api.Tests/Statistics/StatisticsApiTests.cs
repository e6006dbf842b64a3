using System.Text.Json.Nodes;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Api.Tests.Hubs.Harness;
using O2O.Dispatch.Api.Tests.Sales;

namespace O2O.Dispatch.Api.Tests.Statistics;

/// <summary>A merchant's figures and orders as they are asked for and as they are pushed: to whom, how much, and without a gap.</summary>
public sealed class StatisticsApiTests(ApiFixture fixture) : SaleScene(fixture), IClassFixture<ApiFixture>
{
    private const string Path = "/v1/merchant/statistics";

    [Fact]
    public async Task Statistics_OfDeliveryAndCounter_AreTheJobsAndTheLedger()
    {
        var shop = await Shop("Noodle house", 900, 50);
        var courier = await Host.Provider(2, 2, "delivery");
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var empty = await Figures(shop.Token);
        Assert.Equal((0, 0, 0), (Number(empty, "ordered"), Number(empty, "gross_minor_units"), Number(empty["preparation"]!, "count")));
        Assert.Null(empty["rating_average"]);

        // Two bowls are brought, two of three had at the counter, and one order cannot be served.
        var lunch = await Order(customer, await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "delivery", 2, ApiHost.Place(6, 6))));
        await Served(shop, lunch, "accept");
        await Served(shop, lunch, "prepared");
        await Assigned(lunch, courier);
        foreach (var step in new[] { "arrive", "start" })
        {
            Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{lunch}/{step}", courier.Token, new { })).Status);
        }

        var pin = (string)(await Host.Send("GET", $"/v1/jobs/{lunch}", customer)).Json["pin"]!;
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{lunch}/complete", courier.Token, new { pin }, Key())).Status);
        var counter = await Order(customer, await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "counter", 3, null)));
        Assert.Equal(200, (await Redeem(shop, await Code(customer, counter), 2)).Status);
        var (_, guest) = await Host.SignIn(Roles.Customer);
        await Served(shop, await Order(guest, await Host.Send("POST", "/v1/quotes", guest, Basket(shop, "delivery", 1, ApiHost.Place(6, 6)))), "reject");

        var figures = await Figures(shop.Token);
        Assert.Equal((3, 2, 1, 1, 0, 1), (Number(figures, "ordered"), Number(figures, "asked"), Number(figures, "accepted"), Number(figures, "rejected"), Number(figures, "silent"), Number(figures, "completed")));
        Assert.Equal((1, 2, 2, 0), (Number(figures, "redemptions"), Number(figures, "redeemed_units"), Number(figures, "new_customers"), Number(figures, "returning_customers")));
        Assert.Equal((1, 1, 1, 1), (Count("answer"), Count("preparation"), Count("courier_waiting"), Count("waiting")));
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var books = (await Host.Send("GET", $"/v1/ops/jobs/{lunch}/economics", ops)).Json["economics"]!;
        Assert.Equal(Number(books, "gross_minor_units"), Number(figures, "gross_minor_units"));
        Assert.Equal(Number(books, "merchant_net_minor_units"), Number(figures, "net_minor_units"));
        Assert.True(Number(figures, "net_minor_units") > 0);

        // A refund is in the figures as it is in the books.
        await Host.Until($"/v1/jobs/{lunch}", customer, answer => (string)answer.Json["payment"]! == "captured", "the capture");
        var refund = await Host.Send("POST", $"/v1/ops/jobs/{lunch}/refund", ops, new { amount_minor_units = 500, reason = "overcharged", bearer = "proportional" }, Key());
        Assert.True(refund.Status == 200, refund.Text);
        await Host.Until(Path, shop.Token, answer => Number(answer.Json["figures"]!, "refunded_minor_units") == 500, "the refund in the figures");
        books = (await Host.Send("GET", $"/v1/ops/jobs/{lunch}/economics", ops)).Json["economics"]!;
        Assert.Equal(Number(books, "merchant_net_minor_units"), Number(await Figures(shop.Token), "net_minor_units"));

        // Rated by one side it is nothing yet.
        Assert.Equal(200, (await Host.Send("POST", $"/v1/jobs/{lunch}/rating", customer, new { stars = 4 })).Status);
        Assert.Equal(0, Number(await Figures(shop.Token), "rating_count"));
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{lunch}/rating", courier.Token, new { stars = 5 })).Status);
        figures = await Figures(shop.Token);
        Assert.Equal((1, 4.0), (Number(figures, "rating_count"), (double)figures["rating_average"]!));

        var whole = (await Host.Send("GET", Path, shop.Token)).Json;
        Assert.Equal(3, whole["hours"]!.AsArray().Sum(hour => Number(hour!, "ordered")));
        Assert.Equal(24, whole["hours"]!.AsArray().Count);
        Assert.Equal(figures.ToJsonString(), Assert.Single(whole["stores"]!.AsArray())!["figures"]!.ToJsonString());

        // Days to come have nothing; a week that ends today has all of it.
        var day = DateOnly.ParseExact((string)whole["from"]!, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((0, 3), (await Ordered(day.AddDays(1), day.AddDays(8)), await Ordered(day.AddDays(-6), day.AddDays(2))));

        long Count(string name) => Number(figures[name]!, "count");

        async Task<long> Ordered(DateOnly from, DateOnly to) => Number((await Host.Send("GET", $"{Path}?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}", shop.Token)).Json["figures"]!, "ordered");
    }

    [Fact]
    public async Task Statistics_ThatAreAnothersOrWronglyAskedFor_AreRefusedByName()
    {
        var (shop, other) = (await Shop("Noodle house", 900, 5), await Shop("Other", 900, 5));
        var second = (await Store(shop, "Second", 50)).Store;
        var counter = await Staff(shop, "counter", second);
        Assert.Equal((404, "not_found"), Said(await Host.Send("GET", $"{Path}?store_id={other.Store}", shop.Token)));
        Assert.Equal((404, "not_found"), Said(await Host.Send("GET", $"{Path}?store_id={shop.Store}", counter)));
        Assert.Equal(404, (await Host.Send("GET", Path, Host.Mint.Mint(Roles.Merchant, Guid.NewGuid()).AccessToken)).Status);
        foreach (var role in new[] { Roles.Customer, Roles.Provider, Roles.Ops })
        {
            Assert.Equal(403, (await Host.Send("GET", Path, (await Host.SignIn(role)).Token)).Status);
        }

        Assert.Equal(401, (await Host.Send("GET", Path)).Status);
        foreach (var query in new[] { "from=x", "to=2026-01-02", "from=2026-01-02&to=2026-01-02", "from=2026-01-02&to=2026-01-01", "from=2026-01-01&to=2026-06-01", "from=2026-13-01", "store_id=x", "from=0001-01-01", "from=9999-12-31" })
        {
            var answer = await Host.Send("GET", $"{Path}?{query}", shop.Token);
            Assert.True(answer.Status == 400 && answer.Slug == "input_invalid", $"{query}: {answer.Text}");
        }

        var seen = (await Host.Send("GET", Path, counter)).Json;
        Assert.Equal([second], seen["stores"]!.AsArray().Select(store => (string)store!["store_id"]!));
        Assert.Equal(2, (await Host.Send("GET", Path, shop.Token)).Json["stores"]!.AsArray().Count);
        var quarter = Assert.Single((await Host.Send("GET", $"{Path}?from=2026-01-01&to=2026-04-03&store_id={shop.Store}", shop.Token)).Json["stores"]!.AsArray())!;
        Assert.Equal(92, ((DateTimeOffset)quarter["ends_at"]! - (DateTimeOffset)quarter["begins_at"]!).TotalDays);
    }

    [Fact]
    public async Task Stream_OfAMerchant_TellsOwnersAllAndACounterItsStore()
    {
        var (shop, other) = (await Shop("Noodle house", 900, 50), await Shop("Other", 900, 50));
        var second = await Store(shop, "Second", 50);
        var name = $"merchant/{Guid.Parse(shop.Merchant):N}";
        await using var owner = await Connect(shop.Token);
        await using var counter = await Connect(await Staff(shop, "counter", second.Store));
        await using var stranger = await Connect(other.Token);
        Assert.EndsWith("forbidden", await stranger.Error("Subscribe", name, 0, 0), StringComparison.Ordinal);
        Assert.EndsWith("forbidden", await owner.Error("Subscribe", $"market/{ApiHost.Market}", 0, 0), StringComparison.Ordinal);
        Assert.EndsWith("input_invalid", await owner.Error("Subscribe", "merchant/x", 0, 0), StringComparison.Ordinal);
        Assert.EndsWith("forbidden", await counter.Error("WatchStatistics", shop.Store), StringComparison.Ordinal);

        var (_, customer) = await Host.SignIn(Roles.Customer);
        var before = await Order(customer, await Quote(shop));
        await Host.Until($"/v1/merchant/jobs/{before}", shop.Token, answer => answer.Json["sale"]?["answer_by"] is not null, "the store to be asked");
        var begun = (await owner.Invoke("Subscribe", name, 0, 0))!;
        Assert.False((bool)begun["recovered"]!);
        Assert.Equal([before], begun["jobs"]!.AsArray().Select(job => (string)job!["job_id"]!));
        var atCounter = (await counter.Invoke("Subscribe", name, 0, 0))!;
        Assert.Empty(atCounter["jobs"]!.AsArray());
        Assert.Equal(name, (string)atCounter["stream"]!);
        Assert.NotEqual((long)begun["epoch"]!, (long)atCounter["epoch"]!);

        // One order at each store.
        var first = await Order(customer, await Quote(shop));
        var there = await Order(customer, await Quote(second));
        var told = await Asked(owner, 2);
        Assert.Equal(new[] { first, there }.Order(), told.Select(one => (string)one["job"]!["job_id"]!).Order());
        var here = Assert.Single(await Asked(counter, 1));
        Assert.Equal((there, name), ((string)here["job"]!["job_id"]!, (string)here["stream"]!));
        Assert.Null(here["job"]!["pin"]);

        // Who comes back is told what it missed, in order and without a gap; with another epoch it begins anew.
        await counter.Invoke("Unsubscribe", name);
        await Served(second, there, "accept");
        await Host.Until($"/v1/merchant/jobs/{there}", shop.Token, answer => answer.Json["sale"]?["ready_at"] is not null, "the order to be taken");
        JsonNode again;
        do
        {
            again = (await counter.Invoke("Subscribe", name, (long)here["epoch"]!, (long)here["sequence"]!))!;
            Assert.True((bool)again["recovered"]!);
            await counter.Invoke("Unsubscribe", name);
        }
        while (again["events"]!.AsArray().All(one => (string)one!["event"]! != "merchant_accepted" && (string)one!["event"]! != "matching_begun"));
        var missed = again["events"]!.AsArray().Select(one => (long)one!["sequence"]!).ToList();
        Assert.Equal(Enumerable.Range((int)(long)here["sequence"]! + 1, missed.Count).Select(sequence => (long)sequence), missed);
        Assert.All(again["events"]!.AsArray(), one => Assert.Equal((there, name), ((string)one!["job"]!["job_id"]!, (string)one["stream"]!)));
        var anew = (await counter.Invoke("Subscribe", name, (long)here["epoch"]! + 2, (long)here["sequence"]!))!;
        Assert.False((bool)anew["recovered"]!);
        Assert.Equal([there], anew["jobs"]!.AsArray().Select(job => (string)job!["job_id"]!));

        Task<ApiHost.Answer> Quote(Known at) => Host.Send("POST", "/v1/quotes", customer, Basket(at, "delivery", 1, ApiHost.Place(6, 6)));
    }

    [Fact]
    public async Task Statistics_ThatAreWatched_ArePushedWhenTheyChange()
    {
        var shop = await Shop("Noodle house", 500, 50);
        var second = await Store(shop, "Second", 50);
        await using var owner = await Connect(shop.Token);
        await using var counter = await Connect(await Staff(shop, "counter", second.Store));
        Assert.Equal(0, Number((await owner.Invoke("WatchStatistics", new object?[] { null }))!["figures"]!, "ordered"));
        Assert.Equal(second.Store, (string)Assert.Single((await counter.Invoke("WatchStatistics", new object?[] { null }))!["stores"]!.AsArray())!["store_id"]!);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var job = await Order(customer, await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "counter", 2, null)));
        await owner.Next("Statistics", told => Number(told["figures"]!, "ordered") == 1);

        // All of it is had at the other store: the figures of that one show it.
        Assert.Equal(200, (await Redeem(second, await Code(customer, job), 2)).Status);
        var pushed = await owner.Next("Statistics", told => Number(told["figures"]!, "gross_minor_units") == 1_000);
        Assert.Equal((1, 2, 1), (Number(pushed["figures"]!, "redemptions"), Number(pushed["figures"]!, "redeemed_units"), Number(pushed["figures"]!, "completed")));
        var there = await counter.Next("Statistics", told => Number(told["figures"]!, "redemptions") == 1);
        Assert.Equal((0, 0, 1), (Number(there["figures"]!, "ordered"), Number(there["figures"]!, "gross_minor_units"), there["stores"]!.AsArray().Count));
        var asked = (await Host.Send("GET", Path, shop.Token)).Json;
        Assert.Equal(asked["figures"]!.ToJsonString(), pushed["figures"]!.ToJsonString());
        await owner.Invoke("UnwatchStatistics");
    }

    [Fact]
    public async Task Connection_OfStaffThatIsRevoked_IsClosedAndMayNothingMore()
    {
        var shop = await Shop("Noodle house", 500, 50);
        var made = await Made("/v1/merchant/staff", shop.Token, new { name = "Ann", role = "counter", store_id = shop.Store });
        var token = Host.Mint.Mint(Roles.Counter, Guid.Parse((string)made["staff_id"]!)).AccessToken;
        var name = $"merchant/{Guid.Parse(shop.Merchant):N}";
        await using var counter = await Connect(token);
        await counter.Invoke("Subscribe", name, 0, 0);
        Assert.Equal(200, (await Host.Send("DELETE", $"/v1/merchant/staff/{made["staff_id"]}", shop.Token)).Status);
        await counter.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        await using var again = await Connect(token);
        Assert.EndsWith("forbidden", await again.Error("Subscribe", name, 0, 0), StringComparison.Ordinal);
        Assert.EndsWith("forbidden", await again.Error("WatchStatistics", new object?[] { null }), StringComparison.Ordinal);
        Assert.Equal(403, (await Host.Send("GET", Path, token)).Status);
    }

    private static long Number(JsonNode node, string name) => (long)node[name]!;

    private static (int Status, string? Slug) Said(ApiHost.Answer answer) => (answer.Status, answer.Slug);

    /// <summary>The next orders that the store is asked about.</summary>
    private static async Task<List<JsonNode>> Asked(WireClient client, int count)
    {
        var asked = new List<JsonNode>();
        while (asked.Count < count)
        {
            asked.Add(await client.Next("Event", happened => (string?)happened["event"] == "merchant_asked"));
        }

        return asked;
    }

    private Task<WireClient> Connect(string token) => WireClient.Connect(new Uri(Host.Url), "merchant", $"access_token={token}");

    private async Task<JsonNode> Figures(string token)
    {
        var answer = await Host.Send("GET", Path, token);
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json["figures"]!;
    }

    /// <summary>A store's step, once the store is asked.</summary>
    private async Task Served(Known shop, string job, string step)
    {
        await Host.Until($"/v1/merchant/jobs/{job}", shop.Token, answer => answer.Json["sale"]?["answer_by"] is not null, "the store to be asked");
        var served = await Host.Send("POST", $"/v1/merchant/jobs/{job}/{step}", shop.Token, new { });
        Assert.True(served.Status == 200, served.Text);
    }

    private async Task<string> Staff(Known shop, string role, string store) => Host.Mint.Mint(
        Roles.Counter, Guid.Parse((string)(await Made("/v1/merchant/staff", shop.Token, new { name = "Ann", role, store_id = store }))["staff_id"]!)).AccessToken;
}
