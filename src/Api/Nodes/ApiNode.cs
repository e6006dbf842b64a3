using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Web;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Sales;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Geo.Files;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Storage;

namespace O2O.Dispatch.Api.Nodes;

/// <summary>An API node of a cluster as a process of its own, a client of the silos. What it takes together with others to be a service is proven by the issue on the cluster, not here.</summary>
public static class ApiNode
{
    private const int Unusable = 3;
    private const int MostConnections = 15_000;

    /// <summary>Runs it until it is stopped.</summary>
    /// <param name="args">Configuration as --key value, beside files and the environment.</param>
    /// <param name="error">Where it says why it cannot start.</param>
    /// <returns>0 when it was stopped, 3 when it cannot start.</returns>
    public static async Task<int> Run(string[] args, TextWriter error)
    {
        if (NodeHosting.ClusterRefusal is { } why)
        {
            error.WriteLine(why);
            return Unusable;
        }

        var builder = WebApplication.CreateBuilder(args);
        var settings = builder.Configuration.GetSection(NodeSettings.Section).Get<NodeSettings>() ?? new NodeSettings();
        if (settings.Faults().ToList() is { Count: > 0 } faults)
        {
            error.WriteLine(string.Join(Environment.NewLine, faults));
            return Unusable;
        }

        try
        {
            await using var app = Build(builder, settings, Map(settings));
            await app.StartAsync();
            app.Services.GetRequiredService<NodeMarkets>().Start();
            app.Services.StartLive();
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception fault) when (fault is InputFileException or RoadNetworkException or StoreOpenException)
        {
            error.WriteLine(fault.Message);
            return Unusable;
        }
    }

    private static WebApplication Build(WebApplicationBuilder builder, NodeSettings settings, MarketMap map)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = MostConnections;
        });
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IIdSource, SystemIdSource>();
        services.AddSingleton<ISecretSource, SystemSecretSource>();
        services.AddSingleton(new QuoteTokens([Convert.FromBase64String(settings.QuoteKey)]));
        services.AddSingleton<QuoteDesk>();
        services.AddSingleton<VoucherDesk>();
        services.AddSingleton<SaleDesk>();
        services.AddSingleton<StoreDesk>();
        services.AddSingleton<IStoreCatalog>(provider => provider.GetRequiredService<StoreDesk>());
        services.AddPostgresStorage(postgres => postgres.ConnectionString = settings.Postgres);
        services.AddMemoryEventBus();
        services.AddRedisWhere(settings.Redis, builder.Configuration.GetSection("Redis").Bind);
        services.AddSingleton(provider => new NodeMarkets(
            settings.MarketNames,
            map,
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<IBackgroundWork>(),
            TimeProvider.System,
            provider.GetRequiredService<ILogger<NodeMarkets>>()));
        services.AddSingleton<IMarketCatalog>(provider => provider.GetRequiredService<NodeMarkets>());
        services.AddSingleton<IRouteEstimator>(provider => provider.GetRequiredService<NodeMarkets>());
        services.AddDispatchApi(builder.Configuration);
        builder.AddDispatchClient(settings);
        var app = builder.Build();
        app.UseDispatchApi();
        app.MapDispatchPages();
        return app;
    }

    private static MarketMap Map(NodeSettings settings)
    {
        if (settings.Roads.Length == 0)
        {
            var city = GeneratedCity.Create();
            return new MarketMap(city.Network, AllPairsTravelTimes.Build(city.Network, 1.0), city.ServiceArea, city.Zones);
        }

        var roads = RoadCsvReader.Read(Path.Combine(settings.Roads, "manhattan_nodes.csv.gz"), Path.Combine(settings.Roads, "manhattan_edges.csv.gz")).Network;
        return new MarketMap(roads, AllPairsTravelTimes.Build(roads, 1.0), ServiceArea.Around(roads, new Metres(500)));
    }
}
