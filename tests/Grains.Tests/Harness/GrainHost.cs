using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Surge;
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

namespace O2O.Dispatch.Grains.Tests.Harness;

/// <summary>A silo with everything real but the clock: grains on the engine of the build, SQLite in a file, outbox, bus, the in-process gateway.</summary>
public sealed class GrainHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private readonly ConcurrentQueue<StreamEvent> _events = new();
    private readonly IHost _host;
    private static int _named;

    private GrainHost(IHost host, string folder, ManualClock clock, InProcessGateway gateway)
    {
        _host = host;
        Folder = folder;
        Clock = clock;
        Gateway = gateway;
        Services.GetRequiredService<IEventBus>().Listen(_events.Enqueue);
    }

    public string Folder { get; }

    public ManualClock Clock { get; }

    public InProcessGateway Gateway { get; }

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IJobStore Jobs => Services.GetRequiredService<IJobStore>();

    public IReadOnlyCollection<StreamEvent> Events => _events;

    /// <summary>Starts a silo; on the same folder, or the same PostgreSQL database, it meets what an earlier one left.</summary>
    public static async Task<GrainHost> Begin(string? folder = null, ManualClock? clock = null, InProcessGateway? gateway = null, string? postgres = null, Func<IJobStore, IJobStore>? jobs = null, ILastPlaces? places = null, Func<IPaymentGateway, IPaymentGateway>? bank = null, Func<IBooksReader, IBooksReader>? books = null, Func<IOfferStore, IOfferStore>? offers = null)
    {
        folder ??= Directory.CreateTempSubdirectory("o2o-grains-").FullName;
        clock ??= new ManualClock(Start);
        gateway ??= new InProcessGateway(clock);
        var settings = postgres is null
            ? new SiloSettings { GrainStateConnection = $"Data Source={Path.Combine(folder, "grains.db")}" }
            : new SiloSettings { GrainStateConnection = postgres, GrainStateInvariant = PostgresGrainStorage.Invariant };
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(bank is null ? gateway : bank(gateway));
        builder.Services.AddMemoryEventBus();
        if (postgres is null)
        {
            SqliteGrainStorage.EnsureCreated(settings.GrainStateConnection!);
            builder.Services.AddSqliteStorage(options =>
            {
                options.Path = Path.Combine(folder, "jobs.db");
                options.Durability = SqliteDurability.Normal;
            });
        }
        else
        {
            PostgresGrainStorage.EnsureCreated(postgres);
            builder.Services.AddPostgresStorage(options => options.ConnectionString = postgres);
        }

        if (places is not null)
        {
            builder.Services.AddSingleton(places);
        }

        if (jobs is not null)
        {
            var real = builder.Services.Last(service => service.ServiceType == typeof(IJobStore)).ImplementationFactory!;
            builder.Services.AddSingleton(provider => jobs((IJobStore)real(provider)));
        }

        if (books is not null)
        {
            var real = builder.Services.Last(service => service.ServiceType == typeof(IBooksReader)).ImplementationFactory!;
            builder.Services.AddSingleton(provider => books((IBooksReader)real(provider)));
        }

        if (offers is not null)
        {
            var real = builder.Services.Last(service => service.ServiceType == typeof(IOfferStore)).ImplementationFactory!;
            builder.Services.AddSingleton(provider => offers((IOfferStore)real(provider)));
        }

        settings.QuoteKeys.Add(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());
        builder.AddDispatchSilo(settings);
        var host = builder.Build();
        await host.StartAsync();
        host.Services.StartDispatch();
        return new GrainHost(host, folder, clock, gateway);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    /// <summary>A market of its own, so that no test meets another's jobs.</summary>
    public async Task<TestMarket> Market(JobTerms? terms = null, string policy = "batched", TimeSpan? window = null, SurgePlan? surge = null, ZoneMap? zones = null, double? leastRating = null, MarginFloor? leastMargin = null, SearchRadius? radius = null, ServiceKind? kind = null)
    {
        var name = $"market-{Interlocked.Increment(ref _named)}-x";
        var market = new Market(
            new MarketId(name), new OperatorId("acme"), [new ServiceClass(new ServiceClassId("ride"), terms ?? Scenarios.Terms(), policy, window ?? TimeSpan.FromSeconds(1), Surge: surge, LeastRating: leastRating, Radius: radius, Kind: kind)], false, LeastMargin: leastMargin);
        Map(market, zones);
        var reply = await Grains.GetGrain<IMarketGrain>(name).Define(MarketCodec.Write(market), default);
        Assert.Null(reply.Rejection);
        await Grains.GetGrain<IDispatchShardGrain>(ShardKey.Of(name, "ride")).Keep(default);
        return new TestMarket(this, market);
    }

    /// <summary>A market that an earlier silo served: its definition is stored, its map is the host's to bring.</summary>
    public async Task<TestMarket> Again(TestMarket earlier, ZoneMap? zones = null)
    {
        Map(earlier.Definition, zones);
        Assert.NotNull(await Grains.GetGrain<IMarketGrain>(earlier.Name).Get(default));
        await Grains.GetGrain<IDispatchShardGrain>(ShardKey.Of(earlier.Name, "ride")).Keep(default);
        return new TestMarket(this, earlier.Definition);
    }

    private void Map(Market market, ZoneMap? zones) =>
        Services.GetRequiredService<MarketMaps>().Set(market.Id, new MarketMap(StreetGrid.Roads, StreetGrid.Times, ServiceArea.Around(StreetGrid.Roads, new Metres(500)), zones));

    /// <summary>Lets virtual time pass until something is so: in steps of half a second, in longer ones when it takes long, or in those that are given.</summary>
    public async Task Until(Func<Task<bool>> condition, string what, TimeSpan? atMost = null, TimeSpan? step = null)
    {
        var begun = Clock.GetUtcNow();
        var real = System.Diagnostics.Stopwatch.StartNew();
        while (!await condition())
        {
            // First let what is under way come to rest; only then time goes on.
            for (var i = 0; i < 20; i++)
            {
                await Task.Delay(2);
                if (await condition())
                {
                    return;
                }
            }

            var passed = Clock.GetUtcNow() - begun;
            if (passed > (atMost ?? TimeSpan.FromMinutes(3)) || real.Elapsed > TimeSpan.FromSeconds(180))
            {
                Assert.Fail($"Waited {passed} of virtual and {real.Elapsed} of real time for: {what}.");
            }

            Clock.Advance(step ?? TimeSpan.FromSeconds(passed.TotalSeconds switch { < 10 => 0.5, < 30 => 1, _ => 2 }));
        }
    }

    public Task Until(Func<bool> condition, string what, TimeSpan? atMost = null) => Until(() => Task.FromResult(condition()), what, atMost);

    /// <summary>Waits in real time alone: virtual time stands.</summary>
    public static async Task Now(Func<Task<bool>> condition, string what)
    {
        var real = System.Diagnostics.Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(real.Elapsed < TimeSpan.FromSeconds(30), $"Waited {real.Elapsed} of real time for: {what}.");
            await Task.Delay(2);
        }
    }

    public Guid NewId() => Services.GetRequiredService<IIdSource>().Next();

    public CommandStamp Stamp() => CommandStamp.Of(NewId());
}
