using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ratings;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Ratings on SQLite.</summary>
internal sealed class SqliteRatingStore(SqliteStore store) : IRatingStore
{
    private const string AddSql = $"INSERT INTO ratings ({RatingRows.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (job_id) DO NOTHING";
    private const string AddByProviderSql = $"INSERT INTO customer_ratings ({RatingRows.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (job_id) DO NOTHING";
    private const string OfJobSql = $"SELECT {RatingRows.Columns} FROM ratings WHERE job_id = ?1";
    private const string OfJobByProviderSql = $"SELECT {RatingRows.Columns} FROM customer_ratings WHERE job_id = ?1";
    private const string ShownSql = """
        SELECT r.stars, r.at FROM ratings r WHERE r.provider_id = ?1
            AND (r.completed_at IS NULL OR r.completed_at <= ?2 OR EXISTS (SELECT 1 FROM customer_ratings c WHERE c.job_id = r.job_id)) ORDER BY r.at DESC LIMIT ?3
        """;

    private const string ShownByProviderSql = """
        SELECT r.stars, r.at FROM customer_ratings r WHERE r.customer_id = ?1
            AND (r.completed_at IS NULL OR r.completed_at <= ?2 OR EXISTS (SELECT 1 FROM ratings c WHERE c.job_id = r.job_id)) ORDER BY r.at DESC LIMIT ?3
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [OfJobSql, OfJobByProviderSql, ShownSql, ShownByProviderSql];

    /// <inheritdoc/>
    public ValueTask<JobRating> Add(JobRating rating, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var add = session[rating.By == RatingSide.Customer ? AddSql : AddByProviderSql];
            using (add.Begin())
            {
                add.Bind(1, rating.Job.Value);
                add.Bind(2, rating.Customer.Value);
                add.Bind(3, rating.Provider.Value);
                add.Bind(4, (long)rating.Stars);
                add.Bind(5, rating.Comment);
                add.Bind(6, rating.At);
                add.Bind(7, RatingRows.Tags(rating));
                add.Bind(8, rating.CompletedAt?.UtcTicks);
                add.Run();
            }

            return Rating(session[OfJob(rating.By)], rating.Job, rating.By)!;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<JobRating?> OfJob(JobId job, RatingSide by, CancellationToken cancellationToken) => store.Read(session => Rating(session[OfJob(by)], job, by), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ShownRating>> Shown(RatingSide by, Guid of, DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[by == RatingSide.Customer ? ShownSql : ShownByProviderSql];
            using var use = rows.Begin();
            rows.Bind(1, of);
            rows.Bind(2, RatingRows.ShownUntil(now));
            rows.Bind(3, (long)limit);
            var shown = ImmutableArray.CreateBuilder<ShownRating>();
            while (rows.Step())
            {
                shown.Add(new ShownRating(rows.Small(0), rows.Instant(1)));
            }

            return shown.ToImmutable();
        },
        cancellationToken);

    private static string OfJob(RatingSide by) => by == RatingSide.Customer ? OfJobSql : OfJobByProviderSql;

    private static JobRating? Rating(SqliteStatement row, JobId job, RatingSide by)
    {
        using var use = row.Begin();
        row.Bind(1, job.Value);
        return row.Step() ? RatingRows.Of(by, row.Id(0), row.Id(1), row.Id(2), row.Small(3), row.TextOrNull(4), row.Instant(5), row.TextOrNull(6), row.NumberOrNull(7)) : null;
    }
}
