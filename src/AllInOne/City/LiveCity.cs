using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.AllInOne.Data;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Sales;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Simulation;
using O2O.Dispatch.Simulation.Demand;
using O2O.Dispatch.Simulation.People;
using O2O.Dispatch.Simulation.Scenes;
using O2O.Dispatch.Simulation.Stores;

namespace O2O.Dispatch.AllInOne.City;

/// <summary>The city that is played: loaded once, and peopled when the engine runs.</summary>
internal static class LiveCity
{
    /// <summary>The night's rides, as the shared data names them.</summary>
    public const string NightFile = "nyc_rides_20130101_0000_0145.csv.gz";

    /// <summary>The zones that the night's prices go by; without the file the whole city is one.</summary>
    public const string ZonesFile = "manhattan_taxi_zones.geojson";

    // The records of the night, complete from its first minute to 01:45; the travel-time factor is that of its two hours in travel_time_factors.csv.gz.
    private static readonly DateTimeOffset NightBegins = new(2013, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan NightLength = TimeSpan.FromMinutes(105);
    private const double NightFactor = 1.65;
    private static readonly TimeSpan ShelvesFilledEvery = TimeSpan.FromDays(1);

    /// <summary>How many customers share the trips.</summary>
    public const int Customers = 5_000;

    /// <summary>Loads what the options name.</summary>
    public static CityScene Load(AllInOneOptions options, Action<SceneStage, double, string> progress, CancellationToken cancellationToken)
    {
        if (options.SharedData is { } folder)
        {
            return SceneLoader.Load(
                new SceneRequest
                {
                    Rides = Path.Combine(folder, NightFile),
                    Nodes = Path.Combine(folder, "manhattan_nodes.csv.gz"),
                    Edges = Path.Combine(folder, "manhattan_edges.csv.gz"),
                    PricingZones = Path.Combine(folder, ZonesFile) is var zones && File.Exists(zones) ? zones : null,
                    From = NightBegins,
                    To = NightBegins + NightLength,
                    Vehicles = options.Vehicles,
                    TimeFactor = NightFactor,
                    Seed = options.Seed,
                },
                progress,
                cancellationToken);
        }

        // The trips of one hour are read for the places where vehicles start; the demand itself is drawn as it goes.
        var hour = new DateTimeOffset(2024, 5, 17, 18, 0, 0, TimeSpan.Zero);
        return SceneLoader.Load(
            new SceneRequest { From = hour, To = hour + TimeSpan.FromMinutes(1), Vehicles = options.Vehicles, Seed = options.Seed, RequestsPerHour = 1_000 }, progress, cancellationToken);
    }

    /// <summary>How many times as long as on empty roads the city's travel times are.</summary>
    public static double TimeFactorOf(AllInOneOptions options) => options.SharedData is null ? 1 : NightFactor;

    /// <summary>Names the demand, so that a later life knows whether it goes on with the same.</summary>
    public static string DemandOf(AllInOneOptions options) => options.SharedData is null
        ? FormattableString.Invariant($"generated, {options.RequestsPerHour} an hour")
        : $"{NightFile}, {new FileInfo(Path.Combine(options.SharedData, NightFile)).Length} bytes";

    /// <summary>Brings people into the city and sets them going.</summary>
    /// <param name="services">Of the host, whose engine runs and whose market is defined.</param>
    /// <param name="options">How many, and how.</param>
    /// <param name="scene">The city.</param>
    /// <param name="merchants">Whose stores there are.</param>
    /// <param name="mark">Since when it is played.</param>
    /// <param name="onboarded">Told how many providers have begun.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<CitySimulation> People(
        IServiceProvider services, AllInOneOptions options, CityScene scene, IReadOnlyList<SimulatedMerchant> merchants, CityMark mark, Action<int> onboarded, CancellationToken cancellationToken)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var setup = new SimulationSetup
        {
            Seed = options.Seed,
            Market = scene.Market,
            ServiceClass = LiveMarket.Ride,
            Operator = LiveMarket.Operator,
            Roads = scene.Roads,
            TravelTimes = scene.TravelTimes,
            StartNodes = scene.StartNodes,
            Trips = Demand(options, scene, mark, time.GetUtcNow() + TimeSpan.FromSeconds(2)),
            CustomerCount = Customers,
            Mix = options.Mix,
            Stores = [.. merchants.SelectMany(one => one.Stores).Select(place => place.Store)],
            Measured = false,
            AsksEverybody = true,
            OnboardingWidth = 64,
            Onboarded = onboarded,

            // People as they are met in a city, a guess: some think, some say no, a card is bad now and then. Nothing here is left without an end.
            Providers = new ProviderBehaviour { AcceptProbability = 0.95, LapseProbability = 0.2, ThinkTime = TimeSpan.FromSeconds(3), CancelProbability = 0.005, SilentProbability = 0.0005 },
            Customers = new CustomerBehaviour
            {
                PaymentMethods = [new("pm_card_ok", 0.97), new("pm_card_declined", 0.02), new("pm_card_times_out_after_doing", 0.01)],
                CancelProbability = 0.02,
            },
        };
        var intake = services.GetService<ILocationIntake>();
        var ports = new SimulationPorts(
            services.GetRequiredService<IGrainFactory>(),
            services.GetRequiredService<IEventBus>(),
            services.GetRequiredService<QuoteDesk>(),
            services.GetRequiredService<IBackgroundWork>(),
            time,
            services.GetRequiredService<ILoggerFactory>(),
            intake is null ? null : async (batch, token) => await intake.Take(batch.Reports, token),
            new SalePorts(services.GetRequiredService<IStoreCatalog>(), services.GetRequiredService<SaleDesk>(), services.GetRequiredService<ISaleCodes>()));
        var simulation = new CitySimulation(setup, ports);
        var jobs = services.GetRequiredService<IJobStore>();
        var open = new List<Job>();
        foreach (var serviceClass in Enum.GetValues<ServiceKind>().Select(setup.ClassOf))
        {
            open.AddRange(await jobs.LiveInShard(ShardKey.Of(scene.Market, serviceClass), cancellationToken));
        }

        simulation.Remember(open);
        await simulation.Onboard(resume: true, cancellationToken);
        simulation.Start();
        ports.Work.Start("shelves", token => Fill(services.GetRequiredService<IMerchantStore>(), merchants, time, token));
        return simulation;
    }

    /// <summary>Fills the shelves of the stores, now and every day.</summary>
    private static async Task Fill(IMerchantStore store, IReadOnlyList<SimulatedMerchant> merchants, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await SimulatedMerchants.Fill(store, merchants, time.GetUtcNow(), cancellationToken);
            }
            catch (StoreUnavailableException)
            {
                // The next day is another.
            }

            await Task.Delay(ShelvesFilledEvery, time, cancellationToken);
        }
    }

    private static IEnumerable<Trip> Demand(AllInOneOptions options, CityScene scene, CityMark mark, DateTimeOffset from)
    {
        var begin = from < mark.Anchor ? mark.Anchor : from;
        return scene.Drawn is { } city
            ? EndlessTrips.Generated(city, options.RequestsPerHour, options.Seed, mark.Anchor, begin)
            : EndlessTrips.Repeated(scene.Trips, NightBegins, NightLength, mark.Anchor, begin);
    }
}
