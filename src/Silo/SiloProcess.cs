using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Payments.Online;
using O2O.Dispatch.Payments.Payouts;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Postgres;

namespace O2O.Dispatch.Silo;

/// <summary>A silo of a cluster as a process of its own. What it takes together with others to be a service is proven by the issue on the cluster, not here.</summary>
public static class SiloProcess
{
    private const int Unusable = 3;

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
            var grains = new PostgresOptions { ConnectionString = cluster.Postgres }.ToConnectionString();
            PostgresGrainStorage.EnsureCreated(grains);
            var settings = new SiloSettings { GrainStateConnection = grains, GrainStateInvariant = PostgresGrainStorage.Invariant };
            settings.QuoteKeys.Add(Convert.FromBase64String(cluster.QuoteKey));
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

            builder.AddClusteredDispatchSilo(settings, cluster);
            using var host = builder.Build();
            await host.StartAsync();
            host.Services.StartDispatch();
            host.Services.StartBookings();
            host.Services.StartPlacements();
            await host.WaitForShutdownAsync();
            return 0;
        }
        catch (StoreOpenException fault)
        {
            error.WriteLine(fault.Message);
            return Unusable;
        }
    }
}
