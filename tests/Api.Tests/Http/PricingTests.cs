using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>What a price is made of, and who has which part of it, over HTTP.</summary>
public sealed class PricingTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Quote_OfAMerchantsJob_ShowsTaxAndWaitingAndTheBooksDivideIt()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var quote = await Quote(customer, ApiHost.Merchant.Value);
        Assert.True(quote.Status == 200, quote.Text);
        var lines = quote.Json["lines"]!.AsArray();
        var tax = (long)lines.Single(line => (string)line!["kind"]! == "tax")!["amount_minor_units"]!;
        var total = (long)quote.Json["total_minor_units"]!;
        Assert.Equal(total, lines.Sum(line => (long)line!["amount_minor_units"]!));
        Assert.Equal(Math.Round((total - tax) / 10.0, MidpointRounding.ToEven), tax);
        Assert.InRange((long)quote.Json["hold_minor_units"]!, total + 329, total + 331);
        Assert.Equal((0d, 60L, 300L), ((double)quote.Json["waiting"]!["free_seconds"]!, (long)quote.Json["waiting"]!["per_minute_minor_units"]!, (long)quote.Json["waiting"]!["most_minor_units"]!));
        var (job, provider) = await Accepted(customer, (string)quote.Json["quote"]!);
        foreach (var step in new[] { "arrive", "start", "complete" })
        {
            var done = await Host.Send("POST", $"/v1/provider/jobs/{job:N}/{step}", provider.Token, step == "arrive" ? null : new { }, Guid.NewGuid().ToString("N"));
            Assert.True(done.Status == 200, done.Text);
        }

        var receipt = await Host.Until($"/v1/jobs/{job:N}/receipt", customer, answer => (string?)answer.Json["payment"] == "captured", "the capture");
        Assert.Equal(ApiHost.Merchant.Value, Guid.Parse((string)receipt.Json["merchant_id"]!));
        Assert.Equal((long)receipt.Json["total_minor_units"]!, receipt.Json["lines"]!.AsArray().Sum(line => (long)line!["amount_minor_units"]!));
        Assert.Equal((long)receipt.Json["tax_minor_units"]!, (long)receipt.Json["lines"]!.AsArray().Single(line => (string)line!["kind"]! == "tax")!["amount_minor_units"]!);

        // The commission is 30 % of the price before tax, three fifths of it the store's, which sells and has the tax; the provider owes 0.50 for the lead.
        var economics = (await Host.Send("GET", $"/v1/ops/jobs/{job:N}/economics", ops)).Json["economics"]!;
        var (gross, taxed) = ((long)economics["gross_minor_units"]!, (long)receipt.Json["tax_minor_units"]!);
        var commission = (long)Math.Round((gross - taxed) * 0.3, MidpointRounding.ToEven);
        var merchant = (long)economics["merchant_net_minor_units"]!;
        Assert.InRange(merchant - taxed, (commission * 0.6) - 1, (commission * 0.6) + 1);
        Assert.Equal(commission - (merchant - taxed) + 50, (long)economics["commission_minor_units"]!);
        Assert.Equal(gross - taxed - commission - 50, (long)economics["provider_net_minor_units"]!);
        Assert.Equal(0, (long)economics["tax_minor_units"]!);
    }

    [Fact]
    public async Task Quote_OfAMerchantThatTheMarketDoesNotKnow_IsRefused()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        Assert.Equal("input_invalid", (await Quote(customer, Guid.NewGuid())).Slug);
        Assert.Equal("input_invalid", (await Quote(customer, Guid.Empty)).Slug);
        Assert.Null((await Host.Send("POST", "/v1/quotes", customer, new { market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) } })).Json["waiting"]);
    }

    [Fact]
    public async Task Cancel_OnTheWay_CostsWhatTheProviderHasDriven()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var (job, provider) = await Accepted(customer, (string)(await Quote(customer, null)).Json["quote"]!);
        await Drive(job, provider.Token);
        var canceled = await Host.Send("POST", $"/v1/jobs/{job:N}/cancel", customer, new { }, Guid.NewGuid().ToString("N"));
        Assert.True(canceled.Status == 200, canceled.Text);
        var lines = (await Host.Send("GET", $"/v1/jobs/{job:N}/receipt", customer)).Json["lines"]!.AsArray();
        Assert.Equal(["cancellation_fee", "distance", "tax"], lines.Select(line => (string)line!["kind"]!));
        Assert.InRange((long)lines[1]!["amount_minor_units"]!, 500, 5_000);
    }

    [Fact]
    public async Task NoShow_AfterAWay_CostsWhatTheProviderHasDriven()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var (job, provider) = await Accepted(customer, (string)(await Quote(customer, null)).Json["quote"]!);
        await Drive(job, provider.Token);
        foreach (var step in new[] { "arrive", "no-show" })
        {
            var done = await Host.Send("POST", $"/v1/provider/jobs/{job:N}/{step}", provider.Token, null, Guid.NewGuid().ToString("N"));
            Assert.True(done.Status == 200, done.Text);
        }

        var lines = (await Host.Send("GET", $"/v1/jobs/{job:N}/receipt", customer)).Json["lines"]!.AsArray();
        Assert.Equal(["no_show_fee", "distance", "tax"], lines.Select(line => (string)line!["kind"]!));
        Assert.InRange((long)lines[1]!["amount_minor_units"]!, 500, 5_000);
    }

    private async Task Drive(Guid job, string provider)
    {
        var shard = Host.App.Services.GetRequiredService<IGrainFactory>().GetGrain<IDispatchShardGrain>(ShardKey.Of(ApiHost.Market, "goods"));
        Assert.Equal(0, await shard.Driven(job, default));

        // 55 m to the north and back, again and again until the shard has heard of it: however many reports it takes in at once, it is no step that no vehicle makes.
        var (x, y) = (StreetGrid.Crossing(1, 1).Longitude, StreetGrid.Crossing(1, 1).Latitude);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var step = 1; await shard.Driven(job, default) < 50; step++)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(120), "Waited 120 s for the shard to count a report.");
            Assert.Equal(202, (await Host.Send("POST", "/v1/locations", provider, new { reports = new[] { new { longitude = x, latitude = y + (0.0005 * (step % 2)) } } })).Status);
            await Task.Delay(100);
        }
    }

    private Task<ApiHost.Answer> Quote(string token, Guid? merchant) => Host.Send(
        "POST", "/v1/quotes", token, new { market = ApiHost.Market, service_class = "goods", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) }, merchant_id = merchant });

    private async Task<(Guid Job, (Guid Id, string Token) Provider)> Accepted(string customer, string quote)
    {
        var provider = await Host.Provider(1, 1, "goods");
        var ordered = await Host.Send("POST", "/v1/jobs", customer, new { quote }, Guid.NewGuid().ToString("N"));
        Assert.True(ordered.Status == 201, ordered.Text);
        var job = Guid.Parse((string)ordered.Json["job_id"]!);
        var offered = await Host.Until("/v1/provider", provider.Token, answer => answer.Json["open_offer"]?["job"]?["job_id"] is { } id && Guid.Parse((string)id!) == job, "the offer");
        var accepted = await Host.Send("POST", $"/v1/provider/offers/{(string)offered.Json["open_offer"]!["offer_id"]!}/accept", provider.Token, new { job_id = job });
        Assert.True(accepted.Status == 200, accepted.Text);
        return (job, provider);
    }
}
