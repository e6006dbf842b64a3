using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>Ratings of jobs. Thread-safe.</summary>
public interface IRatingStore
{
    /// <summary>Keeps a rating.</summary>
    /// <returns>The rating that stands: this one, or the one that was there before.</returns>
    ValueTask<JobRating> Add(JobRating rating, CancellationToken cancellationToken);

    /// <summary>The rating of a job; null when there is none.</summary>
    ValueTask<JobRating?> OfJob(JobId job, CancellationToken cancellationToken);

    /// <summary>How many ratings a provider has, and the sum of their stars.</summary>
    ValueTask<(long Count, long Stars)> OfProvider(ProviderId provider, CancellationToken cancellationToken);
}
