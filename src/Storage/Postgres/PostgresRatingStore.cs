using Npgsql;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Ratings on PostgreSQL.</summary>
internal sealed class PostgresRatingStore(PostgresStore store) : IRatingStore
{
    private const string Columns = "job_id, customer_id, provider_id, stars, comment, at";

    // A change that changes nothing gives back the row that stands, also one that another has just written.
    private const string AddSql = $"""
        INSERT INTO ratings ({Columns}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (job_id) DO UPDATE SET stars = ratings.stars RETURNING {Columns}
        """;

    private const string OfJobSql = $"SELECT {Columns} FROM ratings WHERE job_id = $1";
    private const string OfProviderSql = "SELECT count(*), coalesce(sum(stars), 0) FROM ratings WHERE provider_id = $1";

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [OfJobSql, OfProviderSql];

    /// <inheritdoc/>
    public async ValueTask<JobRating> Add(JobRating rating, CancellationToken cancellationToken) => await store.ChangeFirst(
        AddSql,
        parameters => parameters.Id(rating.Job.Value).Id(rating.Customer.Value).Id(rating.Provider.Value).Number(rating.Stars).Text(rating.Comment).Instant(rating.At),
        Rating,
        cancellationToken).ConfigureAwait(false) ?? throw new StoreFaultException($"The rating of job {rating.Job} was neither written nor found.");

    /// <inheritdoc/>
    public ValueTask<JobRating?> OfJob(JobId job, CancellationToken cancellationToken) =>
        store.ReadFirst(OfJobSql, parameters => parameters.Id(job.Value), Rating, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<(long Count, long Stars)> OfProvider(ProviderId provider, CancellationToken cancellationToken) => store.ReadFirst(
        OfProviderSql, parameters => parameters.Id(provider.Value), row => (row.Number(0), row.Number(1)), cancellationToken);

    private static JobRating Rating(NpgsqlDataReader row) => new(
        new JobId(row.Id(0)), new CustomerId(row.Id(1)), new ProviderId(row.Id(2)), row.Small(3), row.TextOrNull(4), row.Instant(5));
}
