using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;

namespace O2O.Dispatch.Api.Tests.Books;

/// <summary>The books over HTTP, of a job that was driven to its end and paid.</summary>
public sealed class BooksApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Books_OfAPaidJob_AgreeWithEachOtherWhereverTheyAreAsked()
    {
        var ops = (await Host.SignIn(Roles.Ops)).Token;
        var (job, provider) = await Paid();
        var economics = (await Host.Send("GET", $"/v1/ops/jobs/{job:N}/economics", ops)).Json["economics"]!;
        var (gross, commission, tax, net) = (Amount(economics, "gross"), Amount(economics, "commission"), Amount(economics, "tax"), Amount(economics, "provider_net"));
        Assert.True(gross > 0 && net > 0);
        Assert.Equal(gross, commission + tax + net);
        Assert.Equal(gross, Amount(economics, "captured"));
        Assert.Equal(0, economics["accounts"]!.AsArray().Sum(account => Amount(account!, "amount")));

        // The provider's own statement, the operator's of it, and its rows as CSV.
        var statement = (await Host.Send("GET", "/v1/provider/statement", provider.Token)).Json;
        var line = Assert.Single(statement["items"]!.AsArray())!;
        Assert.Equal((job, gross, commission, tax, net), (Guid.Parse((string)line["job_id"]!), Amount(line, "gross"), Amount(line, "commission"), Amount(line, "tax"), Amount(line, "net")));
        Assert.Equal((0L, net), (Amount(statement["totals"]![0]!, "opening"), Amount(statement["totals"]![0]!, "closing")));
        var seen = (await Host.Send("GET", $"/v1/ops/providers/{provider.Id:N}/statement", ops)).Json;
        Assert.Equal(statement["items"]!.ToJsonString(), seen["items"]!.ToJsonString());
        var csv = await Host.Send("GET", "/v1/provider/statement?format=csv", provider.Token);
        Assert.Equal((200, "text/csv"), (csv.Status, csv.MediaType));
        var rows = csv.Text.Split("\r\n");
        Assert.StartsWith("entry,job_id,at,currency,gross,", rows[0], StringComparison.Ordinal);
        Assert.Equal(["opening", "job", "closing", ""], rows.Skip(1).Select(row => row.Split(',')[0]));
        Assert.EndsWith(FormattableString.Invariant($",{net / 100m:F2},0.00,0.00,{net / 100m:F2},0.00,0.00"), rows[2], StringComparison.Ordinal);

        // The day's close balances and holds the job; so does what its market came to.
        var day = $"{(DateTimeOffset)line["at"]!:yyyy-MM-dd}";
        var close = (await Host.Send("GET", $"/v1/ops/ledger/close?day={day}", ops)).Json;
        Assert.Equal((0L, false), ((long)close["imbalance_minor_units"]!, (bool)close["is_over"]!));
        var clearing = close["accounts"]!.AsArray().Single(account => (string)account!["account"]! == "gateway_clearing")!;
        Assert.True(Amount(clearing, "closing") >= gross);
        var market = (await Host.Send("GET", $"/v1/ops/economics?from={day}", ops)).Json["items"]!.AsArray().Single(item => (string)item!["service_class"]! == "ride")!;
        Assert.Equal(Amount(clearing, "debit"), Amount(market["economics"]!, "captured"));
        Assert.Empty((await Host.Send("GET", "/v1/ops/economics?market=nowhere", ops)).Json["items"]!.AsArray());

        // The tiles say what the accounts say.
        var ledger = (await Host.Send("GET", "/v1/ops/ledger", ops)).Json;
        var money = Assert.Single(ledger["money"]!.AsArray())!;
        var payable = ledger["accounts"]!.AsArray().Single(account => (string)account!["account"]! == "provider_payable")!;
        Assert.Equal(Amount(payable, "credit") - Amount(payable, "debit"), Amount(money, "provider_payable"));
        Assert.Equal((Amount(clearing, "debit"), 0L), (Amount(money, "captured"), Amount(money, "refunded")));
    }

    [Theory]
    [InlineData("/v1/ops/economics?from=yesterday", "from")]
    [InlineData("/v1/ops/economics?from=2026-02-01&to=2026-01-01", "from")]
    [InlineData("/v1/ops/economics?from=2020-01-01&to=2026-01-01", "from")]
    [InlineData("/v1/ops/ledger/close?day=31.1.2026", "day")]
    [InlineData("/v1/ops/ledger/close?format=xml", "format")]
    [InlineData("/v1/ops/providers/00000000000040008000000000000001/statement?to=x", "to")]
    public async Task Books_AskedForWrongly_NameTheParameter(string path, string parameter)
    {
        var answer = await Host.Send("GET", path, (await Host.SignIn(Roles.Ops)).Token);
        Assert.Equal((400, "input_invalid"), (answer.Status, answer.Slug));
        Assert.NotNull(answer.Json["errors"]![parameter]);
    }

    [Fact]
    public async Task Statement_AskedForAsCsvByAccept_IsCsv()
    {
        using var client = new HttpClient { BaseAddress = new Uri(Host.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await Host.SignIn(Roles.Merchant)).Token);
        foreach (var (accept, type) in new[] { ("text/csv", "text/csv"), ("application/json", "application/json"), ("application/json, text/csv;q=0.5", "application/json"), ("text/csv, */*;q=0.1", "text/csv") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/merchant/statement");
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using var answer = await client.SendAsync(request);
            Assert.Equal((accept, type), (accept, answer.Content.Headers.ContentType!.MediaType!));
        }
    }

    private async Task<(Guid Job, (Guid Id, string Token) Provider)> Paid()
    {
        var (job, customer, provider) = await Host.AcceptedJob();
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/arrive", provider.Token)).Status);
        var pin = (string)(await Host.Send("GET", $"/v1/jobs/{job:N}", customer.Token)).Json["pin"]!;
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/start", provider.Token, new { pin })).Status);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/complete", provider.Token, new { }, Guid.NewGuid().ToString("N"))).Status);
        await Host.Until($"/v1/jobs/{job:N}/receipt", customer.Token, answer => answer.Status == 200 && (string?)answer.Json["payment"] == "captured", "the capture");
        return (job, provider);
    }

    private static long Amount(JsonNode of, string name) => (long)of[$"{name}_minor_units"]!;
}
