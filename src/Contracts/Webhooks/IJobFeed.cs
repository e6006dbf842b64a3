namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>
/// All events of all jobs in one order, read by position; those of one job in order of version. A commit comes into the feed when it is acknowledged and none that began before it is under way, behind every
/// position that was given until then: who reads on from a position misses nothing. A position is opaque, and of one database. Thread-safe.
/// </summary>
public interface IJobFeed
{
    /// <summary>The position behind everything that is in the feed.</summary>
    ValueTask<string> End(CancellationToken cancellationToken);

    /// <summary>What follows a position.</summary>
    ValueTask<JobFeedPage> After(string position, int limit, CancellationToken cancellationToken);

    /// <summary>What happened in [from, to).</summary>
    /// <param name="from">At this instant or later.</param>
    /// <param name="to">Before this instant.</param>
    /// <param name="after">The position of the page before; null for the first.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<JobFeedPage> Within(DateTimeOffset from, DateTimeOffset to, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Whether a text is a position of this feed.</summary>
    bool IsPosition(string text);
}
