using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>The jobs, and everything that commits with them. Thread-safe.</summary>
public interface IJobStore
{
    /// <summary>Loads a job; null when there is none.</summary>
    ValueTask<Job?> Load(JobId job, CancellationToken cancellationToken);

    /// <summary>Commits. The task ends when the commit is durable (its group is written) or refused.</summary>
    /// <exception cref="StoreUnavailableException">Whether it was written is unknown: ask again with the same command.</exception>
    ValueTask<CommitResult> Commit(JobCommit commit, CancellationToken cancellationToken);

    /// <summary>The stored answer to a command; null when it was never answered, or longer than 24 h ago.</summary>
    ValueTask<StoredAnswer?> FindAnswer(Guid command, CancellationToken cancellationToken);

    /// <summary>The jobs that a provider has, in order of plan slot.</summary>
    ValueTask<ImmutableArray<Job>> ActiveOfProvider(ProviderId provider, CancellationToken cancellationToken);

    /// <summary>All jobs of a shard that are open to matching or have a provider, in order of id.</summary>
    ValueTask<ImmutableArray<Job>> LiveInShard(string shard, CancellationToken cancellationToken);

    /// <summary>Jobs of a shard whose deadline has come, the earliest first.</summary>
    ValueTask<ImmutableArray<JobId>> Due(string shard, DateTimeOffset now, int limit, CancellationToken cancellationToken);
}
