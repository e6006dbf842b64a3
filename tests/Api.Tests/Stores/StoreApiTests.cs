using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Grains.Markets;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Stores;

/// <summary>Merchants over HTTP: from an operator's taking one to the customer who finds its store, and what nobody else may see.</summary>
public sealed class StoreApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Merchant_FromItsTakingToNearMe_IsSeenWhenItIsVerifiedAndNotWhenItIsSuspended()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var (merchant, token) = await Merchant(ops, verified: false);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var store = await Store(token, 2, 2, "Noodle corner");
        var product = await Product(token, "Ramen of the house");
        Assert.Equal(200, (await Host.Send("PUT", $"/v1/merchant/stores/{store}/shelf", token, new { product_id = product, channel = "delivery", left = 3 })).Status);
        Assert.DoesNotContain(store, await Near(customer));
        Assert.Equal(404, (await Host.Send("GET", $"/v1/stores/{store}", customer)).Status);

        Assert.Equal("verified", (string)(await Host.Send("POST", $"/v1/ops/merchants/{merchant}/verify", ops)).Json["standing"]!);
        Assert.Contains(store, await Near(customer));
        Assert.Contains(store, await Near(customer, "&text=RAMEN"));
        Assert.DoesNotContain(store, await Near(customer, "&text=unicorn"));
        Assert.DoesNotContain(store, await Near(customer, "&channel=visit"));
        Assert.Equal([store], await Near(customer, $"&merchant_id={merchant}&product_id={product}"));
        var front = await Host.Send("GET", $"/v1/stores/{store}", customer);
        Assert.True(front.Status == 200, front.Text);
        Assert.True((bool)front.Json["open"]! && (bool)front.Json["verified"]!);
        var shown = Assert.Single(front.Json["products"]!.AsArray())!;
        Assert.Equal(("Ramen of the house", 900, false), ((string)shown["name"]!, (long)shown["price_minor_units"]!, (bool)shown["channels"]![0]!["sold_out"]!));
        Assert.Equal("large", (string)shown["groups"]![0]!["options"]![0]!["id"]!);

        // Sold out here: it is not the one that fulfils.
        await Host.Send("PUT", $"/v1/merchant/stores/{store}/shelf", token, new { product_id = product, channel = "delivery", left = 0 });
        Assert.True((bool)(await Host.Send("GET", $"/v1/stores/{store}", customer)).Json["products"]![0]!["channels"]![0]!["sold_out"]!);
        Assert.Empty(await Near(customer, $"&merchant_id={merchant}&product_id={product}"));

        Assert.Equal("suspended", (string)(await Host.Send("POST", $"/v1/ops/merchants/{merchant}/suspend", ops)).Json["standing"]!);
        Assert.DoesNotContain(store, await Near(customer));
        Assert.Contains((await Host.Send("GET", "/v1/ops/merchants?operator=acme&limit=200", ops)).Json["items"]!.AsArray(), one => (string)one!["merchant_id"]! == merchant);
    }

    [Fact]
    public async Task Store_ByTwoEditors_TellsTheSecondThatAnotherWasFaster()
    {
        var (_, token) = await Merchant((await Host.SignIn(Roles.Ops)).Token);
        var store = await Store(token, 3, 3, "Before");
        var path = $"/v1/merchant/stores/{store}";
        var read = (await Host.Send("GET", path, token)).Json["store"]!;
        Assert.Equal(1, (int)read["version"]!);
        var (mine, theirs) = (read.DeepClone(), read.DeepClone());
        (mine["name"], theirs["name"]) = ("Mine", "Theirs");
        mine["hours"] = new JsonArray(new JsonObject { ["days"] = new JsonArray("monday", "friday"), ["from"] = "18:00:00", ["to"] = "02:30:00" });
        mine["exceptions"] = new JsonArray(new JsonObject { ["day"] = "2026-12-25" });
        var written = await Host.Send("PUT", path, token, mine);
        Assert.True(written.Status == 200, written.Text);
        Assert.Equal(2, (int)written.Json["store"]!["version"]!);
        Assert.Equal(200, (await Host.Send("PUT", path, token, mine)).Status);
        Assert.Equal((409, "conflict"), await Status("PUT", path, token, theirs));
        Assert.Equal("Mine", (string)(await Host.Send("GET", path, token)).Json["store"]!["name"]!);

        var paused = await Host.Send("POST", path + "/pause", token, new { paused = true });
        Assert.Equal((true, 3), ((bool)paused.Json["store"]!["paused"]!, (int)paused.Json["store"]!["version"]!));
        Assert.Equal(3, (int)(await Host.Send("POST", path + "/pause", token, new { paused = true })).Json["store"]!["version"]!);

        var product = await Product(token, "Soup");
        var change = new { name = "Stew", price_minor_units = 950, version = 1 };
        Assert.Equal(200, (await Host.Send("PUT", $"/v1/merchant/products/{product}", token, change)).Status);
        Assert.Equal(200, (await Host.Send("PUT", $"/v1/merchant/products/{product}", token, change)).Status);
        Assert.Equal((409, "conflict"), await Status("PUT", $"/v1/merchant/products/{product}", token, new { name = "Broth", price_minor_units = 1, version = 1 }));
    }

    [Fact]
    public async Task Others_OfAMerchant_AreAsIfTheyWereNotThere()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var (_, own) = await Merchant(ops);
        var (_, other) = await Merchant(ops);
        var (store, product) = (await Store(own, 4, 4, "Mine"), await Product(own, "Soup"));
        var read = (await Host.Send("GET", $"/v1/merchant/stores/{store}", own)).Json["store"]!;
        foreach (var (method, path, body) in new (string, string, object?)[]
        {
            ("GET", $"/v1/merchant/stores/{store}", null), ("PUT", $"/v1/merchant/stores/{store}", read), ("POST", $"/v1/merchant/stores/{store}/pause", new { paused = true }),
            ("GET", $"/v1/merchant/stores/{store}/shelf", null), ("PUT", $"/v1/merchant/stores/{store}/shelf", new { product_id = product, channel = "delivery" }),
            ("PUT", $"/v1/merchant/products/{product}", new { name = "Theirs", price_minor_units = 1, version = 1 }),
        })
        {
            Assert.Equal((404, "not_found"), await Status(method, path, other, body));
        }

        Assert.Empty((await Host.Send("GET", "/v1/merchant/stores", other)).Json["items"]!.AsArray());
        Assert.Equal(404, (await Host.Send("POST", "/v1/merchant/staff", other, new { name = "Eve", role = "counter", store_id = store }, Key())).Status);

        // Another's product cannot be put on one's own shelf, either.
        var theirs = await Store(other, 5, 5, "Theirs");
        Assert.Equal((404, "not_found"), await Status("PUT", $"/v1/merchant/stores/{theirs}/shelf", other, new { product_id = product, channel = "delivery" }));
        Assert.Equal(404, (await Host.Send("GET", "/v1/merchant", (await Host.SignIn(Roles.Merchant)).Token)).Status);
    }

    [Fact]
    public async Task Staff_AtACounter_SeesItsStoreAloneUntilItIsRevoked()
    {
        var (_, own) = await Merchant((await Host.SignIn(Roles.Ops)).Token);
        var (store, other) = (await Store(own, 6, 6, "One"), await Store(own, 7, 7, "Other"));
        var made = await Host.Send("POST", "/v1/merchant/staff", own, new { name = "Ada", role = "counter", store_id = store }, Key());
        Assert.True(made.Status == 201, made.Text);
        var clerk = Host.Mint.Mint(Roles.Counter, Guid.Parse((string)made.Json["staff_id"]!)).AccessToken;
        Assert.Equal(("counter", store), ((string)(await Host.Send("GET", "/v1/merchant", clerk)).Json["role"]!, (string)(await Host.Send("GET", "/v1/merchant", clerk)).Json["store_id"]!));
        Assert.Equal(store, (string)Assert.Single((await Host.Send("GET", "/v1/merchant/stores", clerk)).Json["items"]!.AsArray())!["store_id"]!);
        Assert.Equal(200, (await Host.Send("GET", $"/v1/merchant/stores/{store}/shelf", clerk)).Status);
        Assert.Equal((404, "not_found"), await Status("GET", $"/v1/merchant/stores/{other}", clerk));
        Assert.Equal((403, "forbidden"), await Status("POST", $"/v1/merchant/stores/{store}/pause", clerk, new { paused = true }));
        Assert.Equal((403, "forbidden"), await Status("GET", "/v1/merchant/staff", clerk));

        var boss = await Host.Send("POST", "/v1/merchant/staff", own, new { name = "Bob", role = "owner" }, Key());
        var owner = Host.Mint.Mint(Roles.Counter, Guid.Parse((string)boss.Json["staff_id"]!)).AccessToken;
        Assert.Equal(2, (await Host.Send("GET", "/v1/merchant/staff", owner)).Json["items"]!.AsArray().Count);
        Assert.NotNull((await Host.Send("DELETE", $"/v1/merchant/staff/{made.Json["staff_id"]}", owner)).Json["revoked_at"]);
        Assert.Equal((403, "forbidden"), await Status("GET", "/v1/merchant", clerk));
        Assert.Equal(404, (await Host.Send("DELETE", $"/v1/merchant/staff/{made.Json["staff_id"]}", (await Merchant((await Host.SignIn(Roles.Ops)).Token)).Token)).Status);
    }

    [Fact]
    public async Task Input_Unsound_IsRefusedWithEveryFault()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var (_, token) = await Merchant(ops);
        foreach (var (field, value) in new (string, JsonNode?)[]
        {
            ("name", " "), ("name", null), ("market", "nowhere"), ("longitude", 181), ("time_zone", "Moon/Sea"), ("channels", new JsonArray()), ("channels", new JsonArray("smoke")), ("channels", new JsonArray("delivery", "delivery")),
            ("hours", new JsonArray(new JsonObject { ["days"] = new JsonArray("someday"), ["from"] = "09:00:00", ["to"] = "10:00:00" })), ("hours", new JsonArray((JsonNode?)null)),
            ("zones", new JsonArray(new JsonObject { ["zone"] = "", ["fee_minor_units"] = -1 })), ("preparation_seconds", -1), ("preparation_seconds", 1e300), ("answer_seconds", 1), ("code_seconds", 1), ("refunded_basis_points", 10_001),
        })
        {
            var body = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(Body(1, 1, "Shop")))!;
            body[field] = value?.DeepClone();
            var answer = await Host.Send("POST", "/v1/merchant/stores", token, body, Key());
            Assert.True((answer.Status, answer.Slug) == (400, "input_invalid"), $"{field} = {value?.ToJsonString()}: {answer.Status} {answer.Text}");
        }

        foreach (var body in new object[]
        {
            new { name = "Soup", price_minor_units = -1 }, new { name = "", price_minor_units = 1 }, new { name = "Soup", price_minor_units = 1, preparation_seconds = 1e9 },
            new { name = "Soup", price_minor_units = 1, groups = new[] { new { name = "Size", least = 2, most = 1, options = new[] { new { id = "No slug", name = "Large" } } } } },
        })
        {
            Assert.Equal((400, "input_invalid"), await Status("POST", "/v1/merchant/products", token, body));
        }

        var store = await Store(token, 8, 8, "Shop");
        Assert.Equal((400, "input_invalid"), await Status("PUT", $"/v1/merchant/stores/{store}/shelf", token, new { product_id = Guid.NewGuid(), channel = "delivery", left = -1 }));
        Assert.Equal((404, "not_found"), await Status("PUT", $"/v1/merchant/stores/{store}/shelf", token, new { product_id = Guid.NewGuid(), channel = "delivery", left = 1 }));
        Assert.Equal((400, "input_invalid"), await Status("POST", "/v1/ops/merchants", ops, new { @operator = "nobody", name = "x", currency = "USD" }));
        Assert.Equal((400, "input_invalid"), await Status("POST", "/v1/ops/merchants", ops, new { @operator = "acme", name = "x", currency = "XXQ" }));
        Assert.Equal("idempotency_key_missing", (await Host.Send("POST", "/v1/merchant/stores", token, Body(1, 1, "Shop"))).Slug);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        Assert.Equal("market_unknown", (await Host.Send("GET", "/v1/markets/nowhere/stores?longitude=1&latitude=1", customer)).Slug);
        foreach (var query in new[] { "", "?longitude=1", "?longitude=1&latitude=91", "?longitude=1&latitude=1&channel=smoke", "?longitude=1&latitude=1&limit=0", $"?longitude=1&latitude=1&product_id={Guid.NewGuid():N}" })
        {
            Assert.Equal("input_invalid", (await Host.Send("GET", $"/v1/markets/{ApiHost.Market}/stores{query}", customer)).Slug);
        }

        var outside = await Host.Send("GET", $"/v1/markets/{ApiHost.Market}/stores?longitude=100&latitude=10", customer);
        Assert.Equal((422, "not_served_here"), (outside.Status, outside.Slug));
    }

    /// <summary>A market of two halves; one product is sold in the east alone. Near me, the menu and quotes keep to it, and say what there is instead.</summary>
    [Fact]
    public async Task Product_SoldInSomeZones_IsFoundShownAndQuotedThereAlone()
    {
        const string Halves = "halves";
        var middle = StreetGrid.Crossing(5, 5).Longitude;
        var zones = new ZoneMap([.. new[] { ("west", middle - 0.5, middle), ("east", middle, middle + 0.5) }.Select(half =>
            new Zone(half.Item1, ZoneKind.Pricing, [new AreaPolygon([new GeoPoint(half.Item2, 40), new GeoPoint(half.Item3, 40), new GeoPoint(half.Item3, 41), new GeoPoint(half.Item2, 41)])]))]);
        Host.App.Services.GetRequiredService<MarketMaps>().Set(new MarketId(Halves), new MarketMap(StreetGrid.Roads, StreetGrid.Times, ServiceArea.Around(StreetGrid.Roads, new Metres(500)), zones));
        ServiceClass Class(string name, ServiceKind kind) => new(new ServiceClassId(name), Scenarios.Terms(), "nearest", TimeSpan.Zero, Kind: kind);
        var market = new Market(new MarketId(Halves), new OperatorId("acme"), [Class("delivery", ServiceKind.Delivery), Class("counter", ServiceKind.Redemption)], false);
        Assert.Null((await Host.App.Services.GetRequiredService<IGrainFactory>().GetGrain<IMarketGrain>(Halves).Define(MarketCodec.Write(market), default)).Rejection);

        var (_, ops) = await Host.SignIn(Roles.Ops);
        var (merchant, token) = await Merchant(ops);
        var (soup, stew) = (await Product(token, "Soup of the day"), await Product(token, "Harbour stew"));
        var limited = new { name = "Harbour stew", price_minor_units = 900, zones = new[] { " east " }, version = 1 };
        var written = await Host.Send("PUT", $"/v1/merchant/products/{stew}", token, limited);
        Assert.True(written.Status == 200, written.Text);
        Assert.Equal("east", (string)Assert.Single(written.Json["product"]!["zones"]!.AsArray())!);
        Assert.Equal((400, "input_invalid"), await Status("PUT", $"/v1/merchant/products/{stew}", token, new { name = "Harbour stew", price_minor_units = 900, zones = new[] { "east", "east" }, version = 2 }));
        var (both, only) = (await Shop("Both", soup, stew), await Shop("Only stew", stew));
        var (_, customer) = await Host.SignIn(Roles.Customer);
        string At(int x) => FormattableString.Invariant($"longitude={StreetGrid.Crossing(x, 5).Longitude}&latitude={StreetGrid.Crossing(x, 5).Latitude}");
        async Task<(List<string> Items, List<string>? Elsewhere)> Find(int x, string query)
        {
            var answer = await Host.Send("GET", $"/v1/markets/{Halves}/stores?{At(x)}{query}", customer);
            Assert.True(answer.Status == 200, answer.Text);
            return ([.. answer.Json["items"]!.AsArray().Select(one => (string)one!["store_id"]!)], answer.Json["elsewhere"]?.AsArray().Select(one => (string)one!["store_id"]!).ToList());
        }

        Assert.Equal([both], (await Find(2, string.Empty)).Items);
        Assert.Equivalent(new[] { both, only }, (await Find(8, string.Empty)).Items, strict: true);
        Assert.Empty((await Find(2, "&text=harbour")).Items);
        Assert.Equal(2, (await Find(8, "&text=harbour")).Items.Count);
        Assert.Equal(2, (await Find(2, "&text=harbour&channel=counter")).Items.Count);
        var (here, elsewhere) = await Find(2, "&text=only");
        Assert.Empty(here);
        Assert.Equal([only], elsewhere!);
        Assert.Empty((await Find(2, $"&merchant_id={merchant}&product_id={stew}")).Items);
        Assert.Single((await Find(8, $"&merchant_id={merchant}&product_id={stew}")).Items);

        foreach (var (x, served) in new[] { (2, false), (8, true) })
        {
            var front = await Host.Send("GET", $"/v1/stores/{both}?{At(x)}", customer);
            var shown = front.Json["products"]!.AsArray().Single(product => (string)product!["product_id"]! == stew)!;
            Assert.Equal([served, true], shown["channels"]!.AsArray().OrderByDescending(way => (string)way!["channel"]!).Select(way => (bool)way!["served"]!));
            Assert.Equal("east", (string)Assert.Single(shown["zones"]!.AsArray())!);

            var quote = await Quote("delivery", x, soup, stew);
            Assert.True(quote.Status == (served ? 200 : 422), quote.Text);
            if (!served)
            {
                Assert.Equal("not_served_here", quote.Slug);
                Assert.Contains("Harbour stew is not sold in west, but in east. Both sells Soup of the day there.", quote.Text, StringComparison.Ordinal);
            }

            Assert.Equal(200, (await Quote("delivery", x, soup)).Status);
            Assert.Equal(200, (await Quote("counter", x, stew)).Status);
        }

        Assert.Null((await Host.Send("GET", $"/v1/stores/{both}", customer)).Json["products"]![0]!["channels"]![0]!["served"]);
        Assert.Equal("input_invalid", (await Host.Send("GET", $"/v1/stores/{both}?longitude=1", customer)).Slug);

        Task<ApiHost.Answer> Quote(string serviceClass, int x, params string[] products) => Host.Send("POST", "/v1/quotes", customer, new
        {
            market = Halves, service_class = serviceClass, store_id = both, stops = serviceClass == "counter" ? [] : new[] { ApiHost.Place(x, 5) },
            items = products.Select(product => new { product_id = product, quantity = 1 }),
        });

        async Task<string> Shop(string name, params string[] products)
        {
            var place = StreetGrid.Crossing(4, 4);
            var made = await Host.Send("POST", "/v1/merchant/stores", token, new
            {
                name, market = Halves, longitude = place.Longitude, latitude = place.Latitude, time_zone = "Etc/UTC", channels = new[] { "delivery", "counter" }, zones = new[] { new { zone = "", fee_minor_units = 200 } },
            }, Key());
            Assert.True(made.Status == 201, made.Text);
            var store = (string)made.Json["store_id"]!;
            foreach (var (product, channel) in products.SelectMany(product => new[] { (product, "delivery"), (product, "counter") }))
            {
                Assert.Equal(200, (await Host.Send("PUT", $"/v1/merchant/stores/{store}/shelf", token, new { product_id = product, channel })).Status);
            }

            return store;
        }
    }

    /// <summary>The memory of a store goes by its own clock, past a closing at night and a day that is an exception.</summary>
    [Fact]
    public void KnownStore_AskedAtAnyInstant_IsOpenWhenTheStoreIs()
    {
        var store = new Store(
            new StoreId(Guid.NewGuid()),
            new MerchantId(Guid.NewGuid()),
            new MarketId("nyc"),
            "Corner",
            new GeoPoint(-73.98, 40.75),
            "America/New_York",
            new OpeningHours(
                [new DailyHours(DailyHours.EveryDay, new HourRange(new TimeOnly(11, 7), new TimeOnly(14, 0))), new DailyHours(0b111_1100, new HourRange(new TimeOnly(17, 30), new TimeOnly(2, 10)))],
                [new OpeningException(new DateOnly(2026, 3, 9), [])]),
            [StoreChannel.Delivery],
            [],
            TimeSpan.Zero,
            null,
            CounterTerms.Default);
        var merchant = new Merchant(store.Merchant, new OperatorId("acme"), "Noodles", Domain.Money.Currency.Usd, MerchantStanding.Verified);
        var known = new Api.Stores.KnownStore(new StoreCard(merchant, store, [], default));

        // The clocks are put forward in the night of 8 March 2026.
        var from = new DateTimeOffset(2026, 3, 6, 0, 0, 0, TimeSpan.Zero);
        var seen = new HashSet<bool>();
        for (var minute = 0; minute < 6 * 24 * 60; minute++)
        {
            var at = from.AddMinutes(minute);
            Assert.True(store.IsOpenAt(at) == known.IsOpen(at), $"At {at:u} the store is {(store.IsOpenAt(at) ? "open" : "closed")}.");
            seen.Add(known.IsOpen(at));
        }

        Assert.Equal(2, seen.Count);
        for (var minute = 6 * 24 * 60; minute > 0; minute -= 7)
        {
            Assert.Equal(store.IsOpenAt(from.AddMinutes(minute)), known.IsOpen(from.AddMinutes(minute)));
        }
    }

    private static string Key() => Guid.NewGuid().ToString("N");

    private static object Body(int x, int y, string name)
    {
        var place = StreetGrid.Crossing(x, y);
        return new
        {
            name, market = ApiHost.Market, longitude = place.Longitude, latitude = place.Latitude, time_zone = "America/New_York", channels = new[] { "delivery", "counter" }, zones = new[] { new { zone = "", fee_minor_units = 200 } },
        };
    }

    private async Task<(int, string?)> Status(string method, string path, string token, object? body = null)
    {
        var answer = await Host.Send(method, path, token, body, method == "POST" ? Key() : null);
        return (answer.Status, answer.Slug);
    }

    private async Task<(string Id, string Token)> Merchant(string ops, bool verified = true)
    {
        var made = await Host.Send("POST", "/v1/ops/merchants", ops, new { @operator = "acme", name = "Noodle house", currency = "USD" }, Key());
        Assert.True(made.Status == 201, made.Text);
        var id = (string)made.Json["merchant_id"]!;
        if (verified)
        {
            await Host.Send("POST", $"/v1/ops/merchants/{id}/verify", ops);
        }

        return (id, Host.Mint.Mint(Roles.Merchant, Guid.Parse(id)).AccessToken);
    }

    private async Task<string> Store(string token, int x, int y, string name)
    {
        var made = await Host.Send("POST", "/v1/merchant/stores", token, Body(x, y, name), Key());
        Assert.True(made.Status == 201, made.Text);
        return (string)made.Json["store_id"]!;
    }

    private async Task<string> Product(string token, string name)
    {
        var made = await Host.Send("POST", "/v1/merchant/products", token, new { name, price_minor_units = 900, groups = new[] { new { name = "Size", options = new[] { new { id = "large", name = "Large", price_minor_units = 200 } } } } }, Key());
        Assert.True(made.Status == 201, made.Text);
        return (string)made.Json["product_id"]!;
    }

    private async Task<List<string>> Near(string customer, string query = "")
    {
        var place = StreetGrid.Crossing(2, 2);
        var answer = await Host.Send("GET", FormattableString.Invariant($"/v1/markets/{ApiHost.Market}/stores?longitude={place.Longitude}&latitude={place.Latitude}&limit=50{query}"), customer);
        Assert.True(answer.Status == 200, answer.Text);
        return [.. answer.Json["items"]!.AsArray().Select(one => (string)one!["store_id"]!)];
    }
}
