using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Placements;
using O2O.Dispatch.Grains.Placements;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Sales;

/// <summary>Stores that pay to be shown in front of others: over HTTP alone, but for the sweep that bills.</summary>
public sealed class PlacementApiTests(ApiFixture fixture) : SaleScene(fixture), IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Placed_ClickedAndHad_IsBilledOnceAndInTheMerchantsBooks()
    {
        var shop = await Shop("Placed house", 900, 100);
        var placement = await Place(shop, 150, 400);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var first = (await Near(customer))[0]!;
        Assert.Equal((shop.Store, true), ((string)first["store_id"]!, (bool)first["placed"]!));
        var click = (string)first["click"]!;
        foreach (var again in new[] { 1, 2 })
        {
            var counted = await Host.Send("POST", "/v1/placements/clicks", customer, new { click });
            Assert.True(counted.Status == 200 && (bool)counted.Json["counted"]!, $"{again}: {counted.Text}");
        }

        // Somebody else's, a changed one, and none are refused.
        var (_, other) = await Host.SignIn(Roles.Customer);
        Assert.Equal("input_invalid", (await Host.Send("POST", "/v1/placements/clicks", other, new { click })).Slug);
        Assert.Equal("input_invalid", (await Host.Send("POST", "/v1/placements/clicks", customer, new { click = click[..^1] + (click[^1] == 'A' ? 'B' : 'A') })).Slug);
        Assert.Equal("input_invalid", (await Host.Send("POST", "/v1/placements/clicks", customer, new { click = "" })).Slug);
        Assert.Equal(("running", 1, 0, 150, 250), State(await Found(shop, placement)));

        // Who clicked orders and has it; who did not costs nothing.
        foreach (var (token, store) in new[] { (customer, shop), (other, shop) })
        {
            var job = await Order(token, await Host.Send("POST", "/v1/quotes", token, Basket(store, "counter", 1, null)));
            Assert.Equal(200, (await Redeem(shop, await Code(token, job), 1)).Status);
        }

        var sweep = new PlacementSweep(
            Host.App.Services.GetRequiredService<IPlacementStore>(), null!, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<PlacementSweep>.Instance);
        var before = await Net(shop);
        Assert.Equal(1, await sweep.Round(default));
        Assert.Equal(0, await sweep.Round(default));
        Assert.Equal(("running", 1, 1, 0, 250), State(await Found(shop, placement)));
        Assert.Equal(150, (long)(await Found(shop, placement))["spent_minor_units"]!);
        Assert.Equal(before - 150, await Net(shop));
        var statement = (await Host.Send("GET", "/v1/merchant/statement", shop.Token)).Json["totals"]![0]!;
        Assert.Equal((long)statement["opening_minor_units"]! + (long)statement["net_minor_units"]! - (long)statement["paid_out_minor_units"]!, (long)statement["closing_minor_units"]!);
        Assert.Equal(await Net(shop), (long)statement["net_minor_units"]!);
        await BooksBalance();
        Assert.NotEqual(200, (await Host.Send("PUT", $"/v1/merchant/placements/{placement}", shop.Token, Body(150, 149, 1))).Status);
        await Pause(shop, placement);
    }

    [Fact]
    public async Task Placed_ThatCannotServe_IsNotShownAndTheHigherBidIsFirst()
    {
        var (low, high, empty) = (await Shop("Low bid", 900, 100), await Shop("High bid", 900, 100), await Shop("Sold out", 900, 0));
        var closed = await Shop("Closed", 900, 100);
        await Host.Send("POST", $"/v1/merchant/stores/{closed.Store}/pause", closed.Token, new { paused = true });
        var placements = new List<(Known, string)>();
        foreach (var (shop, price) in new[] { (low, 100), (high, 200), (empty, 900), (closed, 900) })
        {
            placements.Add((shop, await Place(shop, price, 1_000)));
        }

        var (_, customer) = await Host.SignIn(Roles.Customer);
        var near = await Near(customer, "&closed=true&limit=50");
        Assert.Equal([high.Store, low.Store], near.Where(one => (bool)one!["placed"]!).Select(one => (string)one!["store_id"]!));
        Assert.Equal([true, true, false], near.Take(3).Select(one => (bool)one!["placed"]!));
        Assert.Equal(near.Count, near.Select(one => (string)one!["store_id"]!).Distinct().Count());
        Assert.All(near.Skip(2), one => Assert.Null(one!["click"]));
        Assert.Single(await Near(customer, "&limit=1"));

        // Who looks for one merchant's stores is shown no others' in front, nor its own as placed.
        Assert.DoesNotContain(await Near(customer, $"&merchant_id={low.Merchant}"), one => (bool)one!["placed"]!);
        foreach (var (shop, placement) in placements)
        {
            await Pause(shop, placement);
        }

        Assert.DoesNotContain(await Near(customer), one => (bool)one!["placed"]!);
    }

    /// <summary>Stores near somebody are answered whatever becomes of the ads: with those that were known, and by one reading for all who ask meanwhile.</summary>
    [Fact]
    public async Task Near_WhenPlacementsCannotBeRead_IsAnsweredWithThoseThatWereKnown()
    {
        var shop = await Shop("Known ad", 900, 100);
        await Place(shop, 100, 1_000);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        Assert.True((bool)(await Near(customer))[0]!["placed"]!);
        try
        {
            // Whoever changes a placement has it read anew.
            Host.Placements.Broken = true;
            await Place(shop, 100, 1_000);
            var asked = Host.Placements.Asked;
            Assert.True((bool)(await Near(customer))[0]!["placed"]!);
            Assert.True(Host.Placements.Asked > asked);

            var gate = new TaskCompletionSource();
            Host.Placements.Gate = gate.Task;
            await Place(shop, 100, 1_000);
            asked = Host.Placements.Asked;
            foreach (var near in await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Near(customer))))
            {
                Assert.True((bool)near[0]!["placed"]!);
            }

            Assert.Equal(asked + 1, Host.Placements.Asked);
            gate.SetResult();
        }
        finally
        {
            (Host.Placements.Broken, Host.Placements.Gate) = (false, Task.CompletedTask);
            foreach (var one in (await Host.Send("GET", "/v1/merchant/placements", shop.Token)).Json["items"]!.AsArray())
            {
                await Pause(shop, (string)one!["placement_id"]!);
            }
        }
    }

    [Fact]
    public async Task Near_OfAPlacedStoreThatChangesMeanwhile_HasItOnce()
    {
        var shop = await Shop("Changed ad", 900, 100);
        await Place(shop, 100, 1_000);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        Assert.True((bool)(await Near(customer))[0]!["placed"]!);
        var gate = new TaskCompletionSource();
        try
        {
            Host.Placements.Gate = gate.Task;
            await Place(shop, 100, 1_000);
            var asked = Host.Placements.Asked;
            var coming = Near(customer, "&limit=50");
            var clock = System.Diagnostics.Stopwatch.StartNew();
            while (Host.Placements.Asked == asked)
            {
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "Nobody asked what is placed.");
                await Task.Delay(5);
            }

            // What is near was looked up before this, what is placed after it.
            foreach (var paused in new[] { true, false })
            {
                Assert.Equal(200, (await Host.Send("POST", $"/v1/merchant/stores/{shop.Store}/pause", shop.Token, new { paused })).Status);
            }

            gate.SetResult();
            Assert.Single(await coming, one => (string)one!["store_id"]! == shop.Store);
        }
        finally
        {
            gate.TrySetResult();
            Host.Placements.Gate = Task.CompletedTask;
            foreach (var one in (await Host.Send("GET", "/v1/merchant/placements", shop.Token)).Json["items"]!.AsArray())
            {
                await Pause(shop, (string)one!["placement_id"]!);
            }
        }
    }

    [Fact]
    public async Task Placements_AreTheirOwnersAlone()
    {
        var (shop, other) = (await Shop("Mine", 900, 10), await Shop("Theirs", 900, 10));
        var placement = await Place(shop, 100, 300);
        var made = await Made("/v1/merchant/staff", shop.Token, new { name = "Ada", role = "counter", store_id = shop.Store });
        var clerk = Host.Mint.Mint(Roles.Counter, Guid.Parse((string)made["staff_id"]!)).AccessToken;
        Assert.Equal("forbidden", (await Host.Send("GET", "/v1/merchant/placements", clerk)).Slug);
        Assert.Equal("forbidden", (await Host.Send("PUT", $"/v1/merchant/placements/{placement}", clerk, Body(100, 300, 1))).Slug);
        Assert.Empty((await Host.Send("GET", "/v1/merchant/placements", other.Token)).Json["items"]!.AsArray());
        Assert.Equal("not_found", (await Host.Send("PUT", $"/v1/merchant/placements/{placement}", other.Token, Body(100, 300, 1))).Slug);
        Assert.Equal("conflict", (await Host.Send("PUT", $"/v1/merchant/placements/{placement}", shop.Token, Body(100, 301, 0))).Slug);
        Assert.Equal(200, (await Host.Send("PUT", $"/v1/merchant/placements/{placement}", shop.Token, Body(100, 300, 0))).Status);
        foreach (var body in new[] { Body(0, 300, 0), Body(100, 99, 0), Body(100, 300, -1), Body(100, 300, 0, market: "nowhere"), Body(100, 300, 0, store: other.Store), Body(100, 300, 0, daily: 99), Body(1L << 62, long.MaxValue, 0) })
        {
            Assert.Equal("input_invalid", (await Host.Send("PUT", $"/v1/merchant/placements/{Guid.NewGuid():N}", shop.Token, body)).Slug);
        }

        await Pause(shop, placement);
    }

    private static JsonObject Body(long price, long budget, long version, bool paused = false, string market = ApiHost.Market, string? store = null, long? daily = null) => new()
    {
        ["market"] = market, ["price_per_visit_minor_units"] = price, ["budget_minor_units"] = budget, ["daily_budget_minor_units"] = daily, ["version"] = version, ["paused"] = paused,
        ["begins_at"] = "2020-01-01T00:00:00Z", ["ends_at"] = "2100-01-01T00:00:00Z", ["store_ids"] = store is null ? null : new JsonArray(store),
    };

    private async Task<string> Place(Known shop, long price, long budget)
    {
        var id = Guid.NewGuid().ToString("N");
        var made = await Host.Send("PUT", $"/v1/merchant/placements/{id}", shop.Token, Body(price, budget, 0));
        Assert.True(made.Status == 200, made.Text);
        return id;
    }

    private async Task Pause(Known shop, string placement)
    {
        var now = await Found(shop, placement);
        var paused = await Host.Send("PUT", $"/v1/merchant/placements/{placement}", shop.Token,
            Body((long)now["terms"]!["price_per_visit_minor_units"]!, (long)now["terms"]!["budget_minor_units"]!, (long)now["terms"]!["version"]!, paused: true));
        Assert.True(paused.Status == 200, paused.Text);
    }

    private async Task<JsonNode> Found(Known shop, string placement) =>
        (await Host.Send("GET", "/v1/merchant/placements", shop.Token)).Json["items"]!.AsArray().Single(one => (string)one!["placement_id"]! == placement)!;

    private static (string, long, long, long, long) State(JsonNode one) =>
        ((string)one["state"]!, (long)one["clicks"]!, (long)one["visits"]!, (long)one["reserved_minor_units"]!, (long)one["left_minor_units"]!);

    private async Task<JsonArray> Near(string customer, string more = "")
    {
        var place = StreetGrid.Crossing(3, 3);
        var found = await Host.Send("GET", FormattableString.Invariant($"/v1/markets/{ApiHost.Market}/stores?channel=counter&longitude={place.Longitude}&latitude={place.Latitude}{more}"), customer);
        Assert.True(found.Status == 200, found.Text);
        return found.Json["items"]!.AsArray();
    }

    private async Task<long> Net(Known shop) => (long)(await Host.Send("GET", "/v1/merchant/statistics", shop.Token)).Json["figures"]!["net_minor_units"]!;
}
