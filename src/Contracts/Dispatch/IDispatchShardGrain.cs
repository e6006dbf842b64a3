using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;
using Orleans.Concurrency;

namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>The matching of one service class in one market, keyed by <see cref="ShardKey"/>. It awaits providers, jobs and its market; nobody awaits it but the outbox and the edge.</summary>
[Alias("o2o.dispatch-shard")]
public interface IDispatchShardGrain : IGrainWithStringKey
{
    /// <summary>Takes in where providers are.</summary>
    [Alias("report-locations")]
    Task ReportLocations(LocationBatch batch, CancellationToken cancellationToken);

    /// <summary>News of a job of this shard; old news is recognised by its version.</summary>
    [Alias("hear-of-job")]
    Task HearOfJob(JobView job, CancellationToken cancellationToken);

    /// <summary>A provider made a step of a job of this shard: it reached the pick-up, started, or did a stop on the way. A courtesy, as the next.</summary>
    [OneWay]
    [Alias("hear-of-step")]
    Task HearOfStep(JobView job);

    /// <summary>News of a provider on a shift here. A courtesy: what is lost is mended by the next report or a refused offer.</summary>
    [OneWay]
    [Alias("hear-of-provider")]
    Task HearOfProvider(ProviderView provider);

    /// <summary>Keeps the shard at work; sent every 2 s by each host.</summary>
    [Alias("keep")]
    Task Keep(CancellationToken cancellationToken);

    /// <summary>What it has before it.</summary>
    [ReadOnly]
    [Alias("get-stats")]
    Task<ShardStats> GetStats(CancellationToken cancellationToken);

    /// <summary>Demand and supply by the zones that prices go by, in order of name: every zone of the market, and the empty one.</summary>
    [ReadOnly]
    [Alias("demand")]
    Task<ImmutableArray<ZoneDemand>> Demand(CancellationToken cancellationToken);

    /// <summary>How many metres the provider that has a job has driven since, by its reports as far as this shard has seen them: never more than it drove, but for the reports' own error. 0 when it is not known here.</summary>
    [ReadOnly]
    [Alias("driven")]
    Task<double> Driven(Guid job, CancellationToken cancellationToken);

    /// <summary>How a job was decided, the latest round first. The shard keeps its latest decisions in memory; older ones are gone.</summary>
    [ReadOnly]
    [Alias("matches")]
    Task<ImmutableArray<MatchRound>> Matches(Guid job, int most, CancellationToken cancellationToken);

    /// <summary>The jobs that passed by a provider, the latest first, each once.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="job">Only this job, also when the provider was not among its best; null for all.</param>
    /// <param name="most">How many at the most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [ReadOnly]
    [Alias("passed-by")]
    Task<ImmutableArray<PassedByJob>> PassedBy(Guid provider, Guid? job, int most, CancellationToken cancellationToken);
}
