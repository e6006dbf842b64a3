using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Ratings;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>Ratings between rows and what they mean, for both databases.</summary>
internal static class RatingRows
{
    /// <summary>The columns of a rating, by either side.</summary>
    public const string Columns = "job_id, customer_id, provider_id, stars, comment, at, tags, completed_at";

    /// <summary>The tags in one text; null for none.</summary>
    public static string? Tags(JobRating rating) => rating.ToRating().Tags is { IsEmpty: false } tags ? string.Join(' ', tags) : null;

    /// <summary>A rating of its columns.</summary>
    public static JobRating Of(RatingSide by, Guid job, Guid customer, Guid provider, int stars, string? comment, DateTimeOffset at, string? tags, long? completed) => new(
        new JobId(job),
        new CustomerId(customer),
        new ProviderId(provider),
        stars,
        comment,
        at,
        by,
        tags is null ? [] : [.. tags.Split(' ')],
        completed is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null);

    /// <summary>Jobs that were completed until then are shown, whether or not the other side has spoken.</summary>
    public static DateTimeOffset ShownUntil(DateTimeOffset now) => now - RatingPair.Window;
}
