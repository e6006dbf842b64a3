using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Ratings on SQLite.</summary>
internal sealed class SqliteRatingStore(SqliteStore store) : IRatingStore
{
    private const string Columns = "job_id, customer_id, provider_id, stars, comment, at";
    private const string AddSql = $"INSERT INTO ratings ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (job_id) DO NOTHING";
    private const string OfJobSql = $"SELECT {Columns} FROM ratings WHERE job_id = ?1";
    private const string OfProviderSql = "SELECT COUNT(*), COALESCE(SUM(stars), 0) FROM ratings WHERE provider_id = ?1";

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [OfJobSql, OfProviderSql];

    /// <inheritdoc/>
    public ValueTask<JobRating> Add(JobRating rating, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var add = session[AddSql];
            using (add.Begin())
            {
                add.Bind(1, rating.Job.Value);
                add.Bind(2, rating.Customer.Value);
                add.Bind(3, rating.Provider.Value);
                add.Bind(4, (long)rating.Stars);
                add.Bind(5, rating.Comment);
                add.Bind(6, rating.At);
                add.Run();
            }

            var stands = session[OfJobSql];
            using var use = stands.Begin();
            stands.Bind(1, rating.Job.Value);
            stands.Step();
            return Rating(stands);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<JobRating?> OfJob(JobId job, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[OfJobSql];
            using var use = row.Begin();
            row.Bind(1, job.Value);
            return row.Step() ? Rating(row) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<(long Count, long Stars)> OfProvider(ProviderId provider, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[OfProviderSql];
            using var use = row.Begin();
            row.Bind(1, provider.Value);
            row.Step();
            return (row.Number(0), row.Number(1));
        },
        cancellationToken);

    private static JobRating Rating(SqliteStatement row) => new(
        new JobId(row.Id(0)), new CustomerId(row.Id(1)), new ProviderId(row.Id(2)), row.Small(3), row.TextOrNull(4), row.Instant(5));
}
