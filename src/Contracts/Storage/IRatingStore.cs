using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ratings;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>Ratings of jobs, by both sides. Thread-safe.</summary>
public interface IRatingStore
{
    /// <summary>Keeps a rating.</summary>
    /// <returns>The rating of that side that stands: this one, or the one that was there before.</returns>
    ValueTask<JobRating> Add(JobRating rating, CancellationToken cancellationToken);

    /// <summary>What a side says of a job; null when it has said nothing. Whether others may see it is for <see cref="RatingPair"/> to say.</summary>
    ValueTask<JobRating?> OfJob(JobId job, RatingSide by, CancellationToken cancellationToken);

    /// <summary>The ratings of somebody that are shown, the latest first: both sides have spoken, or the time to speak is over.</summary>
    /// <param name="by">Who rates: a customer rates providers, a provider customers.</param>
    /// <param name="of">The provider or customer that is rated.</param>
    /// <param name="now">The instant.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<ImmutableArray<ShownRating>> Shown(RatingSide by, Guid of, DateTimeOffset now, int limit, CancellationToken cancellationToken);
}
