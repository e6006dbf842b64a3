using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Grains.Tests.Harness;

/// <summary>A store whose user dies before or after one of its commits: from then on nothing that it asks for happens, until it is started again.</summary>
public sealed class MortalJobStore(IJobStore store) : IJobStore
{
    private readonly Lock _lock = new();
    private int? _left;
    private bool _after;

    /// <summary>Whether it is dead now.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Whether it has died since it was armed.</summary>
    public bool Happened { get; private set; }

    /// <summary>Lets it die with its n-th commit from now on.</summary>
    public void Arm(int commits, bool after)
    {
        lock (_lock)
        {
            (_left, _after, Happened, IsDead) = (commits, after, false, false);
        }
    }

    /// <summary>Starts it again; it dies no more.</summary>
    public void Revive()
    {
        lock (_lock)
        {
            (IsDead, _left) = (false, null);
        }
    }

    public ValueTask<Job?> Load(JobId job, CancellationToken cancellationToken) => Alive().Load(job, cancellationToken);

    public async ValueTask<CommitResult> Commit(JobCommit commit, CancellationToken cancellationToken)
    {
        bool dies;
        lock (_lock)
        {
            Alive();
            dies = _left == 0;
            _left--;
            (IsDead, Happened) = (dies, Happened | dies);
        }

        if (dies && !_after)
        {
            Throw();
        }

        var result = await store.Commit(commit, cancellationToken);
        if (dies)
        {
            Throw();
        }

        return result;
    }

    public ValueTask<StoredAnswer?> FindAnswer(Guid command, CancellationToken cancellationToken) => Alive().FindAnswer(command, cancellationToken);

    public ValueTask<ImmutableArray<Job>> ActiveOfProvider(ProviderId provider, CancellationToken cancellationToken) => Alive().ActiveOfProvider(provider, cancellationToken);

    public ValueTask<ImmutableArray<Job>> LiveInShard(string shard, CancellationToken cancellationToken) => Alive().LiveInShard(shard, cancellationToken);

    public ValueTask<ImmutableArray<JobId>> Due(string shard, DateTimeOffset now, int limit, CancellationToken cancellationToken) => Alive().Due(shard, now, limit, cancellationToken);

    private static void Throw() => throw new StoreUnavailableException("It died.", new IOException("It died."));

    private IJobStore Alive()
    {
        if (IsDead)
        {
            Throw();
        }

        return store;
    }
}
