using System.Collections.Immutable;
using O2O.Dispatch.Payments.Webhooks;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Webhooks of the payment gateway on SQLite.</summary>
internal sealed class SqlitePaymentWebhookStore(SqliteStore store) : IPaymentWebhookStore
{
    private const string Columns = "number, event_id, type, account, created_at, received_at, payload, state, reason, handled_at, attempts, due_at, parked, error";
    private const string AddSql = $"""
        INSERT INTO payment_webhooks (event_id, type, account, created_at, received_at, payload, state, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'received', ?7)
        ON CONFLICT (event_id) DO NOTHING RETURNING number
        """;

    // By state alone there would be all to sort that wait.
    private const string DueSql = $"SELECT {Columns} FROM payment_webhooks INDEXED BY payment_webhooks_due WHERE state = 'received' AND parked = 0 AND due_at <= ?1 ORDER BY due_at, number LIMIT ?2";
    private const string PutOffSql = "UPDATE payment_webhooks SET attempts = ?2, due_at = ?3, error = ?4 WHERE number = ?1 AND state = 'received' AND parked = 0";
    private const string ParkSql = "UPDATE payment_webhooks SET attempts = ?2, error = ?3, parked = 1 WHERE number = ?1 AND state = 'received'";
    private const string ParkedSql = $"SELECT {Columns} FROM payment_webhooks WHERE parked = 1 ORDER BY number LIMIT ?1";
    private const string UnparkSql = "UPDATE payment_webhooks SET parked = 0, attempts = 0, due_at = ?2 WHERE number = ?1 AND parked = 1";
    private const string MarkSql = "UPDATE payment_webhooks SET state = ?2, reason = ?3, handled_at = ?4, parked = 0 WHERE number = ?1 AND state = 'received'";
    private const string PageSql = $"SELECT {Columns} FROM payment_webhooks WHERE number < ?1 ORDER BY number DESC LIMIT ?2";
    private const string PageOfStateSql = $"SELECT {Columns} FROM payment_webhooks WHERE state = ?3 AND number < ?1 ORDER BY number DESC LIMIT ?2";
    private const string PurgeSql = "DELETE FROM payment_webhooks WHERE number IN (SELECT number FROM payment_webhooks WHERE state = 'processed' AND handled_at < ?1 ORDER BY handled_at LIMIT ?2)";

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [DueSql, ParkedSql, PageSql, PageOfStateSql];

    /// <inheritdoc/>
    public ValueTask<PaymentWebhook?> Add(PaymentWebhook webhook, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var add = session[AddSql];
            using var use = add.Begin();
            add.Bind(1, webhook.EventId);
            add.Bind(2, webhook.Type);
            add.Bind(3, webhook.Account);
            add.Bind(4, webhook.CreatedAt);
            add.Bind(5, webhook.ReceivedAt);
            add.Bind(6, webhook.Payload);
            add.Bind(7, webhook.DueAt);
            if (!add.Step())
            {
                return null;
            }

            var number = add.Number(0);
            add.Step();
            return webhook with { Number = number };
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PaymentWebhook>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.Read(
        session => session[DueSql].All(
            rows =>
            {
                rows.Bind(1, now);
                rows.Bind(2, (long)limit);
            },
            Read),
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask PutOff(long number, int attempts, DateTimeOffset dueAt, string error, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var put = session[PutOffSql];
            using var use = put.Begin();
            put.Bind(1, number);
            put.Bind(2, (long)attempts);
            put.Bind(3, dueAt);
            put.Bind(4, ErrorText.Of(error));
            put.Run();
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Park(long number, int attempts, string error, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var park = session[ParkSql];
            using var use = park.Begin();
            park.Bind(1, number);
            park.Bind(2, (long)attempts);
            park.Bind(3, ErrorText.Of(error));
            park.Run();
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PaymentWebhook>> Parked(int limit, CancellationToken cancellationToken) => store.Read(
        session => session[ParkedSql].All(rows => rows.Bind(1, (long)limit), Read),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> Unpark(long number, DateTimeOffset dueAt, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var unpark = session[UnparkSql];
            using var use = unpark.Begin();
            unpark.Bind(1, number);
            unpark.Bind(2, dueAt);
            return unpark.Change() == 1;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Mark(long number, WebhookState state, string? reason, DateTimeOffset at, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var mark = session[MarkSql];
            using var use = mark.Begin();
            mark.Bind(1, number);
            mark.Bind(2, EnumText<WebhookState>.Of(state));
            mark.Bind(3, reason);
            mark.Bind(4, at);
            mark.Run();
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PaymentWebhook>> Page(WebhookState? state, long? before, int limit, CancellationToken cancellationToken) => store.Read(
        session => session[state is null ? PageSql : PageOfStateSql].All(
            rows =>
            {
                rows.Bind(1, before ?? long.MaxValue);
                rows.Bind(2, (long)limit);
                if (state is { } only)
                {
                    rows.Bind(3, EnumText<WebhookState>.Of(only));
                }
            },
            Read),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> Purge(DateTimeOffset before, int limit, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var purge = session[PurgeSql];
            using var use = purge.Begin();
            purge.Bind(1, before);
            purge.Bind(2, (long)limit);
            return purge.Change();
        },
        cancellationToken);

    private static PaymentWebhook Read(SqliteStatement row) => new PaymentWebhook(
        row.Number(0),
        row.Text(1),
        row.Text(2),
        row.TextOrNull(3),
        row.Instant(4),
        row.Instant(5),
        row.Text(6),
        EnumText<WebhookState>.Parse(row.Text(7)),
        row.TextOrNull(8),
        row.IsNull(9) ? null : row.Instant(9))
    {
        Attempts = row.Small(10),
        DueAt = row.Instant(11),
        IsParked = row.Number(12) == 1,
        Error = row.TextOrNull(13),
    };
}
