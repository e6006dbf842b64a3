using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Api.Ops;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Telemetry;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Messaging;
using Orleans.Serialization;

namespace O2O.Dispatch.Api.Nodes;

/// <summary>How an API node reaches the silos: as a client of Microsoft Orleans, by the membership in PostgreSQL.</summary>
internal static partial class NodeHosting
{
    // Between two tries to reach a silo, and between two looks for which of them there are.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    // What living silos have not answered by then they answer late: a call takes milliseconds.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // Calls that are made before all silos know of a death may still be sent on to the dead one: so many graces long they are given up, too.
    private const int UntilAllKnow = 3;

    /// <summary>Why this build has no API node; null when it has.</summary>
    public static string? ClusterRefusal => null;

    /// <summary>Adds the client.</summary>
    public static void AddDispatchClient(this WebApplicationBuilder builder, NodeSettings settings)
    {
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options =>
            {
                options.ClusterId = settings.ClusterId;
                options.ServiceId = settings.ServiceId;
            });
            client.UseAdoNetClustering(options =>
            {
                options.Invariant = PostgresGrainStorage.Invariant;
                options.ConnectionString = settings.Postgres;
            });
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = Period);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = settings.CallTimeout);

            var calls = new CallsInVain(Grace, TimeProvider.System);
            client.AddOutgoingGrainCallFilter(calls);
            builder.Services.AddSingleton(calls);

            // Silos may come later than their clients.
            client.UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(Period, TimeProvider.System, cancellationToken);
                return true;
            });
            if (settings.Dashboard)
            {
                client.AddDashboard(options => options.HideTrace = true);
                builder.Services.AddSingleton<OrleansDashboard>();
            }

            if (builder.Configuration.IsTraced())
            {
                client.AddOutgoingGrainCallFilter<TraceToGrains>();
            }
        });
        builder.Services.Configure<ExceptionSerializationOptions>(options => options.SupportedExceptionTypeFilter = _ => true);
        builder.Services.AddSingleton<IBackgroundWork, PoolWork>();
        builder.Services.AddHostedService<SilosThatDie>();
    }

    // This is the port itself: everything else goes through it.
#pragma warning disable RS0030
    private sealed class PoolWork(IHostApplicationLifetime lifetime, ILogger<IBackgroundWork> log) : IBackgroundWork
    {
        public void Start(string name, Func<CancellationToken, Task> work) => _ = Task.Run(() => WatchedWork.Run(name, work, log, lifetime.ApplicationStopping));
    }
#pragma warning restore RS0030

    /// <summary>Orleans tells its clients nothing of a silo's death: a call to it would wait for its time-out.</summary>
    private sealed partial class SilosThatDie(IGatewayListProvider gateways, CallsInVain calls, IBackgroundWork work, ILogger<SilosThatDie> log) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            work.Start("silos-that-die", stopping => new PortWatch<Uri>(
                gateway => new IPEndPoint(IPAddress.Parse(gateway.DnsSafeHost), gateway.Port),
                async (gateway, _) =>
                {
                    Gone(log, gateway, Grace);
                    for (var times = 0; times < UntilAllKnow; times++)
                    {
                        await calls.GiveUp();
                    }
                },
                TimeProvider.System,
                log).Run(async _ => [.. await gateways.GetGateways()], Period, stopping));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        [LoggerMessage(2142, LogLevel.Warning, "The silo at {Gateway} is gone; calls that wait since before are given up after {Grace}")]
        private static partial void Gone(ILogger log, Uri gateway, TimeSpan grace);
    }
}
