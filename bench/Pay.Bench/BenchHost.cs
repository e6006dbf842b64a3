using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Silo;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Postgres;

namespace O2O.Dispatch.Pay.Bench;

/// <summary>Grains on PostgreSQL, as a host has them.</summary>
internal static class BenchHost
{
    /// <summary>Starts one.</summary>
    /// <param name="database">Connection string.</param>
    /// <param name="connections">Of the store.</param>
    /// <param name="gateway">Takes the money.</param>
    /// <param name="delivers">Whether what commits owe is delivered; otherwise it stays in the outbox.</param>
    public static async Task<(IHost Host, WatchedStore Store)> Start(string database, int connections, IPaymentGateway gateway, bool delivers)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(gateway);
        builder.Services.AddMemoryEventBus();
        builder.Services.AddPostgresStorage(options => (options.ConnectionString, options.MaxPoolSize) = (database, connections));
        var settings = new SiloSettings();
        settings.QuoteKeys.Add([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
        builder.AddDispatchSilo(settings);
        builder.Services.AddSingleton(provider => new WatchedStore(provider.GetRequiredService<PostgresStore>().Jobs));
        builder.Services.AddSingleton<IJobStore>(provider => provider.GetRequiredService<WatchedStore>());
        if (!delivers)
        {
            builder.Services.AddSingleton<IBackgroundWork, NoWork>();
        }

        var host = builder.Build();
        await host.StartAsync();
        return (host, host.Services.GetRequiredService<WatchedStore>());
    }

    private sealed class NoWork : IBackgroundWork
    {
        public void Start(string name, Func<CancellationToken, Task> work)
        {
        }
    }

    /// <summary>The store, which keeps the last commit that it was given.</summary>
    internal sealed class WatchedStore(IJobStore inner) : IJobStore
    {
        public volatile JobCommit? Last;

        public ValueTask<Job?> Load(JobId job, CancellationToken cancellationToken) => inner.Load(job, cancellationToken);

        public ValueTask<CommitResult> Commit(JobCommit commit, CancellationToken cancellationToken)
        {
            Last = commit;
            return inner.Commit(commit, cancellationToken);
        }

        public ValueTask<StoredAnswer?> FindAnswer(Guid command, CancellationToken cancellationToken) => inner.FindAnswer(command, cancellationToken);

        public ValueTask<ImmutableArray<Job>> ActiveOfProvider(ProviderId provider, CancellationToken cancellationToken) => inner.ActiveOfProvider(provider, cancellationToken);

        public ValueTask<ImmutableArray<Job>> LiveInShard(string shard, CancellationToken cancellationToken) => inner.LiveInShard(shard, cancellationToken);

        public ValueTask<ImmutableArray<JobId>> Due(string shard, DateTimeOffset now, int limit, CancellationToken cancellationToken) => inner.Due(shard, now, limit, cancellationToken);
    }
}
