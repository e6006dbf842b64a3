using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Sales;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Embedded;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Grains.Dispatch;
using O2O.Dispatch.Grains.Markets;
using O2O.Dispatch.Replay.Reports;
using O2O.Dispatch.Replay.Store;
using O2O.Dispatch.Silo;
using O2O.Dispatch.Simulation;
using O2O.Dispatch.Simulation.Measures;
using O2O.Dispatch.Simulation.Scenes;
using O2O.Dispatch.Simulation.Stores;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Journals;
using O2O.Dispatch.Storage.Sqlite;
using Orleans.Configuration;

namespace O2O.Dispatch.Replay.Run;

/// <summary>One replay under way: the silo in virtual time, the simulation that uses it, and what is measured.</summary>
public sealed class ReplayRun : IDisposable
{
    /// <summary>How far virtual time goes between two looks: 1 s.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    /// <summary>How long before the first request providers begin their shifts: 10 s, so that dispatch knows where they are.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <summary>How long after the period every job must have come to its end: 3 h.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromHours(3);

    private const string ServiceClass = "ride";
    private const string Operator = "replay";
    private const int StuckNamed = 5;

    private readonly ReplayOptions _options;
    private readonly CityScene _scene;
    private readonly IHost _host;
    private readonly DeterministicEngine _engine;
    private readonly CommitTrace _trace;
    private readonly IReplayBank _bank;
    private readonly LineJournal? _acks;
    private readonly ReplayLog _log = new();
    private readonly DateTimeOffset _start;
    private readonly bool _resumed;
    private readonly HashSet<Guid>? _ordered;
    private readonly PeriodSeries? _series;
    private readonly ImmutableArray<SimulatedMerchant> _merchants;

    /// <summary>Makes the silo and the simulation; nothing has happened yet.</summary>
    internal ReplayRun(ReplayOptions options, CityScene scene, StoreFiles files, FoundStore? found)
    {
        _options = options;
        _scene = scene;
        _resumed = found is not null;
        _start = found?.LastCommitAt ?? options.From - WarmUp;
        if (files.IsKept)
        {
            SqliteGrainStorage.EnsureCreated(files.GrainsConnection);
        }

        _acks = options.AckLog is { } path ? LineJournal.Open(path) : null;
        _host = Host(files);
        var services = _host.Services;
        _engine = services.GetRequiredService<DeterministicEngine>();
        _trace = services.GetRequiredService<CommitTrace>();
        _bank = services.GetRequiredService<IReplayBank>();
        services.GetRequiredService<MarketMaps>().Set(new MarketId(scene.Market), new MarketMap(scene.Roads, scene.TravelTimes, scene.ServiceArea, scene.Zones));
        EventTrace.Listen(services.GetRequiredService<IEventBus>(), services.GetRequiredService<IEngineTrace>());
        if (options.Html is not null)
        {
            _series = new PeriodSeries(options.From, options.Vehicles);
            _series.Listen(services.GetRequiredService<IEventBus>());
        }

        _merchants = options.Mix.IsRidesAlone ? [] : GeneratedStores.Of(scene.Roads, scene.Market, Operator, options.Seed);
        Simulation = new CitySimulation(Setup(), Ports(services));
        _ordered = found is null ? null : Simulation.Remember(found.Jobs);
    }

    /// <summary>The simulation.</summary>
    public CitySimulation Simulation { get; }

    /// <summary>The silo's services.</summary>
    internal IServiceProvider Services => _host.Services;

    /// <summary>The virtual instant.</summary>
    public DateTimeOffset Now => _engine.Time.GetUtcNow();

    /// <summary>Whether every request was made and every job is at an end with its money settled, or time is up.</summary>
    public bool Over => (Simulation.Customers.Done && Simulation.Facts.Open == 0 && OutboxIsEmpty()) || Now >= _options.To + Bound;

    /// <summary>Starts the silo, defines the market, brings the providers on their shifts, and lets reports and demand begin.</summary>
    public void Begin()
    {
        var market = SimulatedMarkets.Rides(_scene.Market, ServiceClass, Operator, _options.Policy, _options.Window, _options.Patience);
        if (!_options.Mix.IsRidesAlone)
        {
            market = market with
            {
                Classes = [.. market.Classes.Concat(SimulatedMarkets.ProductClasses(null)).OrderBy(one => one.Id.Value, StringComparer.Ordinal)],
                Merchants = [.. _merchants.Select(one => new MerchantPlan(one.Merchant.Id))],
            };
        }

        _engine.Start();
        _engine.Run(async () =>
        {
            var services = _host.Services;
            var reply = await services.GetRequiredService<IGrainFactory>().GetGrain<IMarketGrain>(_scene.Market).Define(MarketCodec.Write(market), CancellationToken.None);
            if (reply.Rejection is { } why)
            {
                throw new ReplayFault(ExitCodes.BadOption, $"The market was refused: {why}. {reply.Detail}");
            }

            await SimulatedMerchants.Make(services.GetRequiredService<IMerchantStore>(), _merchants, Now, CancellationToken.None);
            services.StartDispatch();
            await Simulation.Onboard(_resumed, CancellationToken.None);
            Simulation.Start(_ordered is null ? null : _ordered.Contains);
        });
    }

    /// <summary>Lets virtual time go on.</summary>
    public void Advance(TimeSpan by) => _engine.RunUntil(Now + by);

    /// <summary>Holds the books against each other and gives the figures.</summary>
    /// <param name="clock">Runs since the beginning.</param>
    /// <param name="playing">Runs since the replay began.</param>
    /// <param name="processorTimeBefore">Of the process when the replay began.</param>
    public ReplayResult Finish(Stopwatch clock, Stopwatch playing, TimeSpan processorTimeBefore)
    {
        var services = _host.Services;
        var hash = _engine.EventHash;
        var counters = _engine.Counters;
        var simulated = Now - _start;
        var check = _engine.Run(async () => await services.GetRequiredService<ILedgerReader>().Verify(CancellationToken.None));
        var ends = _engine.Run(async () => await services.GetRequiredService<IJobReader>().CountByStatus(_scene.Market, CancellationToken.None));
        var (_, parked) = _engine.Run(async () => await services.GetRequiredService<IOutboxStore>().Count(CancellationToken.None));
        var banked = _bank.Captured();
        var measures = Simulation.Facts.Measure();
        var products = _options.Mix.IsRidesAlone ? null : _engine.Run(() => ProductMeasures.Of(services, _merchants));
        var report = new ReplayReport
        {
            City = _scene.City,
            From = _options.From,
            To = _options.To,
            Policy = _options.Policy,
            WindowSeconds = _options.Window?.TotalSeconds,
            PatienceSeconds = _options.Patience.TotalSeconds,
            TimeFactor = _options.TimeFactor,
            Vehicles = _options.Vehicles,
            Seed = _options.Seed,
            Mix = _options.Mix.IsRidesAlone ? null : _options.Mix.ToString(),
            Resumed = _resumed,
            Requests = measures.Requests,
            RefusedByReason = Simulation.Customers.Refusals.ToImmutableSortedDictionary(pair => Snake(pair.Key.ToString()), pair => pair.Value, StringComparer.Ordinal),
            Served = measures.Served,
            ServiceRate = measures.ServiceRate,
            MeanWaitSeconds = measures.MeanWaitSeconds,
            P50WaitSeconds = measures.P50WaitSeconds,
            P95WaitSeconds = measures.P95WaitSeconds,
            MaxWaitSeconds = measures.MaxWaitSeconds,
            EmptyToOccupiedRatio = measures.EmptyToOccupiedRatio,
            Reassignments = measures.Reassignments,
            ChainedJobs = measures.ChainedJobs,
            AdvisedMoves = measures.AdvisedMoves,
            EndedByStatus = Ordered(ends),
            Products = products?.Products,
            Sales = products?.Sales,
            CapturedMinorUnits = check.CapturedMinorUnits,
            LedgerImbalanceMinorUnits = check.ImbalanceMinorUnits + Math.Abs(banked - check.CapturedMinorUnits),
            LedgerFault = check.FirstFault ?? (banked == check.CapturedMinorUnits ? null : $"The bank captured {banked}, the ledger says {check.CapturedMinorUnits}."),
            GrainCalls = counters.GrainCalls,
            Commits = _trace.Commits,
            LocationReports = Simulation.Reporter.Sent,
            EventHash = hash.ToString("x16"),
            SimulatedSeconds = simulated.TotalSeconds,
            WallSeconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
            ReplayWallSeconds = Math.Round(playing.Elapsed.TotalSeconds, 3),
            CpuSeconds = Math.Round((Environment.CpuUsage.TotalTime - processorTimeBefore).TotalSeconds, 3),
            PeakMemoryMb = Math.Round(PeakMemory() / 1048576.0, 1),
        };
        return new ReplayResult(report, [.. Faults(report, parked)], [.. _scene.Notes, .. _log.Notes]) { Series = _series, Roads = _scene.Roads };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The process dies in a crash without any of this; here the files are closed.
        _host.Dispose();
        _acks?.Dispose();
    }

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static Dictionary<string, long> Ordered(ImmutableArray<(JobStatus Status, long Count)> ends)
    {
        var byName = new Dictionary<string, long>();
        foreach (var (status, count) in ends.OrderBy(entry => entry.Status))
        {
            byName[Snake(status.ToString())] = count;
        }

        return byName;
    }

    private IEnumerable<string> Faults(ReplayReport report, long parked)
    {
        if (Simulation.Facts.Open > 0)
        {
            yield return $"{Simulation.Facts.Open} jobs are not at an end, or their payment is not settled, {Bound.TotalHours:0} h after the period. The first: "
                + string.Join(", ", Simulation.Facts.OpenJobs(StuckNamed).Select(Describe));
        }

        if (!Simulation.Customers.Done)
        {
            yield return "Some requests were never made or never answered.";
        }

        if (parked > 0)
        {
            yield return $"{parked} outbox rows were given up.";
        }

        if (report.Sales?.StockFault is { } wrong)
        {
            yield return $"The stock is wrong: {wrong}";
        }

        if (report.Products?.Sum(product => product.CapturedMinorUnits) is { } captured && captured != report.CapturedMinorUnits)
        {
            yield return $"The products captured {captured}, the ledger says {report.CapturedMinorUnits}.";
        }

        if (report.LedgerImbalanceMinorUnits != 0)
        {
            yield return $"The books do not balance: {report.LedgerImbalanceMinorUnits} minor units. {report.LedgerFault}";
        }
    }

    private string Describe(Guid id)
    {
        var job = FoundStore.Now(_trace.Load(new JobId(id), CancellationToken.None));
        return job is null ? $"{id:N} (not in the store)" : $"{id:N} ({job.Status}, payment {job.Payment.Status})";
    }

    private bool OutboxIsEmpty() => FoundStore.Now(_host.Services.GetRequiredService<IOutboxStore>().Count(CancellationToken.None)).Waiting == 0;

    private SimulationSetup Setup() => new()
    {
        Seed = _options.Seed,
        Market = _scene.Market,
        ServiceClass = ServiceClass,
        Operator = Operator,
        Roads = _scene.Roads,
        TravelTimes = _scene.TravelTimes,
        StartNodes = _scene.StartNodes,
        Trips = _scene.Trips,
        Mix = _options.Mix,
        Stores = [.. _merchants.SelectMany(one => one.Stores).Select(place => place.Store)],
        Staff = _options.Staff,
        Providers = _options.Providers,
        Customers = _options.Customers,
        Acknowledged = _acks is null ? null : acknowledged => _acks.Append(AckLine.Write(acknowledged)),
    };

    private static SimulationPorts Ports(IServiceProvider services) => new(
        services.GetRequiredService<IGrainFactory>(),
        services.GetRequiredService<IEventBus>(),
        services.GetRequiredService<QuoteDesk>(),
        services.GetRequiredService<IBackgroundWork>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILoggerFactory>(),
        Sales: new SalePorts(services.GetRequiredService<IStoreCatalog>(), services.GetRequiredService<SaleDesk>(), services.GetRequiredService<ISaleCodes>()));

    private IHost Host(StoreFiles files)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(_log);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddDeterministicDispatchSilo(new SiloSettings { GrainStateConnection = files.IsKept ? files.GrainsConnection : null }, _options.Seed, _start);
        builder.Services.AddSqliteStorage(files.Configure);
        builder.Services.AddMemoryEventBus();
        builder.Services.AddSingleton(services => new CommitTrace(
            services.GetRequiredService<SqliteStore>().Jobs,
            services.GetRequiredService<SqliteStore>().Offers,
            services.GetRequiredService<IEngineTrace>(),
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IJobStore>(services => services.GetRequiredService<CommitTrace>());
        builder.Services.AddSingleton<IOfferStore>(services => services.GetRequiredService<CommitTrace>());
        builder.Services.AddSingleton<IReplayBank>(services => _options.Gateway == ReplayOptions.SandboxGateway
            ? SandboxBank.Start(services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IEngineWork>())
            : new ProcessBank(files, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(services => services.GetRequiredService<IReplayBank>().Gateway);

        if (files.IsKept)
        {
            builder.Services.Configure<AdoNetGrainStorageOptions>(
                Grains.StorageNames.Provider, options => options.DataSource = new SqliteGrainSource(files.GrainsConnection, SqliteDurability.Normal));
        }

        // After a crash no provider begins its shift anew, so the shard learns of all from their first reports.
        builder.Services.Configure<DispatchOptions>(options => options.LookUpsPerBatch = 10_000);
        return builder.Build();
    }
}
