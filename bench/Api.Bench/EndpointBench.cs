using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Surge;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Grains.Markets;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Silo;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Sqlite;

namespace O2O.Dispatch.Api.Bench;

/// <summary>Requests per second of an endpoint, held against an empty one of the same host that reads the same body: same pipeline, same token, interleaved, medians.</summary>
internal static class EndpointBench
{
    private const int Callers = 64;
    private const int Batch = 50;
    private const int Few = 10;
    private const int Rounds = 15;

    // So many requests of a kind at least, before it counts and in each round: on a busy machine a time alone measures chance.
    private const int WarmUp = 20_000;
    private const int Least = 2_000;

    // The compiler counts as done when a round over all kinds leaves it no more than so many methods to compile again. A background thread does that, which on a busy machine comes late.
    private const int Settled = 20;
    private const int MostWarmUps = 60;

    // The market whose prices are up and whose customers have vouchers.
    private const string Busy = "busy";
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    public static async Task Run(bool quotesAlone)
    {
        var city = GeneratedCity.Create();
        await using var app = Host();
        var map = new MarketMap(city.Network, AllPairsTravelTimes.Build(city.Network, 1.0), city.ServiceArea);
        app.Services.GetRequiredService<MarketMaps>().Set(new MarketId("bench"), map);
        app.Services.GetRequiredService<MarketMaps>().Set(new MarketId(Busy), map with { Zones = Zones(city.Network.Bounds.SouthWest, city.Network.Bounds.NorthEast) });
        await app.StartAsync();
        var grains = app.Services.GetRequiredService<IGrainFactory>();
        foreach (var market in new[] { Market("bench", null), Market(Busy, new SurgePlan(new BasisPoints(30_000), 0.5, new BasisPoints(5_000), TimeSpan.FromSeconds(20), new BasisPoints(1_000))) })
        {
            if ((await grains.GetGrain<IMarketGrain>(market.Id.Value).Define(MarketCodec.Write(market), default)).Rejection is { } why)
            {
                throw new InvalidOperationException($"{why}");
            }
        }

        app.Services.StartDispatch();
        app.Services.StartLive();
        var fleet = await Fleet(grains);
        var mint = app.Services.GetRequiredService<TokenMint>();
        var gateway = mint.Mint(Roles.Ops, Id(1)).AccessToken;
        var customer = mint.Mint(Roles.Customer, Id(2)).AccessToken;
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Callers }) { BaseAddress = new Uri(url) };
        var places = Enumerable.Range(0, city.Network.NodeCount).Select(city.Network.Point).ToArray();
        var locations = JsonSerializer.SerializeToUtf8Bytes(
            new LocationsBody([.. fleet.Select((provider, i) => new LocationBody(places[i].Longitude, places[i].Latitude, null, provider))]), HttpJson.Options);
        var few = JsonSerializer.SerializeToUtf8Bytes(
            new LocationsBody([.. fleet.Take(Few).Select((provider, i) => new LocationBody(places[i].Longitude, places[i].Latitude, null, provider))]), HttpJson.Options);
        byte[][] Quotes(string market) => [.. Enumerable.Range(0, 64).Select(i => JsonSerializer.SerializeToUtf8Bytes(
            new QuoteBody(market, "ride", [Wire(places[i * 17 % places.Length]), Wire(places[(i * 131 + 400) % places.Length])]), HttpJson.Options))];
        var (quotes, busy) = (Quotes("bench"), Quotes(Busy));

        // Each caller is a customer: a quote takes a voucher over from the one before of the same customer, so that none runs out and nobody waits for another's.
        var holders = Enumerable.Range(0, Callers).Select(caller => Id(10_000 + caller)).ToArray();
        await Vouchers(app.Services, grains, holders);
        await PricesUp(grains);
        string[] holderTokens = [.. holders.Select(holder => mint.Mint(Roles.Customer, holder).AccessToken)];

        Console.WriteLine($"{Callers} callers on {Environment.ProcessorCount} cores that the server runs on too; {Rounds} rounds of {Length.TotalSeconds:0} s each and {Least:N0} requests at least, interleaved");
        var kinds = new Kind[]
        {
            new("empty POST, body of locations", "/bench/empty", [gateway], [locations]),
            new($"locations, {Batch} reports", "/v1/locations", [gateway], [locations], Against: 0),
            new("empty POST, body of few", "/bench/empty", [gateway], [few]),
            new($"locations, {Few} reports", "/v1/locations", [gateway], [few], Against: 2),
            new("empty POST, body of a quote", "/bench/empty", [customer], quotes),
            new("quote", "/v1/quotes", [customer], quotes, Against: 4),
            new("quote, zones, surge, vouchers", "/v1/quotes", holderTokens, busy, Against: 4, Holds: ["\"surge\":1.5"u8.ToArray(), "\"voucher_id\":"u8.ToArray()]),
        };
        await Ready(http, kinds[^1]);
        var measured = Enumerable.Range(0, kinds.Length).Where(i => !quotesAlone || (kinds[i].Against ?? i) == 4).ToArray();
        await WarmedUp(http, [.. measured.Select(i => kinds[i])]);
        var (rates, costs) = (kinds.Select(_ => new List<double>()).ToArray(), kinds.Select(_ => new List<double>()).ToArray());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var i in measured)
            {
                var used = Environment.CpuUsage.TotalTime;
                var (rate, count) = await Rate(http, kinds[i], Least);
                rates[i].Add(rate);
                costs[i].Add((Environment.CpuUsage.TotalTime - used).TotalMicroseconds / count);
            }
        }

        Parts(app.Services, places);
        await VoucherParts(app.Services, places, holders[0]);
        foreach (var i in measured)
        {
            var against = kinds[i].Against is { } empty ? $"  {Median(rates[i]) / Median(rates[empty]):0.00} of the empty one, by processor time {Median(costs[empty]) / Median(costs[i]):0.00}" : string.Empty;
            Console.WriteLine($"  {kinds[i].Name,-32} {Median(rates[i]),8:0} /s  ({rates[i].Min():0} to {rates[i].Max():0}), {Median(costs[i]),4:0} us of processor{against}");
        }
    }

    /// <summary>Asks until the compiler has nothing left to do.</summary>
    private static async Task WarmedUp(HttpClient http, Kind[] kinds)
    {
        foreach (var kind in kinds)
        {
            await Rate(http, kind, WarmUp);
        }

        for (var times = 1; times <= MostWarmUps; times++)
        {
            var before = JitInfo.GetCompiledMethodCount();
            foreach (var kind in kinds)
            {
                await Rate(http, kind, Least);
            }

            var compiled = JitInfo.GetCompiledMethodCount() - before;
            Console.Write($"\rwarming up, {times}: {compiled:N0} methods compiled again   ");
            if (compiled <= Settled)
            {
                Console.WriteLine();
                return;
            }
        }

        Console.WriteLine();
        Console.WriteLine("The compiler did not come to rest: the figures have some of its work in them.");
    }

    /// <summary>What a quote costs without HTTP, on one thread: where to look when its ratio falls.</summary>
    private static void Parts(IServiceProvider services, GeoPoint[] places)
    {
        var desk = services.GetRequiredService<QuoteDesk>();
        var routes = services.GetRequiredService<IRouteEstimator>();
        var tokens = services.GetRequiredService<QuoteTokens>();
        var requests = Enumerable.Range(0, 64).Select(i => new QuoteRequest(
            "bench", "ride", Id(2), [Wire(places[i * 17 % places.Length]), Wire(places[(i * 131 + 400) % places.Length])], 1, null)).ToArray();
        var quote = desk.Quote(requests[0], []).Quote!;
        Console.WriteLine($"  on one thread: quote {Time(i => desk.Quote(requests[i % 64], [])):0.0} us, of it route {Time(i => routes.Estimate(new MarketId("bench"), [places[i * 17 % places.Length], places[(i * 131 + 400) % places.Length]])):0.0} us, signature {Time(_ => tokens.Sign(quote)):0.0} us");

        static double Time(Func<int, object?> what)
        {
            const int Times = 5_000;
            var best = double.PositiveInfinity;
            for (var round = 0; round < 5; round++)
            {
                var clock = Stopwatch.StartNew();
                for (var i = 0; i < Times; i++)
                {
                    GC.KeepAlive(what(i));
                }

                best = Math.Min(best, clock.Elapsed.TotalMicroseconds / Times);
            }

            return best;
        }
    }

    /// <summary>What the vouchers of a quote cost without HTTP, one quote after the other: the processor's time, for the writer has a thread of its own.</summary>
    private static async Task VoucherParts(IServiceProvider services, GeoPoint[] places, Guid holder)
    {
        var (desk, store, time) = (services.GetRequiredService<VoucherDesk>(), services.GetRequiredService<IVoucherStore>(), services.GetRequiredService<TimeProvider>());
        var (plain, held) = (Request("bench"), Request(Busy));
        Console.WriteLine(
            $"  of the processor: quote {await Cost(async () => await desk.Quote(plain, null, default)):0.0} us, with a voucher held and written down {await Cost(async () => await desk.Quote(held with { Journey = new JourneyId(Id(20_000)), Begins = true }, null, default, source: JourneySource.Portal)):0.0} us, of it what the customer has {await Cost(async () => await store.Usable(new CustomerId(holder), time.GetUtcNow(), default)):0.0} us");

        QuoteRequest Request(string market) => new(market, "ride", holder, [Wire(places[17]), Wire(places[400 % places.Length])], 1, null);

        static async Task<double> Cost(Func<Task> what)
        {
            const int Times = 2_000;
            var best = double.PositiveInfinity;
            for (var round = 0; round < 5; round++)
            {
                var used = Environment.CpuUsage.TotalTime;
                for (var i = 0; i < Times; i++)
                {
                    await what();
                }

                best = Math.Min(best, (Environment.CpuUsage.TotalTime - used).TotalMicroseconds / Times);
            }

            return best;
        }
    }

    /// <summary>Waits until the answers hold what they are to hold.</summary>
    private static async Task Ready(HttpClient http, Kind kind)
    {
        var clock = Stopwatch.StartNew();
        foreach (var (token, body) in kind.Bodies.Select((body, i) => (kind.Tokens[i % kind.Tokens.Length], body)))
        {
            while (await Send(http, kind.Path, token, body) is var answer && Missing(kind, answer) is { } missing)
            {
                if (clock.Elapsed > TimeSpan.FromMinutes(1))
                {
                    throw new InvalidOperationException($"{kind.Name}: no {missing} in {Encoding.UTF8.GetString(answer)}");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    private static string? Missing(Kind kind, byte[] answer) => (kind.Holds ?? []).FirstOrDefault(part => answer.AsSpan().IndexOf(part) < 0) is { } part ? Encoding.UTF8.GetString(part) : null;

    private static async Task<(double PerSecond, int Count)> Rate(HttpClient http, Kind kind, int atLeast)
    {
        var clock = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            var count = 0;
            for (var i = caller; clock.Elapsed < Length || count * Callers < atLeast; i++)
            {
                var answer = await Send(http, kind.Path, kind.Tokens[caller % kind.Tokens.Length], kind.Bodies[i % kind.Bodies.Length]);
                if (Missing(kind, answer) is { } missing)
                {
                    throw new InvalidOperationException($"{kind.Name}: no {missing} in {Encoding.UTF8.GetString(answer)}");
                }

                count++;
            }

            return count;
        }));
        return (done.Sum() / clock.Elapsed.TotalSeconds, done.Sum());
    }

    private static async Task<byte[]> Send(HttpClient http, string path, string token, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsByteArrayAsync()
            : throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    private static WebApplication Host()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Notification:Path"] = string.Empty,
            ["Api:RequestsPerSecond"] = "1000000",
            ["Api:RequestBurst"] = "1000000",
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IPaymentGateway>(new InProcessGateway(TimeProvider.System));
        builder.Services.AddMemoryEventBus();
        builder.Services.AddSqliteStorage(sqlite => sqlite.Path = SqliteOptions.InMemory);
        builder.Services.AddSingleton(SigningKeys.Ephemeral());
        builder.Services.AddDispatchApi(builder.Configuration);
        builder.AddDispatchSilo(new SiloSettings());
        var app = builder.Build();
        app.UseDispatchApi();
        app.MapPost("/bench/empty", async (HttpContext context) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            return TypedResults.Accepted((string?)null);
        }).AllowAnonymous();
        return app;
    }

    private static async Task<ImmutableArray<Guid>> Fleet(IGrainFactory grains)
    {
        var fleet = ImmutableArray.CreateBuilder<Guid>();
        for (var i = 0; i < Batch; i++)
        {
            var id = Id(100 + i);
            var grain = grains.GetGrain<IProviderGrain>(id.ToString("N"));
            await grain.Onboard(new OnboardProvider(CommandStamp.Of(Id(1_000 + i)), OnboardingStep.Apply, "Bench", "bench"), default);
            await grain.Onboard(new OnboardProvider(CommandStamp.Of(Id(2_000 + i)), OnboardingStep.Approve, null, null), default);
            await grain.ChangeShift(new ChangeShift(CommandStamp.Of(Id(3_000 + i)), true, "bench", ["ride"], id, 4, 1), default);
            fleet.Add(id);
        }

        return fleet.ToImmutable();
    }

    /// <summary>An active campaign, and two vouchers of it for each customer.</summary>
    private static async Task Vouchers(IServiceProvider services, IGrainFactory grains, Guid[] holders)
    {
        var usd = Currency.Usd;
        var now = TimeProvider.System.GetUtcNow();
        var campaign = new Campaign(
            new CampaignId(Id(9_000)), new OperatorId(Busy), "Three off", Funder.Platform, new VoucherBenefit.Amount(new Money(300, usd)), VoucherScope.Anything with { Markets = [new MarketId(Busy)] },
            new VoucherLimits(new Money(100_000_000, usd), null, null, null, null), now - TimeSpan.FromHours(1), now + TimeSpan.FromDays(1), null, Stackable: false, null, Paused: false);
        await services.GetRequiredService<IVoucherStore>().Add(CampaignAccount.Of(campaign, null, now), default);
        var grain = grains.GetGrain<ICampaignGrain>(campaign.Id.ToString());
        foreach (var holder in holders.SelectMany(holder => new[] { holder, holder }))
        {
            if ((await grain.Issue(new IssueVoucher(holder, "operator", null), default)).Refusal is { } why)
            {
                throw new InvalidOperationException($"No voucher: {why}");
            }
        }
    }

    /// <summary>Prices in all zones are up by a half, until long after the end.</summary>
    private static async Task PricesUp(IGrainFactory grains)
    {
        var clock = Stopwatch.StartNew();
        var surge = grains.GetGrain<ISurgeGrain>(ShardKey.Of(Busy, "ride"));
        while (await surge.Override(new OverrideSurge("bench", null, 15_000, TimeSpan.FromHours(12), "Measured."), default) is { Rejection: { } why } reply)
        {
            // The shard learns of its map in its own time.
            if (clock.Elapsed > TimeSpan.FromMinutes(1))
            {
                throw new InvalidOperationException($"{why} {reply.Detail}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    /// <summary>Sixteen zones that prices go by, side by side over the whole city.</summary>
    private static ZoneMap Zones(GeoPoint southWest, GeoPoint northEast)
    {
        const int Aside = 4;
        const double Margin = 0.01;
        var (west, south) = (southWest.Longitude - Margin, southWest.Latitude - Margin);
        var (wide, high) = ((northEast.Longitude + Margin - west) / Aside, (northEast.Latitude + Margin - south) / Aside);
        return new ZoneMap([.. Enumerable.Range(0, Aside * Aside).Select(n =>
        {
            var (x, y) = (west + (n % Aside * wide), south + (n / Aside * high));
            return new Zone($"zone {n}", ZoneKind.Pricing, [new AreaPolygon([new GeoPoint(x, y), new GeoPoint(x + wide, y), new GeoPoint(x + wide, y + high), new GeoPoint(x, y + high)])]);
        })]);
    }

    private static Market Market(string name, SurgePlan? surge)
    {
        var usd = Currency.Usd;
        var terms = new JobTerms(
            new FarePlan(new Money(300, usd), new Money(156, usd), new Money(50, usd), new Money(500, usd), new BasisPoints(450), PricingMode.Quoted, BasisPoints.Zero),
            new CommissionPlan(new BasisPoints(2_000), new Money(0, usd)),
            new CancellationPolicy(TimeSpan.FromMinutes(2), new Money(500, usd), new Money(500, usd), TimeSpan.FromMinutes(5), new Money(500, usd)),
            TimeSpan.FromSeconds(15),
            TimeSpan.FromMinutes(5),
            TimeSpan.FromMinutes(20),
            TimeSpan.FromSeconds(60),
            TimeSpan.FromMinutes(10),
            PinRequired: true,
            PinTries: 5,
            MaxRedispatches: 5);
        return new Market(new MarketId(name), new OperatorId(name), [new ServiceClass(new ServiceClassId("ride"), terms, "nearest", TimeSpan.FromSeconds(1), Surge: surge)], Paused: false);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static WirePoint Wire(GeoPoint place) => new(place.Longitude, place.Latitude);

    private static Guid Id(int n) => new(n, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1);

    /// <summary>What is measured.</summary>
    /// <param name="Name">As it is printed.</param>
    /// <param name="Path">Where it is sent.</param>
    /// <param name="Tokens">Whose: a caller has its own, as far as there are so many.</param>
    /// <param name="Bodies">Sent in turn.</param>
    /// <param name="Against">The empty one that it is held against; null for an empty one.</param>
    /// <param name="Holds">What every answer contains; null for anything.</param>
    private sealed record Kind(string Name, string Path, string[] Tokens, byte[][] Bodies, int? Against = null, byte[][]? Holds = null);
}
