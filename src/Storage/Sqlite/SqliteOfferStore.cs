using System.Collections.Immutable;
using System.Text.Json;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The offers on SQLite.</summary>
internal sealed class SqliteOfferStore(SqliteStore store) : IOfferStore
{
    private const string Columns = "offer_id, job_id, attempt, job_version, provider_id, sent_at, expires_at, pick_up_due, status";
    private const string OpenSql = $"SELECT {Columns} FROM offers WHERE shard = ?1 AND status = 'sent' ORDER BY offer_id";
    private const string OfProviderSql = $"SELECT {Columns} FROM offers WHERE shard = ?1 AND status = 'sent' AND provider_id = ?2 ORDER BY offer_id";
    private const string OfJobSql = $"SELECT {Columns} FROM offers WHERE job_id = ?1 ORDER BY id";
    private const string FindSql = $"SELECT {Columns} FROM offers WHERE offer_id = ?1";

    /// <summary>Every statement that an activation runs; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [OpenSql, OfProviderSql, OfJobSql, FindSql];

    /// <inheritdoc/>
    public ValueTask<StreamEvent> Record(Offer offer, string shard, StreamAppend push, CancellationToken cancellationToken) => Push(
        push,
        offer.SentAt,
        session => session.AddOffer(offer, shard),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StreamEvent> End(OfferChange change, StreamAppend push, DateTimeOffset at, CancellationToken cancellationToken) => Push(
        push,
        at,
        session => session.EndOffer(change, at),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Offer>> OpenInShard(string shard, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[OpenSql];
            using var use = rows.Begin();
            rows.Bind(1, shard);
            return ReadOffers(rows);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Offer>> OpenOfProvider(string shard, ProviderId provider, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[OfProviderSql];
            using var use = rows.Begin();
            rows.Bind(1, shard);
            rows.Bind(2, provider.Value);
            return ReadOffers(rows);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Offer>> OfJob(JobId job, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[OfJobSql];
            using var use = rows.Begin();
            rows.Bind(1, job.Value);
            return ReadOffers(rows);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Offer?> Find(OfferId offer, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[FindSql];
            using var use = rows.Begin();
            rows.Bind(1, offer.Value);
            return ReadOffers(rows) is [var found] ? found : null;
        },
        cancellationToken);

    private static ImmutableArray<Offer> ReadOffers(SqliteStatement rows)
    {
        var offers = ImmutableArray.CreateBuilder<Offer>();
        while (rows.Step())
        {
            offers.Add(new Offer(
                new OfferId(rows.Id(0)),
                new JobId(rows.Id(1)),
                rows.Small(2),
                rows.Number(3),
                new ProviderId(rows.Id(4)),
                rows.Instant(5),
                rows.Instant(6),
                rows.Instant(7),
                EnumText<OfferStatus>.Parse(rows.Text(8))));
        }

        return offers.ToImmutable();
    }

    private ValueTask<StreamEvent> Push(StreamAppend push, DateTimeOffset at, Action<WriteSession> write, CancellationToken cancellationToken)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(push.Message, DispatchJson.Options);
        return store.Write(
            session =>
            {
                write(session);
                var appended = session.AddStreamEvent(push, payload, null, at);
                session.Seen(at);
                return appended;
            },
            cancellationToken);
    }
}
