using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Sales;

/// <summary>Merchants with a store and a product, and what customers, couriers and counters do there, over HTTP alone.</summary>
public abstract class SaleScene(ApiFixture fixture)
{
    protected ApiHost Host => fixture.Host;

    protected sealed record Known(string Merchant, string Token, string Store, string Product);

    protected static string Key() => Guid.NewGuid().ToString("N");

    protected static JsonObject Basket(Known shop, string serviceClass, int quantity, object? to) => new()
    {
        ["market"] = ApiHost.Market,
        ["service_class"] = serviceClass,
        ["stops"] = to is null ? new JsonArray() : new JsonArray(System.Text.Json.JsonSerializer.SerializeToNode(to)),
        ["store_id"] = shop.Store,
        ["items"] = new JsonArray(new JsonObject { ["product_id"] = shop.Product, ["quantity"] = quantity }),
    };

    protected async Task<Known> Shop(string name, long price, int stock, double? codeSeconds = null, long minimumBasket = 0)
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var merchant = (string)(await Made("/v1/ops/merchants", ops, new { @operator = "acme", name, currency = "USD" }))["merchant_id"]!;
        Assert.Equal(200, (await Host.Send("POST", $"/v1/ops/merchants/{merchant}/verify", ops)).Status);
        var token = Host.Mint.Mint(Roles.Merchant, Guid.Parse(merchant)).AccessToken;
        var product = (string)(await Made("/v1/merchant/products", token, new { name = "Noodles", price_minor_units = price }))["product_id"]!;
        return await Store(new Known(merchant, token, string.Empty, product), name, stock, codeSeconds, minimumBasket);
    }

    /// <summary>One more store of a merchant that sells the product, by delivery and at the counter where nothing else is said.</summary>
    protected Task<Known> Store(Known shop, string name, int stock, params string[] channels) => Store(shop, name, stock, null, 0, channels);

    protected async Task<Known> Store(Known shop, string name, int stock, double? codeSeconds, long minimumBasket, params string[] channels)
    {
        channels = channels.Length == 0 ? ["delivery", "counter"] : channels;
        var place = StreetGrid.Crossing(2, 2);

        // Where it is the middle of the day now: no test begins on one day and ends on the next.
        var zone = DateTimeOffset.UtcNow.Hour < 12 ? "Etc/GMT-8" : "Etc/GMT+8";
        var store = (string)(await Made("/v1/merchant/stores", shop.Token, new
        {
            name, market = ApiHost.Market, longitude = place.Longitude, latitude = place.Latitude, time_zone = zone, channels,
            zones = new[] { new { zone = "", fee_minor_units = 200, minimum_basket_minor_units = minimumBasket } }, answer_seconds = 300, code_seconds = codeSeconds,
        }))["store_id"]!;
        foreach (var channel in channels)
        {
            Assert.Equal(200, (await Host.Send("PUT", $"/v1/merchant/stores/{store}/shelf", shop.Token, new { product_id = shop.Product, channel, left = stock })).Status);
        }

        return shop with { Store = store };
    }

    protected async Task<JsonNode> Made(string path, string token, object body)
    {
        var made = await Host.Send("POST", path, token, body, Key());
        Assert.True(made.Status == 201, made.Text);
        return made.Json;
    }

    protected async Task<string> Order(string customer, ApiHost.Answer quote)
    {
        Assert.True(quote.Status == 200, quote.Text);
        var ordered = await Host.Send("POST", "/v1/jobs", customer, new { quote = (string)quote.Json["quote"]! }, Key());
        Assert.True(ordered.Status == 201, ordered.Text);
        return (string)ordered.Json["job_id"]!;
    }

    /// <summary>What the customer shows at the counter, once the money is held.</summary>
    protected async Task<string> Code(string customer, string job) =>
        (string)(await Host.Until($"/v1/jobs/{job}", customer, answer => answer.Json["pin"] is not null, "the code")).Json["pin"]!;

    protected Task<ApiHost.Answer> Redeem(Known shop, string code, int units, string? key = null) =>
        Host.Send("POST", "/v1/merchant/redemptions", shop.Token, new { code, units, store_id = shop.Store }, key ?? Key());

    /// <summary>Gives a job to a provider once it is open.</summary>
    protected async Task Assigned(string job, (Guid Id, string Token) provider)
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var assigned = await Host.Send("POST", $"/v1/ops/jobs/{job}/assign", ops, new { provider_id = provider.Id }, Key());
            if (assigned.Status == 200)
            {
                return;
            }

            if ((await Host.Send("GET", "/v1/provider", provider.Token)).Json["open_offer"] is JsonObject offer && (string)offer["job_id"]! == job)
            {
                await Host.Send("POST", $"/v1/provider/offers/{(string)offer["offer_id"]!}/accept", provider.Token, new { job_id = job });
            }

            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"Waited 30 s for the job to be assigned; last: {assigned.Text}");
            await Task.Delay(20);
        }
    }

    protected async Task BooksBalance()
    {
        var ledger = Host.App.Services.GetRequiredService<ILedgerReader>();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (await ledger.Verify(default) is { FirstFault: not null } check)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{check}");
            await Task.Delay(50);
        }
    }

    protected async Task<string> Campaign(string ops, string name, string funder, object benefit, object scope, object earns) => (string)(await Made("/v1/ops/campaigns", ops, new
    {
        @operator = "acme", name, funder = new { kind = "merchant", id = funder }, currency = "USD", benefit, scope, earned_by = earns, budget_minor_units = 10_000,
        begins_at = DateTimeOffset.UtcNow.AddDays(-1), ends_at = DateTimeOffset.UtcNow.AddDays(1),
    }))["campaign_id"]!;

    /// <summary>A hall that can be booked every two hours.</summary>
    protected async Task<string> Hall(Known cinema, int capacity = 40, int holdSeconds = 600, int early = 86_400)
    {
        var id = Guid.NewGuid().ToString("N");
        var days = Enum.GetNames<DayOfWeek>().Select(day => day.ToLowerInvariant()).ToArray();
        var made = await Host.Send("PUT", $"/v1/merchant/resources/{id}", cinema.Token, new
        {
            store_id = cinema.Store, name = "Hall 1", time_zone = "UTC", slot_seconds = 7_200, capacity, largest_party = Math.Min(10, capacity), hold_seconds = holdSeconds, ahead_seconds = 30 * 86_400, early_seconds = early,
            hours = new[] { new { days, from = "00:00", to = "00:00" } }, deposit = new { currency = "USD", per_person_minor_units = 500, free_until_seconds = 3_600, late_share_basis_points = 5_000 }, version = 0,
        });
        Assert.True(made.Status == 200, made.Text);
        return id;
    }

    /// <summary>A slot of the coming night, by default that at midnight, whatever the time is: people are let in a day before.</summary>
    protected async Task<DateTimeOffset> Tonight(string customer, string hall, int slot = 0)
    {
        var day = DateTimeOffset.UtcNow.AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return (DateTimeOffset)(await Host.Send("GET", $"/v1/resources/{hall}/slots?day={day}", customer)).Json["slots"]![slot]!["begins_at"]!;
    }
}
