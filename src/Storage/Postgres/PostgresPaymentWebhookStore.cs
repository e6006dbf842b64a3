using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Payments.Webhooks;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Webhooks of the payment gateway on PostgreSQL.</summary>
internal sealed class PostgresPaymentWebhookStore(PostgresStore store) : IPaymentWebhookStore
{
    private const string Columns = "number, event_id, type, account, created_at, received_at, payload, state, reason, handled_at";
    private const string AddSql = $"""
        INSERT INTO payment_webhooks (event_id, type, account, created_at, received_at, payload, state) VALUES ($1, $2, $3, $4, $5, $6, 'received')
        ON CONFLICT (event_id) DO NOTHING RETURNING {Columns}
        """;

    private const string WaitingSql = $"SELECT {Columns} FROM payment_webhooks WHERE state = 'received' AND received_at < $1 ORDER BY number LIMIT $2";
    private const string MarkSql = "UPDATE payment_webhooks SET state = $2, reason = $3, handled_at = $4 WHERE number = $1 AND state = 'received'";
    private const string PageSql = $"SELECT {Columns} FROM payment_webhooks WHERE number < $1 ORDER BY number DESC LIMIT $2";
    private const string PageOfStateSql = $"SELECT {Columns} FROM payment_webhooks WHERE state = $3 AND number < $1 ORDER BY number DESC LIMIT $2";
    private const string PurgeSql = "DELETE FROM payment_webhooks WHERE number IN (SELECT number FROM payment_webhooks WHERE state = 'processed' AND handled_at < $1 ORDER BY handled_at LIMIT $2)";

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [WaitingSql, PageSql, PageOfStateSql];

    /// <inheritdoc/>
    public ValueTask<PaymentWebhook?> Add(PaymentWebhook webhook, CancellationToken cancellationToken) => store.ChangeFirst(
        AddSql,
        parameters => parameters.Text(webhook.EventId).Text(webhook.Type).Text(webhook.Account).Instant(webhook.CreatedAt).Instant(webhook.ReceivedAt).Text(webhook.Payload),
        Webhook,
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PaymentWebhook>> Waiting(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        store.ReadAll(WaitingSql, parameters => parameters.Instant(before).Number(limit), Webhook, cancellationToken);

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
        row.IsDBNull(9) ? null : row.Instant(9));
}
