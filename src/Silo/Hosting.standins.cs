using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Embedded;
using O2O.Dispatch.Grains.Jobs;
using O2O.Dispatch.Silo.Observability;
using O2O.Dispatch.Silo.Runtime;
using Orleans.Hosting;

namespace O2O.Dispatch.Silo;

/// <summary>Hosts the grains on the embedded engine.</summary>
public static class SiloHosting
{
    /// <summary>The name of the engine that this build uses, for logs and reports.</summary>
    public const string EngineName = "embedded engine";

    /// <summary>Why this build has no silo that works together with others; null when it has.</summary>
    public static string? ClusterRefusal => "This build has the embedded engine, which is of one process and does not cluster. Run src/AllInOne, or build with -p:PackageSet=nuget, which has Microsoft Orleans.";

    /// <summary>Refuses.</summary>
    /// <exception cref="NotSupportedException">Always; see <see cref="ClusterRefusal"/>.</exception>
    public static IHostApplicationBuilder AddClusteredDispatchSilo(this IHostApplicationBuilder builder, SiloSettings settings, ClusterSettings cluster) =>
        throw new NotSupportedException(ClusterRefusal);

    /// <summary>Adds grains and engine to a host, in wall time.</summary>
    public static IHostApplicationBuilder AddDispatchSilo(this IHostApplicationBuilder builder, SiloSettings settings)
    {
        builder.UseOrleans(silo => Grains(silo, settings));
        Ports(builder.Services);
        builder.Services.AddDispatch(settings);
        return builder;
    }

    /// <summary>Adds grains and engine to a host, deterministic: one seed, one order, one hash. Time is virtual and begins at <paramref name="start"/>.</summary>
    public static IHostApplicationBuilder AddDeterministicDispatchSilo(this IHostApplicationBuilder builder, SiloSettings settings, ulong seed, DateTimeOffset start)
    {
        builder.UseOrleans(silo =>
        {
            silo.UseDeterministicMode(seed, start);
            Grains(silo, settings);
        });
        Ports(builder.Services);
        builder.Services.AddSingleton<IIdSource>(provider => new SeededIdSource(provider.GetRequiredService<TimeProvider>(), seed));
        builder.Services.AddSingleton<ISecretSource>(new SeededSecretSource(seed));
        builder.Services.AddSingleton<IGroupCommitSignal, QuiescentCommit>();
        builder.Services.AddDispatch(settings);
        return builder;
    }

    private static void Grains(ISiloBuilder silo, SiloSettings settings)
    {
        silo.AddGrainAssemblies(typeof(JobGrain).Assembly);
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
                options.DataSource = settings.GrainStateSource;
                options.GrainStorageSerializer = new JsonStateSerializer();
            });
        }
        else
        {
            silo.AddMemoryGrainStorage(O2O.Dispatch.Grains.StorageNames.Provider);
        }
    }

    private static void Ports(IServiceCollection services)
    {
        services.AddSingleton<IBackgroundWork, EngineWork>();
        services.AddSingleton<O2O.Dispatch.Contracts.Runtime.IOffload, EngineOffload>();
    }

    private sealed class EngineWork(IEngineWork engine, Microsoft.Extensions.Logging.ILogger<IBackgroundWork> log) : IBackgroundWork
    {
        public void Start(string name, Func<CancellationToken, Task> work) => _ = engine.Run(name, cancellationToken => WatchedWork.Run(name, work, log, cancellationToken));
    }

    private sealed class EngineOffload(O2O.Dispatch.Embedded.IOffload engine) : O2O.Dispatch.Contracts.Runtime.IOffload
    {
        public Task<T> Run<T>(Func<T> compute, CancellationToken cancellationToken) => engine.Run(compute);
    }

    private sealed class QuiescentCommit(DeterministicEngine engine) : IGroupCommitSignal
    {
        public void OnQuiescent(Func<bool> flush) => engine.OnQuiescent(flush);
    }
}
