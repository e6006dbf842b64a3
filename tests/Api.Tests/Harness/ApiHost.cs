using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Placements;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Grains.Markets;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Silo;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Harness;

/// <summary>The API on Kestrel with everything behind it real: grains, SQLite in memory or PostgreSQL, outbox, gateway. Real time, for it is the host that is tested.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    public const string Market = "grid";
    private static int _keys;
    private readonly HttpClient _http;

    private ApiHost(WebApplication app)
    {
        App = app;
        Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _http = new HttpClient { BaseAddress = new Uri(Url) };
    }

    public WebApplication App { get; }

    public string Url { get; }

    public BreakableStore Store => App.Services.GetRequiredService<BreakableStore>();

    public BreakablePlacements Placements => App.Services.GetRequiredService<BreakablePlacements>();

    public TokenMint Mint => App.Services.GetRequiredService<TokenMint>();

    public static Task<ApiHost> Begin(string environment = "Production", params (string Key, string Value)[] settings) => Begin(null, TimeProvider.System, environment, settings);

    /// <summary>Starts a host on another store, or under another clock.</summary>
    /// <param name="postgres">An empty database; null for SQLite in memory.</param>
    /// <param name="clock">Null for real time.</param>
    /// <param name="redis">Where events go to other hosts; null for nowhere.</param>
    public static Task<ApiHost> BeginOn(string? postgres = null, TimeProvider? clock = null, string? redis = null) => Begin(postgres, clock ?? TimeProvider.System, "Production", [], redis);

    private static async Task<ApiHost> Begin(string? postgres, TimeProvider time, string environment, (string Key, string Value)[] settings, string? redis = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Identity:DevelopmentSignIn"] = "true",
            ["Notification:Path"] = string.Empty,
            ["Admission:LongestLag"] = "00:01:00",
            ["Api:RequestsPerSecond"] = "100000",
            ["Api:RequestBurst"] = "100000",
            ["Api:AnonymousRequestsPerSecond"] = "100000",
            ["Api:AnonymousRequestBurst"] = "100000",
            ["Live:LedgerCheckPeriod"] = "00:00:01",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)));
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<IPaymentGateway>(new InProcessGateway(time));
        builder.Services.AddMemoryEventBus();
        builder.Services.AddRedisWhere(redis, _ => { });
        var silo = new SiloSettings();
        if (postgres is null)
        {
            builder.Services.AddSqliteStorage(sqlite => sqlite.Path = SqliteOptions.InMemory);
            builder.Services.AddSingleton(services => new BreakableStore(services.GetRequiredService<SqliteStore>().Jobs, services.GetRequiredService<SqliteStore>().JobReader));
            builder.Services.AddSingleton(services => new BreakablePlacements(services.GetRequiredService<SqliteStore>().Placements));
        }
        else
        {
            PostgresGrainStorage.EnsureCreated(postgres);
            (silo.GrainStateConnection, silo.GrainStateInvariant) = (postgres, PostgresGrainStorage.Invariant);
            builder.Services.AddPostgresStorage(options => options.ConnectionString = postgres);
            builder.Services.AddSingleton(services => new BreakableStore(services.GetRequiredService<PostgresStore>().Jobs, services.GetRequiredService<PostgresStore>().JobReader));
            builder.Services.AddSingleton(services => new BreakablePlacements(services.GetRequiredService<PostgresStore>().Placements));
        }

        builder.Services.AddSingleton<IJobStore>(services => services.GetRequiredService<BreakableStore>());
        builder.Services.AddSingleton<IJobReader>(services => services.GetRequiredService<BreakableStore>());
        builder.Services.AddSingleton<IPlacementStore>(services => services.GetRequiredService<BreakablePlacements>());
        builder.Services.AddSingleton(SigningKeys.Ephemeral());
        builder.Services.AddDispatchApi(builder.Configuration);
        builder.AddDispatchSilo(silo);
        var app = builder.Build();
        app.UseDispatchApi();
        app.Services.GetRequiredService<MarketMaps>().Set(new MarketId(Market), new MarketMap(StreetGrid.Roads, StreetGrid.Times, ServiceArea.Around(StreetGrid.Roads, new Metres(500))));
        await app.StartAsync();
        var terms = Scenarios.Terms(pin: true);
        var market = new Market(
            new MarketId(Market),
            new OperatorId("acme"),
            [
                new ServiceClass(new ServiceClassId("ride"), terms, "nearest", TimeSpan.Zero),
                new ServiceClass(new ServiceClassId("sandbox"), terms, "nearest", TimeSpan.Zero),
                Goods(),
                new ServiceClass(new ServiceClassId("delivery"), terms, "nearest", TimeSpan.Zero, Kind: ServiceKind.Delivery),
                new ServiceClass(new ServiceClassId("counter"), terms, "nearest", TimeSpan.Zero, Kind: ServiceKind.Redemption),
                new ServiceClass(new ServiceClassId("visit"), terms, "nearest", TimeSpan.Zero, Kind: ServiceKind.HomeService),
            ],
            false);
        var grains = app.Services.GetRequiredService<IGrainFactory>();
        var reply = await grains.GetGrain<IMarketGrain>(Market).Define(MarketCodec.Write(market), default);
        Assert.Null(reply.Rejection);
        await grains.GetGrain<IDispatchShardGrain>(ShardKey.Of(Market, "ride")).Keep(default);
        app.Services.StartDispatch();
        app.Services.StartLive();
        return new ApiHost(app);
    }

    /// <summary>The merchant of the class <c>goods</c>.</summary>
    public static MerchantId Merchant { get; } = Scenarios.Merchant();

    /// <summary>A class with a merchant that sells, tax that is added, waiting that costs, and canceling and not being there that cost by the kilometre, at once.</summary>
    private static ServiceClass Goods()
    {
        var terms = Scenarios.Terms(tax: new BasisPoints(1_000), cancellation: new CancellationPolicy(
            TimeSpan.Zero, Scenarios.Usd(100), Scenarios.Usd(100), TimeSpan.Zero, Scenarios.Usd(100), PerKilometre: Scenarios.Usd(10_000)));
        terms = terms with { Fares = terms.Fares with { TaxMode = TaxMode.Added, Waiting = new WaitingFee(TimeSpan.Zero, Scenarios.Usd(60), Scenarios.Usd(300)) } };
        var commission = new CommissionPlan(new BasisPoints(3_000), Scenarios.Usd(0), Scenarios.Usd(50), Seller.Merchant, [
            new(SplitParty.Store, new BasisPoints(6_000)), new(SplitParty.Platform, new BasisPoints(4_000))]);
        return new ServiceClass(new ServiceClassId("goods"), terms, "nearest", TimeSpan.Zero, [new MerchantPlan(Merchant, commission)]);
    }

    /// <summary>A place on the grid.</summary>
    public static object Place(int x, int y) => new { longitude = StreetGrid.Crossing(x, y).Longitude, latitude = StreetGrid.Crossing(x, y).Latitude };

    /// <summary>Sends a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">From the root.</param>
    /// <param name="token">A token, or a key; null for nobody.</param>
    /// <param name="body">Sent as JSON; null for none.</param>
    /// <param name="key">The idempotency key; null for none.</param>
    public async Task<Answer> Send(string method, string path, string? token = null, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token?.StartsWith(ApiKeys.Prefix, StringComparison.Ordinal) == true)
        {
            request.Headers.Add(ApiKeys.Header, token);
        }
        else if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            _ => JsonContent.Create(body),
        };
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, text, response.Headers.RetryAfter?.Delta, response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Signs somebody in.</summary>
    public async Task<(Guid Id, string Token)> SignIn(string role)
    {
        var answer = await Send("POST", "/v1/dev/sign-in", null, new { role });
        Assert.Equal(200, answer.Status);
        return (Guid.Parse((string)answer.Json["id"]!), (string)answer.Json["access_token"]!);
    }

    /// <summary>A key with scopes.</summary>
    public async Task<string> Key(params string[] scopes)
    {
        var (_, ops) = await SignIn(Roles.Ops);
        var answer = await Send("POST", "/v1/ops/api-keys", ops, new { name = $"key {Interlocked.Increment(ref _keys)}", scopes });
        Assert.Equal(201, answer.Status);
        return (string)answer.Json["key"]!;
    }

    /// <summary>A provider on a shift, with a place.</summary>
    public async Task<(Guid Id, string Token)> Provider(int x, int y, string serviceClass = "ride")
    {
        var provider = await SignIn(Roles.Provider);
        var shift = await Send("POST", "/v1/provider/shift/start", provider.Token, new { market = Market, service_classes = new[] { serviceClass }, vehicle_id = provider.Id });
        Assert.True(shift.Status == 200, shift.Text);
        var report = await Send("POST", "/v1/locations", provider.Token, new { reports = new[] { Place(x, y) } });
        Assert.True(report.Status == 202, report.Text);
        return provider;
    }

    /// <summary>The text of a quote.</summary>
    public async Task<string> Quote(string token, int x, int y, string serviceClass = "ride")
    {
        var answer = await Send("POST", "/v1/quotes", token, new { market = Market, service_class = serviceClass, stops = new[] { Place(x, y), Place(9, 9) } });
        Assert.True(answer.Status == 200, answer.Text);
        return (string)answer.Json["quote"]!;
    }

    /// <summary>Orders a job.</summary>
    public async Task<Guid> Job(string token, int x = 1, int y = 1, string serviceClass = "ride", string? method = null)
    {
        if (method?.StartsWith("pm_", StringComparison.Ordinal) == true)
        {
            Assert.Equal(200, (await Send("POST", "/v1/me/payment-methods", token, new { payment_method = method })).Status);
        }

        var answer = await Send("POST", "/v1/jobs", token, new { quote = await Quote(token, x, y, serviceClass), payment_method = method }, Guid.NewGuid().ToString("N"));
        Assert.True(answer.Status == 201, answer.Text);
        return Guid.Parse((string)answer.Json["job_id"]!);
    }

    /// <summary>Asks again and again until an answer is as expected, within 30 s.</summary>
    public async Task<Answer> Until(string path, string token, Func<Answer, bool> expected, string what)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var answer = await Send("GET", path, token);
            if (expected(answer))
            {
                return answer;
            }

            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"Waited 30 s for {what}; last: {answer.Status} {answer.Text}");
            await Task.Delay(20);
        }
    }

    /// <summary>Waits until so many providers can be offered jobs: a report is answered before the shard has taken it in.</summary>
    public async Task Available(int providers, string serviceClass = "ride")
    {
        var shard = App.Services.GetRequiredService<IGrainFactory>().GetGrain<IDispatchShardGrain>(ShardKey.Of(Market, serviceClass));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while ((await shard.GetStats(default)) is var stats && stats.AvailableProviders < providers)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"Waited 30 s for {providers} available providers; last: {stats}");
            await Task.Delay(20);
        }
    }

    /// <summary>A job that a provider has.</summary>
    public async Task<(Guid Job, (Guid Id, string Token) Customer, (Guid Id, string Token) Provider)> AcceptedJob(
        (Guid Id, string Token)? by = null, string? method = null, Func<Guid, string, Task>? ordered = null)
    {
        var customer = by ?? await SignIn(Roles.Customer);
        var provider = await Provider(1, 1);
        var job = await Job(customer.Token, method: method);
        if (ordered is not null)
        {
            await ordered(job, customer.Token);
        }

        var assigned = await Send("POST", $"/v1/ops/jobs/{job:N}/assign", (await SignIn(Roles.Ops)).Token, new { provider_id = provider.Id }, Guid.NewGuid().ToString("N"));
        for (var tries = 0; assigned.Status == 409 && tries < 100; tries++)
        {
            // Not open to matching yet, or offered to the provider already: then it takes the offer.
            var offered = await Send("GET", "/v1/provider", provider.Token);
            if (offered.Json["open_offer"] is JsonObject offer)
            {
                assigned = await Send("POST", $"/v1/provider/offers/{(string)offer["offer_id"]!}/accept", provider.Token, new { job_id = job });
            }
            else
            {
                await Task.Delay(20);
                assigned = await Send("POST", $"/v1/ops/jobs/{job:N}/assign", (await SignIn(Roles.Ops)).Token, new { provider_id = provider.Id }, Guid.NewGuid().ToString("N"));
            }
        }

        Assert.True(assigned.Status == 200, assigned.Text);
        return (job, customer, provider);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }

    /// <summary>What came back.</summary>
    public sealed record Answer(int Status, string Text, TimeSpan? RetryAfter, string? MediaType)
    {
        public JsonNode Json => JsonNode.Parse(Text) ?? throw new JsonException("A body is expected.");

        public string? Slug => MediaType == "application/problem+json" ? (string?)Json["slug"] : null;
    }
}
