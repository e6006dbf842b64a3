using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Npgsql;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>The offers on PostgreSQL.</summary>
internal sealed class PostgresOfferStore(PostgresStore store) : IOfferStore
{
    private const string Columns = "offer_id, job_id, attempt, job_version, provider_id, sent_at, expires_at, pick_up_due, status";
    private const string OpenSql = $"SELECT {Columns} FROM offers WHERE shard = $1 AND status = 'sent' ORDER BY offer_id";
    private const string OfProviderSql = $"SELECT {Columns} FROM offers WHERE shard = $1 AND status = 'sent' AND provider_id = $2 ORDER BY offer_id";
    private const string OfJobSql = $"SELECT {Columns} FROM offers WHERE job_id = $1 ORDER BY id";

    private const string FindSql = $"SELECT {Columns} FROM offers WHERE offer_id = $1";

    private static readonly string RecordSql = """
        WITH changed AS (
            INSERT INTO offers (offer_id, job_id, shard, attempt, job_version, provider_id, sent_at, expires_at, pick_up_due, status)
            VALUES ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING 1
        ),
        """ + "\n" + SqlResources.Text("Postgres/Statements/push_offer.sql");

    private static readonly string EndSql = """
        WITH changed AS (
            UPDATE offers SET status = $5, ended_at = $2 WHERE offer_id = $4 AND status = 'sent' RETURNING 1
        ),
        """ + "\n" + SqlResources.Text("Postgres/Statements/push_offer.sql");

    /// <summary>Every statement that an activation runs; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [OpenSql, OfProviderSql, OfJobSql, FindSql];

    /// <inheritdoc/>
    public ValueTask<StreamEvent> Record(Offer offer, string shard, StreamAppend push, CancellationToken cancellationToken) => Push(
        RecordSql,
        push,
        offer.SentAt,
        parameters => parameters.Id(offer.Id.Value).Id(offer.Job.Value).Text(shard).Number(offer.Attempt).Number(offer.JobVersion).Id(offer.Provider.Value)
            .Instant(offer.SentAt).Instant(offer.ExpiresAt).Instant(offer.PickUpDue).Text(EnumText<OfferStatus>.Of(offer.Status)),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StreamEvent> End(OfferChange change, StreamAppend push, DateTimeOffset at, CancellationToken cancellationToken) => Push(
        EndSql,
        push,
        at,
        parameters => parameters.Id(change.Offer.Value).Text(EnumText<OfferStatus>.Of(change.Status)),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Offer>> OpenInShard(string shard, CancellationToken cancellationToken) =>
        store.ReadAll(OpenSql, parameters => parameters.Text(shard), ReadOffer, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Offer>> OpenOfProvider(string shard, ProviderId provider, CancellationToken cancellationToken) =>
        store.ReadAll(OfProviderSql, parameters => parameters.Text(shard).Id(provider.Value), ReadOffer, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Offer>> OfJob(JobId job, CancellationToken cancellationToken) =>
        store.ReadAll(OfJobSql, parameters => parameters.Id(job.Value), ReadOffer, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Offer?> Find(OfferId offer, CancellationToken cancellationToken) =>
        store.ReadFirst(FindSql, parameters => parameters.Id(offer.Value), ReadOffer, cancellationToken);

    private static Offer ReadOffer(NpgsqlDataReader row) => new(
        new OfferId(row.Id(0)),
        new JobId(row.Id(1)),
        row.Small(2),
        row.Number(3),
        new ProviderId(row.Id(4)),
        row.Instant(5),
        row.Instant(6),
        row.Instant(7),
        EnumText<OfferStatus>.Parse(row.Text(8)));

    private async ValueTask<StreamEvent> Push(
        string sql, StreamAppend push, DateTimeOffset at, Action<NpgsqlParameterCollection> bind, CancellationToken cancellationToken)
    {
        var payload = Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(push.Message, DispatchJson.Options));
        var sequence = await store.ChangeFirst(
            sql,
            parameters =>
            {
                parameters.Text(push.Stream).Instant(at).Text(payload);
                bind(parameters);
            },
            row => row.Number(0),
            cancellationToken).ConfigureAwait(false);
        return new StreamEvent(push.Stream, StorageTerms.DurableEpoch, sequence, at, push.Message);
    }
}
