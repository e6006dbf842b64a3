using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Grains.Outbox;
using O2O.Dispatch.Silo.Observability;
using O2O.Dispatch.Silo.Runtime;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;

namespace O2O.Dispatch.Silo;

/// <summary>Hosts the grains on Microsoft Orleans: one silo on this machine.</summary>
public static partial class SiloHosting
{
    /// <summary>The name of the engine that this build uses, for logs and reports.</summary>
    public const string EngineName = "Microsoft Orleans";

    // A silo that is alone has no clients but those of its own process.
    private const int NoGateway = 0;

    /// <summary>Adds grains and engine to a host.</summary>
    public static IHostApplicationBuilder AddDispatchSilo(this IHostApplicationBuilder builder, SiloSettings settings)
    {
        // Time may be fast, or a test's: grains see it and their timers go by it. Membership, messages and the like keep real time, or the silo would take itself for dead.
        builder.Services.AddKeyedSingleton(KeyedService.AnyKey, TimeProvider.System);
        builder.Services.AddKeyedSingleton(TimeProviderNames.Grains, (services, _) => services.GetRequiredService<TimeProvider>());
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), NoGateway, serviceId: Orleans.Configuration.ClusterOptions.DefaultServiceId);
            silo.UseInMemoryReminderService();
            if (settings.Traced)
            {
                silo.AddOutgoingGrainCallFilter<TraceToGrains>();
                silo.AddIncomingGrainCallFilter<TraceOfCalls>();
            }

            if (settings.GrainStateConnection is { } connection)
            {
                silo.AddAdoNetGrainStorage(O2O.Dispatch.Grains.StorageNames.Provider, options =>
                {
                    options.Invariant = settings.GrainStateInvariant;
                    options.ConnectionString = connection;
                    options.GrainStorageSerializer = new JsonStateSerializer();
                });
            }
            else
            {
                silo.AddMemoryGrainStorage(O2O.Dispatch.Grains.StorageNames.Provider, options => options.GrainStorageSerializer = new JsonStateSerializer());
            }
        });
        builder.Services.AddSingleton<IBackgroundWork, PoolWork>();
        builder.Services.AddSingleton<IOffload, PoolOffload>();
        builder.Services.AddDispatch(settings);
        return builder;
    }

    /// <summary>Why this build has no silo that works together with others; null when it has.</summary>
    public static string? ClusterRefusal => null;

    /// <summary>Adds grains and a silo that works together with others: membership, reminders and grain state in PostgreSQL.</summary>
    public static IHostApplicationBuilder AddClusteredDispatchSilo(this IHostApplicationBuilder builder, SiloSettings settings, ClusterSettings cluster)
    {
        builder.UseOrleans(silo =>
        {
            silo.Configure<Orleans.Configuration.ClusterOptions>(options =>
            {
                options.ClusterId = cluster.ClusterId;
                options.ServiceId = cluster.ServiceId;
            });
            if (cluster.Host.Length > 0)
            {
                silo.ConfigureEndpoints(IPAddress.Parse(cluster.Host), cluster.SiloPort, cluster.GatewayPort);
            }
            else
            {
                silo.ConfigureEndpoints(cluster.SiloPort, cluster.GatewayPort);
            }

            silo.Configure<Orleans.Configuration.ClusterMembershipOptions>(options =>
            {
                // Orleans stretches the time-out to four times as much by the answers it has seen: on a busy machine a dead silo would be found after half a minute.
                options.ProbeTimeout = cluster.ProbeTimeout;
                options.MaxProbeTimeout = cluster.ProbeTimeout;
            });
            silo.UseAdoNetClustering(options =>
            {
                options.Invariant = settings.GrainStateInvariant;
                options.ConnectionString = cluster.Postgres;
            });
            silo.UseAdoNetReminderService(options =>
            {
                options.Invariant = settings.GrainStateInvariant;
                options.ConnectionString = cluster.Postgres;
            });
            silo.AddAdoNetGrainStorage(O2O.Dispatch.Grains.StorageNames.Provider, options =>
            {
                options.Invariant = settings.GrainStateInvariant;
                options.ConnectionString = settings.GrainStateConnection;
                options.GrainStorageSerializer = new JsonStateSerializer();
            });
            if (cluster.Dashboard)
            {
                silo.AddDashboard(options => options.HideTrace = true);
            }

            if (settings.Traced)
            {
                silo.AddOutgoingGrainCallFilter<TraceToGrains>();
                silo.AddIncomingGrainCallFilter<TraceOfCalls>();
            }
        });

        // What a grain throws reaches the caller as it is: Orleans by itself carries exceptions of .NET alone, and an API node would answer 500 where the store is only away for a while.
        builder.Services.Configure<ExceptionSerializationOptions>(options => options.SupportedExceptionTypeFilter = _ => true);
        builder.Services.AddSingleton<ISiloWatch, SiloWatch>();
        builder.Services.AddHostedService<SilosThatDie>();
        builder.Services.AddSingleton<IBackgroundWork, PoolWork>();
        builder.Services.AddSingleton<IOffload, PoolOffload>();
        builder.Services.AddDispatch(settings);
        return builder;
    }

    // Several silos that are alone, each in a cluster of itself, may run on one machine: services, or the hosts of tests.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class SiloWatch(ISiloStatusOracle oracle, IHostApplicationLifetime lifetime) : ISiloWatch
    {
        public SiloStanding Standing => oracle.CurrentStatus switch
        {
            SiloStatus.Active => lifetime.ApplicationStopping.IsCancellationRequested ? SiloStanding.Draining : SiloStanding.Joined,
            SiloStatus.ShuttingDown or SiloStatus.Stopping => SiloStanding.Draining,
            SiloStatus.Dead => SiloStanding.Gone,
            _ => SiloStanding.Starting,
        };
    }

    /// <summary>Orleans finds a dead silo by the probes that it misses. Where the machine lives and the process is gone, this is known at once, and the others are told.</summary>
    private sealed partial class SilosThatDie(IClusterMembershipService membership, ILocalSiloDetails self, OutboxPump outbox, IBackgroundWork work, ILogger<SilosThatDie> log) : IHostedService
    {
        private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
        private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);

        public Task StartAsync(CancellationToken cancellationToken)
        {
            work.Start("silos-that-die", stopping => new PortWatch<SiloAddress>(silo => silo.Endpoint, Bury, TimeProvider.System, log)
                .Run(_ => Task.FromResult<IReadOnlyCollection<SiloAddress>>([.. Active().Where(silo => !silo.Equals(self.SiloAddress))]), Period, stopping));
            work.Start("silos-that-died", TakeOver);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private IEnumerable<SiloAddress> Active() => membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress);

        /// <summary>What a silo owed that is dead now, however that was found: one of the others delivers it.</summary>
        private async Task TakeOver(CancellationToken cancellationToken)
        {
            HashSet<SiloAddress>? dead = null;
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(cancellationToken))
            {
                var now = snapshot.Members.Values.Where(member => member.Status == SiloStatus.Dead).Select(member => member.SiloAddress).ToHashSet();
                if (dead is not null && now.Except(dead).Any() && self.SiloAddress.Equals(Active().Min()))
                {
                    outbox.TakeOver();
                }

                dead = now;
            }
        }

        private async Task Bury(SiloAddress silo, CancellationToken cancellationToken)
        {
            // One that was told to stop has said so there before it closed its port; it may still be writing that it left.
            await membership.Refresh(cancellationToken: cancellationToken);
            if (!Active().Contains(silo))
            {
                return;
            }

            Buried(log, silo);
            while (Active().Contains(silo))
            {
                // It is written by and by, or another silo has done it.
                await membership.TryKill(silo);
                await Task.Delay(Again, TimeProvider.System, cancellationToken);
                await membership.Refresh(cancellationToken: cancellationToken);
            }
        }

        [LoggerMessage(1531, LogLevel.Warning, "The process of silo {Silo} is gone: it is declared dead")]
        private static partial void Buried(ILogger log, SiloAddress silo);
    }

    // These two are the ports themselves: everything else goes through them.
#pragma warning disable RS0030
    private sealed class PoolWork(IHostApplicationLifetime lifetime, ILogger<IBackgroundWork> log) : IBackgroundWork
    {
        public void Start(string name, Func<CancellationToken, Task> work) => _ = Task.Run(() => WatchedWork.Run(name, work, log, lifetime.ApplicationStopping));
    }

    private sealed class PoolOffload : IOffload
    {
        public Task<T> Run<T>(Func<T> compute, CancellationToken cancellationToken) => Task.Run(compute, cancellationToken);
    }
#pragma warning restore RS0030
}
