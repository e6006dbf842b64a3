using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>Read models over the jobs, for operators and reports.</summary>
public interface IJobReader
{
    /// <summary>How many jobs stand in each state, of one market or of all.</summary>
    ValueTask<ImmutableArray<(JobStatus Status, long Count)>> CountByStatus(string? market, CancellationToken cancellationToken);

    /// <summary>The events of a job, in order; empty when there is none.</summary>
    ValueTask<ImmutableArray<TimelineEntry>> Timeline(JobId job, CancellationToken cancellationToken);

    /// <summary>Jobs in order of id, after one, of any state: pages through all of them.</summary>
    ValueTask<ImmutableArray<Job>> Page(JobId? after, int limit, CancellationToken cancellationToken);

    /// <summary>The latest instant that any commit carries; null when there is none.</summary>
    ValueTask<DateTimeOffset?> LastCommitAt(CancellationToken cancellationToken);

    /// <summary>Jobs that meet all conditions, the latest ordered first, of the same instant the greater id first.</summary>
    ValueTask<ImmutableArray<Job>> Search(JobSearch search, int limit, CancellationToken cancellationToken);

    /// <summary>Jobs whose deadline passed before an instant and that are not at an end, the earliest deadline first: what should not be.</summary>
    ValueTask<ImmutableArray<(JobId Job, DateTimeOffset Deadline)>> Overdue(DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>Jobs whose money a person should look at for one reason, the greatest id (the latest ordered) first. A job of an older schema may be among them that has the reason no more.</summary>
    /// <param name="reason">One reason.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ImmutableArray<Job>> Attention(JobAttention reason, int limit, CancellationToken cancellationToken);
}
