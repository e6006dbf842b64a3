using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace O2O.Dispatch.Payments.Drill;

/// <summary>Customers who send money from a bank, and look whether it came back: by the gateway's own HTTP, by no code of the service. Everything is done once, whoever asks again.</summary>
internal sealed class BankCustomers : IDisposable
{
    private readonly HttpClient _http;

    public BankCustomers(string gateway)
    {
        _http = new HttpClient { BaseAddress = new Uri(gateway), Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk_test_drill");
    }

    /// <summary>The gateway's customer of a job.</summary>
    public async Task<string> Open(Guid job, CancellationToken stop) =>
        (string)(await Send(HttpMethod.Post, "/v1/customers", $"customer:{job:N}", [new("metadata[of]", job.ToString("N"))], stop))["id"]!;

    /// <summary>The customer's bank sends what the job's payment asks for.</summary>
    /// <returns>False when there is no such payment yet.</returns>
    public async Task<bool> Fund(Guid job, CancellationToken stop)
    {
        var customer = await Open(job, stop);
        if (await Intents(customer, stop) is not [var intent, ..])
        {
            return false;
        }

        await Send(
            HttpMethod.Post,
            $"/v1/test_helpers/customers/{customer}/fund_cash_balance",
            $"fund:{job:N}",
            [new("amount", ((long)intent!["amount"]!).ToString(CultureInfo.InvariantCulture)), new("currency", "usd")],
            stop);
        return true;
    }

    /// <summary>Whether all that was taken of the customer has gone back.</summary>
    public async Task<bool> HasAllBack(Guid job, CancellationToken stop)
    {
        foreach (var intent in await Intents(await Open(job, stop), stop))
        {
            var back = (await Send(HttpMethod.Get, $"/v1/refunds?limit=100&payment_intent={(string)intent!["id"]!}", null, [], stop))["data"]!.AsArray().Sum(refund => (long)refund!["amount"]!);
            if (back != (long)intent["amount_received"]!)
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonArray> Intents(string customer, CancellationToken stop) => (await Send(HttpMethod.Get, $"/v1/payment_intents?limit=100&customer={customer}", null, [], stop))["data"]!.AsArray();

    private async Task<JsonNode> Send(HttpMethod method, string path, string? key, KeyValuePair<string, string>[] form, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
            request.Content = new FormUrlEncodedContent(form);
        }

        using var answer = await _http.SendAsync(request, stop);
        return JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(stop))!;
    }
}
