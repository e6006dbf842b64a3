using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Payments.Webhooks;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Webhooks of the payment gateway on PostgreSQL.</summary>
internal sealed class PostgresPaymentWebhookStore(PostgresStore store) : IPaymentWebhookStore
{
    private const string Columns = "number, event_id, type, account, created_at, received_at, payload, state, reason, handled_at, attempts, due_at, parked, error";
    private const string AddSql = $"""
        INSERT INTO payment_webhooks (event_id, type, account, created_at, received_at, payload, state, due_at) VALUES ($1, $2, $3, $4, $5, $6, 'received', $7)
        ON CONFLICT (event_id) DO NOTHING RETURNING {Columns}
        """;

    private const string DueSql = $"SELECT {Columns} FROM payment_webhooks WHERE state = 'received' AND NOT parked AND due_at <= $1 ORDER BY due_at, number LIMIT $2";
    private const string PutOffSql = "UPDATE payment_webhooks SET attempts = $2, due_at = $3, error = $4 WHERE number = $1 AND state = 'received' AND NOT parked";
    private const string ParkSql = "UPDATE payment_webhooks SET attempts = $2, error = $3, parked = true WHERE number = $1 AND state = 'received'";
    private const string ParkedSql = $"SELECT {Columns} FROM payment_webhooks WHERE parked ORDER BY number LIMIT $1";
    private const string UnparkSql = "UPDATE payment_webhooks SET parked = false, attempts = 0, due_at = $2 WHERE number = $1 AND parked";
    private const string MarkSql = "UPDATE payment_webhooks SET state = $2, reason = $3, handled_at = $4, parked = false WHERE number = $1 AND state = 'received'";
    private const string PageSql = $"SELECT {Columns} FROM payment_webhooks WHERE number < $1 ORDER BY number DESC LIMIT $2";
    private const string PageOfStateSql = $"SELECT {Columns} FROM payment_webhooks WHERE state = $3 AND number < $1 ORDER BY number DESC LIMIT $2";
    private const string PurgeSql = "DELETE FROM payment_webhooks WHERE number IN (SELECT number FROM payment_webhooks WHERE state = 'processed' AND handled_at < $1 ORDER BY handled_at LIMIT $2)";

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [DueSql, ParkedSql, PageSql, PageOfStateSql];

    /// <inheritdoc/>
    public ValueTask<PaymentWebhook?> Add(PaymentWebhook webhook, CancellationToken cancellationToken) => store.ChangeFirst(
        AddSql,
        parameters => parameters.Text(webhook.EventId).Text(webhook.Type).Text(webhook.Account).Instant(webhook.CreatedAt).Instant(webhook.ReceivedAt).Text(webhook.Payload).Instant(webhook.DueAt),
        Webhook,
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PaymentWebhook>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        store.ReadAll(DueSql, parameters => parameters.Instant(now).Number(limit), Webhook, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask PutOff(long number, int attempts, DateTimeOffset dueAt, string error, CancellationToken cancellationToken) => await store.Change(
        PutOffSql, parameters => parameters.Number(number).Number(attempts).Instant(dueAt).Text(ErrorText.Of(error)), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask Park(long number, int attempts, string error, CancellationToken cancellationToken) => await store.Change(
        ParkSql, parameters => parameters.Number(number).Number(attempts).Text(ErrorText.Of(error)), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PaymentWebhook>> Parked(int limit, CancellationToken cancellationToken) =>
        store.ReadAll(ParkedSql, parameters => parameters.Number(limit), Webhook, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> Unpark(long number, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        await store.Change(UnparkSql, parameters => parameters.Number(number).Instant(dueAt), cancellationToken).ConfigureAwait(false) == 1;

    /// <inheritdoc/>
    public async ValueTask Mark(long number, WebhookState state, string? reason, DateTimeOffset at, CancellationToken cancellationToken) => await store.Change(
        MarkSql, parameters => parameters.Number(number).Text(EnumText<WebhookState>.Of(state)).Text(reason).Instant(at), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PaymentWebhook>> Page(WebhookState? state, long? before, int limit, CancellationToken cancellationToken) => state is { } only
        ? store.ReadAll(PageOfStateSql, parameters => parameters.Number(before ?? long.MaxValue).Number(limit).Text(EnumText<WebhookState>.Of(only)), Webhook, cancellationToken)
        : store.ReadAll(PageSql, parameters => parameters.Number(before ?? long.MaxValue).Number(limit), Webhook, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> Purge(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        store.Change(PurgeSql, parameters => parameters.Instant(before).Number(limit), cancellationToken);

    private static PaymentWebhook Webhook(NpgsqlDataReader row) => new(
        row.Number(0),
        row.Text(1),
        row.Text(2),
        row.TextOrNull(3),
        row.Instant(4),
        row.Instant(5),
        row.Text(6),
        EnumText<WebhookState>.Parse(row.Text(7)),
        row.TextOrNull(8),
        row.IsDBNull(9) ? null : row.Instant(9))
    {
        Attempts = row.Small(10),
        DueAt = row.Instant(11),
        IsParked = row.GetBoolean(12),
        Error = row.TextOrNull(13),
    };
}
