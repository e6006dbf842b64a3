using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Api.Tests.Harness;

/// <summary>The job store, which a test can take away, or make wait.</summary>
public sealed class BreakableStore(IJobStore jobs, IJobReader reader) : IJobStore, IJobReader
{
    private int _came;
    private volatile bool _broken;
    private volatile Task _gate = Task.CompletedTask;
    private volatile Func<JobSearch, int, ImmutableArray<Job>>? _found;

    public bool Broken
    {
        get => _broken;
        set => _broken = value;
    }

    /// <summary>Commits that have come, those that wait included.</summary>
    public int Came => Volatile.Read(ref _came);

    /// <summary>Commits wait for it.</summary>
    public Task Gate
    {
        get => _gate;
        set => _gate = value;
    }

    /// <summary>What searches find instead of what there is; null for what there is.</summary>
    public Func<JobSearch, int, ImmutableArray<Job>>? Found
    {
        get => _found;
        set => _found = value;
    }

    public ValueTask<Job?> Load(JobId job, CancellationToken cancellationToken) => Whole(() => jobs.Load(job, cancellationToken));

    public async ValueTask<CommitResult> Commit(JobCommit commit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _came);
        await Gate;
        return await Whole(() => jobs.Commit(commit, cancellationToken));
    }

    public ValueTask<StoredAnswer?> FindAnswer(Guid command, CancellationToken cancellationToken) => Whole(() => jobs.FindAnswer(command, cancellationToken));

    public ValueTask<ImmutableArray<Job>> ActiveOfProvider(ProviderId provider, CancellationToken cancellationToken) => Whole(() => jobs.ActiveOfProvider(provider, cancellationToken));

    public ValueTask<ImmutableArray<Job>> LiveInShard(string shard, CancellationToken cancellationToken) => Whole(() => jobs.LiveInShard(shard, cancellationToken));

    public ValueTask<ImmutableArray<JobId>> Due(string shard, DateTimeOffset now, int limit, CancellationToken cancellationToken) => Whole(() => jobs.Due(shard, now, limit, cancellationToken));

    public ValueTask<ImmutableArray<(JobStatus Status, long Count)>> CountByStatus(string? market, CancellationToken cancellationToken) => Whole(() => reader.CountByStatus(market, cancellationToken));

    public ValueTask<ImmutableArray<TimelineEntry>> Timeline(JobId job, CancellationToken cancellationToken) => Whole(() => reader.Timeline(job, cancellationToken));

    public ValueTask<ImmutableArray<Job>> Page(JobId? after, int limit, CancellationToken cancellationToken) => Whole(() => reader.Page(after, limit, cancellationToken));

    public ValueTask<DateTimeOffset?> LastCommitAt(CancellationToken cancellationToken) => Whole(() => reader.LastCommitAt(cancellationToken));

    public ValueTask<ImmutableArray<Job>> Search(JobSearch search, int limit, CancellationToken cancellationToken) => Whole(() => Found is { } found ? ValueTask.FromResult(found(search, limit)) : reader.Search(search, limit, cancellationToken));

    public ValueTask<ImmutableArray<(JobId Job, DateTimeOffset Deadline)>> Overdue(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        Whole(() => reader.Overdue(before, limit, cancellationToken));

    public ValueTask<ImmutableArray<Job>> Attention(JobAttention reason, int limit, CancellationToken cancellationToken) => Whole(() => reader.Attention(reason, limit, cancellationToken));

    private ValueTask<T> Whole<T>(Func<ValueTask<T>> call) => Broken ? ValueTask.FromException<T>(new StoreUnavailableException("Taken away by the test.")) : call();
}
