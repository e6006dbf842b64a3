using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace O2O.Dispatch.Web.Tests;

/// <summary>A merchant with a store and a product in the live city, and a customer of it, through the API.</summary>
internal sealed class Shop : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _market;
    private string _merchantToken = string.Empty;
    private string _customerToken = string.Empty;
    private string _store = string.Empty;
    private string _product = string.Empty;

    private Shop(HttpClient http, string market) => (_http, _market) = (http, market);

    /// <summary>The merchant's id.</summary>
    public string Merchant { get; private set; } = string.Empty;

    /// <summary>Opens it.</summary>
    public static async Task<Shop> Open(string server)
    {
        var http = new HttpClient { BaseAddress = new Uri(server) };
        var market = (await http.GetFromJsonAsync<JsonArray>("/v1/markets"))![0]!;
        var shop = new Shop(http, (string)market["market"]!);
        var ops = (string)(await shop.SignIn("ops", null))["access_token"]!;
        shop.Merchant = (string)(await shop.Send("/v1/ops/merchants", ops, new { @operator = (string)market["operator"]!, name = "Noodles of the test", currency = "USD" }))["merchant_id"]!;
        await shop.Send($"/v1/ops/merchants/{shop.Merchant}/verify", ops, null);
        shop._merchantToken = (string)(await shop.SignIn("merchant", shop.Merchant))["access_token"]!;
        shop._customerToken = (string)(await shop.SignIn("customer", null))["access_token"]!;
        shop._product = (string)(await shop.Send("/v1/merchant/products", shop._merchantToken, new { name = "Ramen", price_minor_units = 900 }))["product_id"]!;

        // Where it is the middle of the day now: the test does not begin on one day and end on the next.
        var zone = DateTimeOffset.UtcNow.Hour < 12 ? "Etc/GMT-8" : "Etc/GMT+8";
        shop._store = (string)(await shop.Send("/v1/merchant/stores", shop._merchantToken, new
        {
            name = "Noodles of the test", market = shop._market, longitude = 13.400, latitude = 52.520, time_zone = zone, channels = new[] { "delivery", "counter" },
            zones = new[] { new { zone = "", fee_minor_units = 200 } }, answer_seconds = 3_600,
        }))["store_id"]!;
        foreach (var channel in new[] { "delivery", "counter" })
        {
            await shop.Send($"/v1/merchant/stores/{shop._store}/shelf", shop._merchantToken, new { product_id = shop._product, channel, left = 100 }, HttpMethod.Put);
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
            store_id = _store, items = new[] { new { product_id = _product, quantity } },
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
    public async Task Redeem(string job) => await Send("/v1/merchant/redemptions", _merchantToken, new { code = await Code(job), store_id = _store });

    public void Dispose() => _http.Dispose();

    private Task<JsonNode> SignIn(string role, string? id) => Send("/v1/dev/sign-in", null, new { role, id, name = "Tess Test" });

    private async Task<JsonNode> Send(string path, string? token, object? body, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
