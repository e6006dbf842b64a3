using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ratings;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Ratings on PostgreSQL.</summary>
internal sealed class PostgresRatingStore(PostgresStore store) : IRatingStore
{
    // A change that changes nothing gives back the row that stands, also one that another has just written.
    private const string AddSql = $"""
        INSERT INTO ratings ({RatingRows.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (job_id) DO UPDATE SET stars = ratings.stars RETURNING {RatingRows.Columns}
        """;

    private const string AddByProviderSql = $"""
        INSERT INTO customer_ratings ({RatingRows.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (job_id) DO UPDATE SET stars = customer_ratings.stars RETURNING {RatingRows.Columns}
        """;

    private const string OfJobSql = $"SELECT {RatingRows.Columns} FROM ratings WHERE job_id = $1";
    private const string OfJobByProviderSql = $"SELECT {RatingRows.Columns} FROM customer_ratings WHERE job_id = $1";
    private const string ShownSql = """
        SELECT r.stars, r.at FROM ratings r WHERE r.provider_id = $1
            AND (r.completed_at IS NULL OR r.completed_at <= $2 OR EXISTS (SELECT FROM customer_ratings c WHERE c.job_id = r.job_id)) ORDER BY r.at DESC LIMIT $3
        """;

    private const string ShownByProviderSql = """
        SELECT r.stars, r.at FROM customer_ratings r WHERE r.customer_id = $1
            AND (r.completed_at IS NULL OR r.completed_at <= $2 OR EXISTS (SELECT FROM ratings c WHERE c.job_id = r.job_id)) ORDER BY r.at DESC LIMIT $3
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [OfJobSql, OfJobByProviderSql, ShownSql, ShownByProviderSql];

    /// <inheritdoc/>
    public async ValueTask<JobRating> Add(JobRating rating, CancellationToken cancellationToken) => await store.ChangeFirst(
        rating.By == RatingSide.Customer ? AddSql : AddByProviderSql,
        parameters => parameters.Id(rating.Job.Value).Id(rating.Customer.Value).Id(rating.Provider.Value).Number(rating.Stars).Text(rating.Comment).Instant(rating.At)
            .Text(RatingRows.Tags(rating)).Number(rating.CompletedAt?.UtcTicks),
        row => Rating(row, rating.By),
        cancellationToken).ConfigureAwait(false) ?? throw new StoreFaultException($"The rating of job {rating.Job} was neither written nor found.");

    /// <inheritdoc/>
    public ValueTask<JobRating?> OfJob(JobId job, RatingSide by, CancellationToken cancellationToken) => store.ReadFirst<JobRating>(
        by == RatingSide.Customer ? OfJobSql : OfJobByProviderSql, parameters => parameters.Id(job.Value), row => Rating(row, by), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ShownRating>> Shown(RatingSide by, Guid of, DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.ReadAll(
        by == RatingSide.Customer ? ShownSql : ShownByProviderSql,
        parameters => parameters.Id(of).Instant(RatingRows.ShownUntil(now)).Number(limit),
        row => new ShownRating(row.Small(0), row.Instant(1)),
        cancellationToken);

    private static JobRating Rating(NpgsqlDataReader row, RatingSide by) => RatingRows.Of(
        by, row.Id(0), row.Id(1), row.Id(2), row.Small(3), row.TextOrNull(4), row.Instant(5), row.TextOrNull(6), row.IsDBNull(7) ? null : row.Number(7));
}
