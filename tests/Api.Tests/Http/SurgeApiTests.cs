using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Surge;
using Microsoft.Extensions.DependencyInjection;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>Prices that follow demand, over HTTP.</summary>
public sealed class SurgeApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Path = $"/v1/ops/markets/{ApiHost.Market}/surge";

    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Own_Counts_InQuotesAtOnceAndIsOnRecord()
    {
        await Plan();
        var (ops, token) = await Host.SignIn(Roles.Ops);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var plain = await Quote(customer);
        Assert.Null(plain.Json["surge"]);
        var set = await Host.Send("POST", Path, token, new { service_class = "ride", zone = "", multiplier = 1.5, minutes = 30, reason = "A concert." });
        Assert.True(set.Status == 200, set.Text);
        var up = await Quote(customer);
        Assert.Equal(1.5, (double)up.Json["surge"]!);
        Assert.Contains("\"multiplier\"", up.Text, StringComparison.Ordinal);
        Assert.Equal(Math.Round((long)plain.Json["total_minor_units"]! * 1.5m, MidpointRounding.ToEven), (long)up.Json["total_minor_units"]!);
        var listed = (await Host.Send("GET", Path, token)).Json.AsArray().Single(one => (string)one!["service_class"]! == "ride")!;
        Assert.Equal((2.0, 1.5), ((double)listed["cap"]!, (double)listed["zones"]![0]!["multiplier"]!));
        Assert.Equal((ops.ToString("N"), "A concert.", 1.5), ((string)listed["changes"]![0]!["by"]!, (string)listed["changes"]![0]!["reason"]!, (double)listed["changes"]![0]!["multiplier"]!));

        var ended = await Host.Send("POST", Path, token, new { service_class = "ride", reason = "Over." });
        Assert.Equal(200, ended.Status);
        Assert.Null((await Quote(customer)).Json["surge"]);
    }

    [Fact]
    public async Task Own_ThatMakesNoSense_IsNamed()
    {
        await Plan();
        var (_, token) = await Host.SignIn(Roles.Ops);
        foreach (var (body, named) in new (object, string)[]
        {
            (new { service_class = "boat", reason = "x" }, "service_class"),
            (new { service_class = "sandbox", reason = "x", multiplier = 2, minutes = 1 }, "service_class"),
            (new { service_class = "ride", reason = "x", multiplier = 0.5, minutes = 1 }, "multiplier"),
            (new { service_class = "ride", reason = "x", multiplier = 1e300, minutes = 1 }, "multiplier"),
            (new { service_class = "ride", reason = "x", multiplier = 2, minutes = -1 }, "minutes"),
            (new { service_class = "ride", reason = "x", multiplier = 2 }, "minutes"),
            (new { service_class = "ride", reason = "", multiplier = 2, minutes = 1 }, "reason"),
            (new { service_class = "ride", reason = "x", multiplier = 2, minutes = 1, zone = "moon" }, "zone"),
        })
        {
            var answer = await Host.Send("POST", Path, token, body);
            Assert.Equal(("input_invalid", 400), (answer.Slug, answer.Status));
            Assert.Contains(named, answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal("market_unknown", (await Host.Send("GET", "/v1/ops/markets/nowhere/surge", token)).Slug);
        Assert.Equal("market_unknown", (await Host.Send("GET", "/v1/ops/markets/nowhere/surge/changes?service_class=ride", token)).Slug);
        Assert.Equal("input_invalid", (await Host.Send("GET", Path + "/changes?service_class=boat", token)).Slug);
        Assert.Equal("input_invalid", (await Host.Send("GET", Path + "/changes?service_class=ride&cursor=x", token)).Slug);
        var found = new List<string>();
        for (var cursor = string.Empty; cursor is not null;)
        {
            var page = (await Host.Send("GET", $"{Path}/changes?service_class=ride&limit=2&cursor={cursor}", token)).Json;
            found.AddRange(page["items"]!.AsArray().Select(one => (string)one!["at"]! + (string)one["reason"]!));
            cursor = (string?)page["next_cursor"];
        }

        Assert.Equal(found.Distinct().OrderDescending(StringComparer.Ordinal), found);
    }

    private async Task Plan()
    {
        var grain = Host.App.Services.GetRequiredService<IGrainFactory>().GetGrain<IMarketGrain>(ApiHost.Market);
        var market = MarketCodec.Read((await grain.Get(default))!.Definition, out _)!;
        var plan = new SurgePlan(new BasisPoints(20_000), 0.5, new BasisPoints(2_500), TimeSpan.FromMinutes(2), new BasisPoints(1_000));
        var reply = await grain.Define(
            MarketCodec.Write(market with { Classes = [.. market.Classes.Select(one => one.Id.Value == "ride" ? one with { Surge = plan } : one)] }), default);
        Assert.Null(reply.Rejection);
    }

    private async Task<ApiHost.Answer> Quote(string token)
    {
        var answer = await Host.Send("POST", "/v1/quotes", token, new { market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) } });
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }
}
