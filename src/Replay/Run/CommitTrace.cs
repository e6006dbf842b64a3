using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Embedded;

namespace O2O.Dispatch.Replay.Run;

/// <summary>Stands before the stores of jobs and offers: counts what they commit and feeds it to the event hash, so that the hash covers what became durable, and when.</summary>
internal sealed class CommitTrace(IJobStore jobs, IOfferStore offers, IEngineTrace trace, TimeProvider time) : IJobStore, IOfferStore
{
    /// <summary>Commits of jobs and offers so far.</summary>
    public long Commits { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> Commit(JobCommit commit, CancellationToken cancellationToken)
    {
        var result = await jobs.Commit(commit, cancellationToken);
        if (result.Status == CommitStatus.Committed)
        {
            Commits++;
        }

        Record("job-commit", commit.After.Id.Value, commit.After.Version, (long)result.Status);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask<StreamEvent> Record(Offer offer, string shard, StreamAppend push, CancellationToken cancellationToken)
    {
        var made = await offers.Record(offer, shard, push, cancellationToken);
        Commits++;
        Record("offer-made", offer.Id.Value, made.Sequence, 0);
        return made;
    }

    /// <inheritdoc/>
    public async ValueTask<StreamEvent> End(OfferChange change, StreamAppend push, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var ended = await offers.End(change, push, at, cancellationToken);
        Commits++;
        Record("offer-ended", change.Offer.Value, ended.Sequence, (long)change.Status);
        return ended;
    }

    /// <inheritdoc/>
    public ValueTask<Job?> Load(JobId job, CancellationToken cancellationToken) => jobs.Load(job, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoredAnswer?> FindAnswer(Guid command, CancellationToken cancellationToken) => jobs.FindAnswer(command, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Job>> ActiveOfProvider(ProviderId provider, CancellationToken cancellationToken) => jobs.ActiveOfProvider(provider, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Job>> LiveInShard(string shard, CancellationToken cancellationToken) => jobs.LiveInShard(shard, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<JobId>> Due(string shard, DateTimeOffset now, int limit, CancellationToken cancellationToken) => jobs.Due(shard, now, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Offer>> OpenInShard(string shard, CancellationToken cancellationToken) => offers.OpenInShard(shard, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Offer>> OpenOfProvider(string shard, ProviderId provider, CancellationToken cancellationToken) => offers.OpenOfProvider(shard, provider, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Offer?> Find(OfferId offer, CancellationToken cancellationToken) => offers.Find(offer, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Offer>> OfJob(JobId job, CancellationToken cancellationToken) => offers.OfJob(job, cancellationToken);

    private void Record(string kind, Guid id, long first, long second)
    {
        Span<byte> data = stackalloc byte[40];
        id.TryWriteBytes(data, bigEndian: true, out _);
        BitConverter.TryWriteBytes(data[16..], first);
        BitConverter.TryWriteBytes(data[24..], second);
        BitConverter.TryWriteBytes(data[32..], time.GetUtcNow().Ticks);
        trace.Record(kind, data);
    }
}
