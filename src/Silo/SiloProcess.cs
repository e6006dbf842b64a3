using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Geo.Files;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Grains.Markets;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Payments.Online;
using O2O.Dispatch.Payments.Payouts;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Telemetry;

namespace O2O.Dispatch.Silo;

/// <summary>A silo of a cluster as a process of its own.</summary>
public static class SiloProcess
{
    private const int Unusable = 3;

    // What a silo gives up takes seconds; whoever stops it (docker-compose.yml, scripts/cluster) waits a little longer.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(25);

    /// <summary>Runs it until it is stopped.</summary>
    /// <param name="args">Configuration as --key value, beside files and the environment.</param>
    /// <param name="error">Where it says why it cannot start.</param>
    /// <returns>0 when it was stopped, 3 when it cannot start.</returns>
    public static async Task<int> Run(string[] args, TextWriter error)
    {
        if (SiloHosting.ClusterRefusal is { } why)
        {
            error.WriteLine(why);
            return Unusable;
        }

        var builder = Host.CreateApplicationBuilder(args);
        var cluster = builder.Configuration.GetSection(ClusterSettings.Section).Get<ClusterSettings>() ?? new ClusterSettings();
        var payments = builder.Configuration.GetSection(PaymentsOptions.Section).Get<PaymentsOptions>() ?? new PaymentsOptions();
        if (cluster.Faults().Concat(payments.Faults(hostsSandbox: false)).ToList() is { Count: > 0 } faults)
        {
            error.WriteLine(string.Join(Environment.NewLine, faults));
            return Unusable;
        }

        try
        {
            var map = MarketMapFolder.Open(cluster.Roads);
            var definitions = MarketFiles.Read(cluster.Definitions, cluster.MarketNames);
            var grains = new PostgresOptions { ConnectionString = cluster.Postgres }.ToConnectionString();
            PostgresMembership.Check(cluster.Postgres);
            PostgresGrainStorage.EnsureCreated(grains);
            var settings = new SiloSettings { GrainStateConnection = grains, GrainStateInvariant = PostgresGrainStorage.Invariant, Traced = builder.Configuration.IsTraced() };
            settings.QuoteKeys.Add(Convert.FromBase64String(cluster.QuoteKey));
            builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
            builder.Services.AddDispatchTelemetry(builder.Configuration);
            builder.Services.AddPostgresStorage(postgres => postgres.ConnectionString = cluster.Postgres);
            builder.Services.AddMemoryEventBus();
            builder.Services.AddRedisWhere(cluster.Redis, builder.Configuration.GetSection("Redis").Bind);
            builder.Services.AddOptions<PaymentsOptions>().Bind(builder.Configuration.GetSection(PaymentsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
            builder.Services.AddOptions<PayoutsOptions>().Bind(builder.Configuration.GetSection(PayoutsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
            if (payments.Gateway == PaymentsOptions.Online)
            {
                builder.Services.AddSingleton(_ => OnlineGateway.Open(
                    payments.ReadKey(), payments.Address.Length > 0 ? payments.Address.TrimEnd('/') : null, payments.CallTimeout, payments.CallRetries, TimeProvider.System));
                builder.Services.AddSingleton<IPaymentGateway>(provider => provider.GetRequiredService<OnlineGateway>());
                builder.Services.AddSingleton<IGatewayRecords>(provider => provider.GetRequiredService<OnlineGateway>());
            }
            else
            {
                builder.Services.AddSingleton<IPaymentGateway>(provider => new InProcessGateway(provider.GetRequiredService<TimeProvider>()));
            }

            builder.Services.AddSingleton(provider => new MarketWatch(
                cluster.MarketNames,
                definitions.ToDictionary(entry => entry.Key, entry => entry.Value.Text),
                provider.GetRequiredService<MarketCatalog>().Set,
                provider.GetRequiredService<IGrainFactory>(),
                provider.GetRequiredService<IBackgroundWork>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<MarketWatch>>()));
            builder.AddClusteredDispatchSilo(settings, cluster);
            using var host = builder.Build();
            foreach (var name in cluster.MarketNames)
            {
                host.Services.GetRequiredService<MarketMaps>().Set(new MarketId(name), map);
            }

            // Others give this silo grains as soon as it has joined: until the market grains are asked, what the files say counts.
            foreach (var (_, market) in definitions.Values)
            {
                host.Services.GetRequiredService<MarketCatalog>().Set(market);
            }

            var watch = host.Services.GetRequiredService<ISiloWatch>();
            await using var ops = cluster.OpsUrl.Length > 0
                ? await OpsServer.Start(cluster.OpsUrl, host.Services.GetRequiredService<MetricBook>(), () => (Word(watch.Standing), watch.Standing == SiloStanding.Joined))
                : null;
            await host.StartAsync();
            host.Services.GetRequiredService<MarketWatch>().Start();
            host.Services.StartDispatch();
            host.Services.StartBookings();
            host.Services.StartPlacements();
            await host.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception fault) when (fault is InputFileException or RoadNetworkException or ZoneException or StoreOpenException or IOException)
        {
            error.WriteLine(fault.Message);
            return Unusable;
        }
    }

    private static string Word(SiloStanding standing) => standing switch
    {
        SiloStanding.Starting => "starting",
        SiloStanding.Joined => "joined",
        SiloStanding.Draining => "draining",
        SiloStanding.Gone => "gone",
    };
}
