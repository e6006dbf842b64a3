using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Http.Headers;
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
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.TravelTimes;
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
    private const int Callers = 16;
    private const int Batch = 50;
    private const int Few = 10;
    private const int Rounds = 5;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    public static async Task Run()
    {
        var city = GeneratedCity.Create();
        await using var app = Host();
        app.Services.GetRequiredService<MarketMaps>().Set(new MarketId("bench"), new MarketMap(city.Network, AllPairsTravelTimes.Build(city.Network, 1.0), city.ServiceArea));
        await app.StartAsync();
        var grains = app.Services.GetRequiredService<IGrainFactory>();
        if ((await grains.GetGrain<IMarketGrain>("bench").Define(MarketCodec.Write(Market()), default)).Rejection is { } why)
        {
            throw new InvalidOperationException($"{why}");
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
        var quotes = Enumerable.Range(0, 64).Select(i => JsonSerializer.SerializeToUtf8Bytes(
            new QuoteBody("bench", "ride", [Wire(places[i * 17 % places.Length]), Wire(places[(i * 131 + 400) % places.Length])]), HttpJson.Options)).ToArray();

        Console.WriteLine($"{Callers} callers on {Environment.ProcessorCount} cores that the server runs on too; {Rounds} rounds of {Length.TotalSeconds:0} s each, interleaved");
        var kinds = new (string Name, string Path, string Token, byte[][] Bodies)[]
        {
            ("empty POST, body of locations", "/bench/empty", gateway, [locations]),
            ($"locations, {Batch} reports", "/v1/locations", gateway, [locations]),
            ("empty POST, body of few", "/bench/empty", gateway, [few]),
            ($"locations, {Few} reports", "/v1/locations", gateway, [few]),
            ("empty POST, body of a quote", "/bench/empty", customer, quotes),
            ("quote", "/v1/quotes", customer, quotes),
        };
        var rates = kinds.Select(_ => new List<double>()).ToArray();
        for (var round = -1; round < Rounds; round++)
        {
            for (var i = 0; i < kinds.Length; i++)
            {
                var rate = await Rate(http, kinds[i].Path, kinds[i].Token, kinds[i].Bodies, round < 0 ? TimeSpan.FromSeconds(2) : Length);
                if (round >= 0)
                {
                    rates[i].Add(rate);
                }
            }
        }

        Parts(app.Services, places);
        for (var i = 0; i < kinds.Length; i++)
        {
            var against = i % 2 == 1 ? $"  {Median(rates[i]) / Median(rates[i - 1]):0.00} of the empty one" : string.Empty;
            Console.WriteLine($"  {kinds[i].Name,-32} {Median(rates[i]),8:0} /s  ({rates[i].Min():0} to {rates[i].Max():0}){against}");
        }
    }

    /// <summary>What a quote costs without HTTP, on one thread: where to look when its ratio falls.</summary>
    private static void Parts(IServiceProvider services, Domain.Places.GeoPoint[] places)
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

    private static async Task<double> Rate(HttpClient http, string path, string token, byte[][] bodies, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            var count = 0;
            for (var i = caller; clock.Elapsed < length; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(bodies[i % bodies.Length]) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                using var response = await http.SendAsync(request);
                if (!response.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
                }

                await response.Content.ReadAsByteArrayAsync();
                count++;
            }

            return count;
        }));
        return done.Sum() / clock.Elapsed.TotalSeconds;
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

    private static Market Market()
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
        return new Market(new MarketId("bench"), new OperatorId("bench"), [new ServiceClass(new ServiceClassId("ride"), terms, "nearest", TimeSpan.FromSeconds(1))], Paused: false);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static WirePoint Wire(Domain.Places.GeoPoint place) => new(place.Longitude, place.Latitude);

    private static Guid Id(int n) => new(n, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1);
}
