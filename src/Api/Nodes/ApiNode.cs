using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Api.Health;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Web;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Sales;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Geo.Files;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Telemetry;

namespace O2O.Dispatch.Api.Nodes;

/// <summary>An API node of a cluster as a process of its own, a client of the silos.</summary>
public static class ApiNode
{
    private const int Unusable = 3;

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
            PostgresMembership.Check(settings.Postgres);
            await using var app = Build(builder, settings, MarketMapFolder.Open(settings.Roads));
            await using var ops = settings.OpsUrl.Length > 0
                ? await OpsServer.Start(settings.OpsUrl, app.Services.GetRequiredService<MetricBook>(), () => Standing(app))
                : null;
            try
            {
                await app.StartAsync();
                app.Services.GetRequiredService<MarketWatch>().Start();
                app.Services.StartLive();
                await app.WaitForShutdownAsync();
            }
            catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
            {
                // Told to stop while it waited for silos.
            }

            return 0;
        }
        catch (Exception fault) when (fault is InputFileException or RoadNetworkException or ZoneException or StoreOpenException or IOException)
        {
            error.WriteLine(fault.Message);
            return Unusable;
        }
    }

    private static (string Standing, bool Serves) Standing(WebApplication app) =>
        app.Services.GetRequiredService<IReadiness>().WhyNot is { } why ? (why, false) : ("ready", true);

    private static WebApplication Build(WebApplicationBuilder builder, NodeSettings settings, MarketMap map)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Host.UseDefaultServiceProvider(services => services.ValidateOnBuild = true);
        AddServices(builder, settings, map);
        builder.AddDispatchClient(settings);
        var app = builder.Build();
        app.UseDispatchApi();
        app.MapDispatchPages();
        return app;
    }

    /// <summary>Everything but the way to the silos.</summary>
    internal static void AddServices(WebApplicationBuilder builder, NodeSettings settings, MarketMap map)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IIdSource, SystemIdSource>();
        services.AddSingleton<ISecretSource, SystemSecretSource>();
        services.AddSingleton(new QuoteTokens([Convert.FromBase64String(settings.QuoteKey)]));
        services.AddSingleton<QuoteDesk>();
        services.AddSingleton<VoucherDesk>();
        services.AddSingleton<MarginBoard>();
        services.AddSingleton<SaleDesk>();
        services.AddSingleton<StoreDesk>();
        services.AddSingleton<IStoreCatalog>(provider => provider.GetRequiredService<StoreDesk>());
        services.AddPostgresStorage(postgres => postgres.ConnectionString = settings.Postgres);
        services.AddMemoryEventBus();
        services.AddRedisWhere(settings.Redis, builder.Configuration.GetSection("Redis").Bind);
        services.AddDispatchTelemetry(builder.Configuration);
        services.AddSingleton(new NodeMarkets(map));
        services.AddSingleton(provider => new MarketWatch(
            settings.MarketNames,
            ImmutableDictionary<string, string>.Empty,
            provider.GetRequiredService<NodeMarkets>().Set,
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<IBackgroundWork>(),
            TimeProvider.System,
            provider.GetRequiredService<ILogger<MarketWatch>>()));
        services.AddSingleton(provider => new DrainingLifetime(provider.GetRequiredService<IHostApplicationLifetime>(), settings.DrainDelay, TimeProvider.System));
        services.AddSingleton<IHostLifetime>(provider => provider.GetRequiredService<DrainingLifetime>());
        services.AddSingleton<IReadiness, NodeReadiness>();
        services.AddSingleton<IMarketCatalog>(provider => provider.GetRequiredService<NodeMarkets>());
        services.AddSingleton<IRouteEstimator>(provider => provider.GetRequiredService<NodeMarkets>());
        services.AddDispatchApi(builder.Configuration);
    }
}
