using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Ratings;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>What one side of a completed job thought of the other; given once.</summary>
/// <param name="Job">The job.</param>
/// <param name="Customer">Whose job it was.</param>
/// <param name="Provider">Who did it; of what was had at a counter, the store.</param>
/// <param name="Stars">1 to 5.</param>
/// <param name="Comment">At most 500 characters; null for none.</param>
/// <param name="At">When.</param>
/// <param name="By">Who says it of the other.</param>
/// <param name="Tags">Of <see cref="RatingTags"/>; none when default.</param>
/// <param name="CompletedAt">When the job was completed; null for a rating that everybody may see at once: of a store, which rates nobody, or of before that was kept.</param>
public sealed record JobRating(
    JobId Job,
    CustomerId Customer,
    ProviderId Provider,
    int Stars,
    string? Comment,
    DateTimeOffset At,
    RatingSide By = RatingSide.Customer,
    ImmutableArray<string> Tags = default,
    DateTimeOffset? CompletedAt = null)
{
    /// <summary>As the rules see it.</summary>
    public Rating ToRating() => new(Stars, Tags.IsDefault ? [] : Tags, Comment, At);

    /// <summary>Two are equal when all of them is.</summary>
    public bool Equals(JobRating? other) =>
        other is not null && Job == other.Job && Customer == other.Customer && Provider == other.Provider && Stars == other.Stars && Comment == other.Comment && At == other.At
        && By == other.By && CompletedAt == other.CompletedAt && ToRating().Tags.SequenceEqual(other.ToRating().Tags);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Job, By, Stars, At);
}
