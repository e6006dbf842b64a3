using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace O2O.Dispatch.Web.Tests;

/// <summary>A merchant with a store and a product in the live city, and a customer of it, through the API.</summary>
internal sealed class Shop : IDisposable
{
    private static readonly string[] Channels = ["delivery", "counter", "visit"];

    private readonly HttpClient _http;
    private readonly string _market;
    private readonly string _operator;
    private string _opsToken = string.Empty;
    private string _zone = string.Empty;
    private string _merchantToken = string.Empty;
    private string _customerToken = string.Empty;
    private string _product = string.Empty;

    private Shop(HttpClient http, string market, string @operator) => (_http, _market, _operator) = (http, market, @operator);

    /// <summary>The merchant's id.</summary>
    public string Merchant { get; private set; } = string.Empty;

    /// <summary>Its store.</summary>
    public string Store { get; private set; } = string.Empty;

    /// <summary>Opens it.</summary>
    /// <param name="server">Where.</param>
    /// <param name="name">Of the merchant and its store.</param>
    /// <param name="product">What it sells.</param>
    /// <param name="price">Of one, in cents.</param>
    public static async Task<Shop> Open(string server, string name = "Noodles of the test", string product = "Ramen", long price = 900)
    {
        var http = new HttpClient { BaseAddress = new Uri(server) };
        var market = (await http.GetFromJsonAsync<JsonArray>("/v1/markets"))![0]!;
        var shop = new Shop(http, (string)market["market"]!, (string)market["operator"]!);
        shop._opsToken = (string)(await shop.SignIn("ops", null))["access_token"]!;
        shop.Merchant = (string)(await shop.Send("/v1/ops/merchants", shop._opsToken, new { @operator = shop._operator, name, currency = "USD" }))["merchant_id"]!;
        await shop.Send($"/v1/ops/merchants/{shop.Merchant}/verify", shop._opsToken, null);
        shop._merchantToken = (string)(await shop.SignIn("merchant", shop.Merchant))["access_token"]!;
        shop._customerToken = (string)(await shop.SignIn("customer", null))["access_token"]!;
        shop._product = (string)(await shop.Send("/v1/merchant/products", shop._merchantToken, new { name = product, price_minor_units = price }))["product_id"]!;

        // Where it is the middle of the day now: the test does not begin on one day and end on the next.
        shop._zone = DateTimeOffset.UtcNow.Hour < 12 ? "Etc/GMT-8" : "Etc/GMT+8";
        shop.Store = (string)(await shop.Send("/v1/merchant/stores", shop._merchantToken, new
        {
            name, market = shop._market, longitude = 13.400, latitude = 52.520, time_zone = shop._zone, channels = Channels,
            zones = new[] { new { zone = "", fee_minor_units = 200 } }, answer_seconds = 3_600,
        }))["store_id"]!;
        foreach (var channel in Channels)
        {
            await shop.Send($"/v1/merchant/stores/{shop.Store}/shelf", shop._merchantToken, new { product_id = shop._product, channel, left = 100 }, HttpMethod.Put);
        }

        return shop;
    }

    /// <summary>Orders bowls, brought or at the counter.</summary>
    /// <returns>The job.</returns>
    public async Task<string> Order(string serviceClass, int quantity)
    {
        var quote = await Send("/v1/quotes", _customerToken, new
        {
            market = _market, service_class = serviceClass, stops = serviceClass == "delivery" ? [new { longitude = 13.412, latitude = 52.526 }] : Array.Empty<object>(),
            store_id = Store, items = new[] { new { product_id = _product, quantity } },
        });
        return (string)(await Send("/v1/jobs", _customerToken, new { quote = (string)quote["quote"]! }))["job_id"]!;
    }

    /// <summary>What the customer shows at the counter, once the money is held.</summary>
    public async Task<string> Code(string job)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            if ((await Send($"/v1/jobs/{job}", _customerToken, null, HttpMethod.Get))["pin"] is { } code)
            {
                return (string)code!;
            }

            Assert.True(clock.Elapsed < TimeSpan.FromMilliseconds(PagesFixture.PatienceMilliseconds), $"Job {job} had no code in time.");
        }
    }

    /// <summary>Gives all of it at the counter.</summary>
    public async Task Redeem(string job) => await Send("/v1/merchant/redemptions", _merchantToken, new { code = await Code(job), store_id = Store });

    /// <summary>A campaign that the merchant pays for: who completes an order of the one gets a voucher for the other.</summary>
    public Task Campaign(string name, object benefit, object scope, object earnedBy) => Send("/v1/ops/campaigns", _opsToken, new
    {
        @operator = _operator, name, funder = new { kind = "merchant", id = Merchant }, currency = "USD", benefit, scope, earned_by = earnedBy, budget_minor_units = 10_000,
        begins_at = DateTimeOffset.UtcNow.AddDays(-1), ends_at = DateTimeOffset.UtcNow.AddDays(1),
    });

    /// <summary>A campaign that the merchant pays for, with a link that anybody may open, or with links that customers pass on.</summary>
    /// <returns>Where the link leads; empty for customers' own.</returns>
    public async Task<string> Links(string name, bool isReferral)
    {
        var made = await Send("/v1/ops/campaigns", _opsToken, new
        {
            @operator = _operator, name, funder = new { kind = "merchant", id = Merchant }, currency = "USD", benefit = new { kind = "amount", amount_minor_units = 300 }, budget_minor_units = 10_000,
            begins_at = DateTimeOffset.UtcNow.AddDays(-1), ends_at = DateTimeOffset.UtcNow.AddDays(1), scope = new { merchants = new[] { Merchant } },
            claims = isReferral ? null : new { link_per_customer = 1 }, referral = isReferral ? new { most_per_referrer = 5 } : null,
        });
        return (string?)made["link"]?["link"] ?? string.Empty;
    }

    /// <summary>A hall of seats at the store, open all day; who has booked is let in a day before.</summary>
    public Task Hall() => Send($"/v1/merchant/resources/{Guid.NewGuid():N}", _merchantToken, new
    {
        store_id = Store, name = "Hall 1", time_zone = _zone, slot_seconds = 7_200, capacity = 40, largest_party = 10, ahead_seconds = 30 * 86_400, early_seconds = 86_400,
        hours = new[] { new { days = Enum.GetNames<DayOfWeek>().Select(day => day.ToLowerInvariant()), from = "00:00", to = "00:00" } },
        deposit = new { currency = "USD", per_person_minor_units = 500, free_until_seconds = 3_600, late_share_basis_points = 5_000 }, version = 0,
    }, HttpMethod.Put);

    /// <summary>A token of somebody who serves at the counter.</summary>
    public async Task<string> Clerk()
    {
        var staff = (string)(await Send("/v1/merchant/staff", _merchantToken, new { name = "Ada", role = "counter", store_id = Store }))["staff_id"]!;
        return (string)(await SignIn("counter", staff))["access_token"]!;
    }

    public void Dispose() => _http.Dispose();

    private Task<JsonNode> SignIn(string role, string? id) => ApiCalls.SignIn(_http, role, id, "Tess Test");

    private Task<JsonNode> Send(string path, string? token, object? body, HttpMethod? method = null) => ApiCalls.Send(_http, path, token, body, method);
}
