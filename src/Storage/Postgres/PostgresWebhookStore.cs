using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Endpoints and deliveries of webhooks on PostgreSQL.</summary>
internal sealed class PostgresWebhookStore(PostgresStore store) : IWebhookStore
{
    private const string EndpointColumns =
        "endpoint_id, owner_id, url, description, types, customer_id, market, merchant_id, secret, old_secret, old_secret_until, state, created_at, failing_since";

    private const string AddSql = $"""
        INSERT INTO webhook_endpoints ({EndpointColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (endpoint_id) DO NOTHING
        """;

    private const string FindSql = $"SELECT {EndpointColumns} FROM webhook_endpoints WHERE endpoint_id = $1 AND state <> 'deleted'";
    private const string PageSql = $"SELECT {EndpointColumns} FROM webhook_endpoints WHERE endpoint_id > $1 AND state <> 'deleted' ORDER BY endpoint_id LIMIT $2";
    private const string PageOfOwnerSql = $"""
        SELECT {EndpointColumns} FROM webhook_endpoints WHERE owner_id = $3 AND (customer_id IS NULL) = $4 AND endpoint_id > $1 AND state <> 'deleted' ORDER BY endpoint_id LIMIT $2
        """;

    private const string EnabledSql = $"SELECT {EndpointColumns} FROM webhook_endpoints WHERE state = 'enabled' ORDER BY endpoint_id";
    private const string FailingSql = $"SELECT {EndpointColumns} FROM webhook_endpoints WHERE state = 'failing' ORDER BY endpoint_id LIMIT $1";

    private const string SwitchSql = $"""
        UPDATE webhook_endpoints SET
            failing_since = CASE WHEN state <> $2 AND $2 = 'enabled' THEN NULL ELSE failing_since END,
            state = $2
        WHERE endpoint_id = $1 AND state <> 'deleted' RETURNING {EndpointColumns}
        """;

    private const string RollSql = $"""
        UPDATE webhook_endpoints SET old_secret = secret, old_secret_until = $3, secret = $2 WHERE endpoint_id = $1 AND state <> 'deleted' RETURNING {EndpointColumns}
        """;

    private const string DeleteSql = $"""
        WITH was AS (SELECT {EndpointColumns} FROM webhook_endpoints WHERE endpoint_id = $1 AND state <> 'deleted' FOR UPDATE), deleted AS (
            UPDATE webhook_endpoints e SET state = 'deleted', secret = '', old_secret = NULL, old_secret_until = NULL FROM was WHERE e.endpoint_id = was.endpoint_id
        )
        SELECT {EndpointColumns} FROM was
        """;

    private const string PositionSql = "SELECT position FROM webhook_position WHERE id = 1";
    private const string DeliveryInsert = """
        INSERT INTO webhook_deliveries (delivery_id, endpoint_id, event_id, type, job_id, version, state, attempts, created_at, due_at, give_up_at)
        SELECT d.delivery_id, d.endpoint_id, d.event_id, d.type, d.job_id, d.version, 'pending', 0, d.created_at, d.due_at, d.give_up_at
        """;

    private const string DeliveryRows = "unnest($4, $5, $6, $7, $8, $9, $10, $11, $12) AS d (delivery_id, endpoint_id, event_id, type, job_id, version, created_at, due_at, give_up_at)";

    // Of two nodes that read the same part, the second waits for the row of the first, finds another position there, and writes nothing.
    private const string QueueSql = $"""
        WITH moved AS (
            UPDATE webhook_position SET position = $14 WHERE id = 1 AND position = $13 RETURNING 1
        ), noted AS (
            INSERT INTO webhook_events (event_id, created_at, body) SELECT v.event_id, $1, v.body FROM moved, unnest($2, $3) AS v (event_id, body) ON CONFLICT (event_id) DO NOTHING
        ), queued AS (
            {DeliveryInsert} FROM moved, {DeliveryRows} ON CONFLICT (event_id, endpoint_id) DO NOTHING
        )
        SELECT count(*) FROM moved
        """;

    private const string RequeueSql = $"""
        WITH noted AS (
            INSERT INTO webhook_events (event_id, created_at, body) SELECT v.event_id, $1, v.body FROM unnest($2, $3) AS v (event_id, body) ON CONFLICT (event_id) DO NOTHING
        )
        {DeliveryInsert} FROM {DeliveryRows}
        ON CONFLICT (event_id, endpoint_id) DO UPDATE SET state = 'pending', attempts = 0, due_at = excluded.due_at, give_up_at = excluded.give_up_at, claim = NULL
        """;

    private const string DueSql = $"""
        SELECT {EndpointColumns} FROM webhook_endpoints e WHERE state = 'enabled'
            AND EXISTS (SELECT FROM webhook_deliveries d WHERE d.endpoint_id = e.endpoint_id AND d.state = 'pending' AND d.due_at <= $1)
        ORDER BY endpoint_id LIMIT $2
        """;

    private const string DeliveryColumns = """
        d.delivery_id, d.endpoint_id, d.event_id, d.type, d.job_id, d.version, d.state, d.attempts, d.created_at, d.due_at, d.give_up_at,
            d.tried_at, d.status, d.latency_milliseconds, d.fault, d.answer, d.tries
        """;

    private const string ClaimableSql = """
        SELECT d.delivery_id, d.due_at FROM webhook_deliveries d
        WHERE d.endpoint_id = $1 AND d.state = 'pending' AND d.due_at <= $2
            AND EXISTS (SELECT FROM webhook_endpoints e WHERE e.endpoint_id = $1 AND e.state = 'enabled')
            AND NOT EXISTS (SELECT FROM webhook_deliveries p
                WHERE p.endpoint_id = d.endpoint_id AND p.job_id = d.job_id AND p.version < d.version AND p.state = 'pending' AND p.attempts = 0)
        ORDER BY d.due_at, d.delivery_id LIMIT $3 FOR UPDATE OF d SKIP LOCKED
        """;

    private const string ClaimSql = $"""
        WITH due AS ({ClaimableSql})
        UPDATE webhook_deliveries d SET claim = $4, due_at = $5 FROM due, webhook_events v WHERE d.delivery_id = due.delivery_id AND v.event_id = d.event_id
        RETURNING {DeliveryColumns}, v.body, due.due_at
        """;

    private const string SettleSql = """
        WITH settled AS (
            UPDATE webhook_deliveries SET state = $3, attempts = attempts + 1, due_at = $4, claim = NULL, tried_at = $5, status = $6, latency_milliseconds = $7, fault = $8, answer = $9, tries = $11
            WHERE delivery_id = $1 AND claim = $2 AND state = 'pending' RETURNING endpoint_id
        ), told AS (
            UPDATE webhook_endpoints e SET
                failing_since = CASE WHEN $3 = 'delivered' THEN NULL ELSE coalesce(e.failing_since, $5) END,
                state = CASE WHEN $3 <> 'delivered' AND e.state = 'enabled' AND e.failing_since <= $10 THEN 'failing' ELSE e.state END
            FROM settled WHERE e.endpoint_id = settled.endpoint_id
                AND CASE WHEN $3 = 'delivered' THEN e.failing_since IS NOT NULL ELSE e.failing_since IS NULL OR (e.state = 'enabled' AND e.failing_since <= $10) END
            RETURNING $3 <> 'delivered' AND e.state = 'failing' AND e.failing_since <= $10 AS off
        )
        SELECT (SELECT count(*) FROM settled), coalesce((SELECT off FROM told), false)
        """;

    private const string ListSql = $"SELECT {DeliveryColumns} FROM webhook_deliveries d WHERE d.delivery_id < $1 AND ($2 = '' OR d.state = $2) ORDER BY d.delivery_id DESC LIMIT $3";
    private const string ListOfEndpointSql = $"""
        SELECT {DeliveryColumns} FROM webhook_deliveries d WHERE d.endpoint_id = $4 AND d.delivery_id < $1 AND ($2 = '' OR d.state = $2) ORDER BY d.delivery_id DESC LIMIT $3
        """;

    private const string RedeliverSql = $"""
        UPDATE webhook_deliveries d SET state = 'pending', attempts = 0, due_at = $3, give_up_at = $4, claim = NULL WHERE d.delivery_id = $2 AND d.endpoint_id = $1
        RETURNING {DeliveryColumns}
        """;

    private const string ParkedSql = """
        SELECT d.endpoint_id, e.url, count(*), min(d.tried_at) FROM webhook_deliveries d JOIN webhook_endpoints e ON e.endpoint_id = d.endpoint_id
        WHERE d.state = 'parked' AND e.state <> 'deleted' GROUP BY d.endpoint_id, e.url ORDER BY d.endpoint_id LIMIT $1
        """;

    private const string PurgeSql = "DELETE FROM webhook_deliveries WHERE delivery_id IN (SELECT delivery_id FROM webhook_deliveries WHERE created_at < $1 ORDER BY created_at LIMIT $2)";
    private const string PurgeEventsSql = """
        DELETE FROM webhook_events WHERE event_id IN (SELECT v.event_id FROM webhook_events v WHERE v.created_at < $1
            AND NOT EXISTS (SELECT FROM webhook_deliveries d WHERE d.event_id = v.event_id) ORDER BY v.created_at LIMIT $2)
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [FindSql, PageSql, PageOfOwnerSql, EnabledSql, PositionSql, DueSql, ClaimableSql, ListSql, ListOfEndpointSql];

    /// <inheritdoc/>
    public async ValueTask Add(WebhookEndpoint endpoint, CancellationToken cancellationToken) => await store.Change(
        AddSql,
        parameters => parameters
            .Id(endpoint.Id).Id(endpoint.Owner?.Id).Text(endpoint.Url).Text(endpoint.Description).Texts([.. endpoint.Types]).Id(endpoint.Customer?.Value).Text(endpoint.Market)
            .Id(endpoint.Merchant).Text(endpoint.Secret).Text(endpoint.OldSecret).Number(endpoint.OldSecretUntil?.UtcTicks).Text(EnumText<WebhookEndpointState>.Of(endpoint.State))
            .Instant(endpoint.CreatedAt).Number(endpoint.FailingSince?.UtcTicks),
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint?> Find(Guid endpoint, CancellationToken cancellationToken) =>
        store.ReadFirst(FindSql, parameters => parameters.Id(endpoint), Endpoint, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WebhookEndpoint>> Page(WebhookOwner? owner, Guid? after, int limit, CancellationToken cancellationToken) => store.ReadAll(
        owner is null ? PageSql : PageOfOwnerSql,
        parameters =>
        {
            parameters.Id(after ?? Guid.Empty).Number(limit);
            if (owner is { } one)
            {
                parameters.Id(one.Id).Flag(one.IsMerchant);
            }
        },
        Endpoint,
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WebhookEndpoint>> Enabled(CancellationToken cancellationToken) => store.ReadAll(EnabledSql, static _ => { }, Endpoint, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WebhookEndpoint>> Failing(int limit, CancellationToken cancellationToken) =>
        store.ReadAll(FailingSql, parameters => parameters.Number(limit), Endpoint, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint?> Switch(Guid endpoint, WebhookEndpointState state, CancellationToken cancellationToken) => store.ChangeFirst(
        SwitchSql, parameters => parameters.Id(endpoint).Text(EnumText<WebhookEndpointState>.Of(state)), Endpoint, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint?> Roll(Guid endpoint, string secret, DateTimeOffset oldUntil, CancellationToken cancellationToken) =>
        store.ChangeFirst(RollSql, parameters => parameters.Id(endpoint).Text(secret).Instant(oldUntil), Endpoint, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint?> Delete(Guid endpoint, CancellationToken cancellationToken) =>
        store.ChangeFirst(DeleteSql, parameters => parameters.Id(endpoint), Endpoint, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<string> Position(CancellationToken cancellationToken) =>
        await store.ReadFirst(PositionSql, static _ => { }, row => row.Text(0), cancellationToken).ConfigureAwait(false)
            ?? throw new StoreFaultException("The position of the webhooks is gone from the store.");

    /// <inheritdoc/>
    public async ValueTask<bool> Queue(
        string from, string to, ImmutableArray<WebhookEvent> events, ImmutableArray<WebhookDelivery> deliveries, DateTimeOffset at, CancellationToken cancellationToken) =>
        await store.ChangeFirst(
            QueueSql,
            parameters =>
            {
                Bind(parameters, events, deliveries, at);
                parameters.Text(from).Text(to);
            },
            row => row.Number(0),
            cancellationToken).ConfigureAwait(false) == 1;

    /// <inheritdoc/>
    public async ValueTask Requeue(ImmutableArray<WebhookEvent> events, ImmutableArray<WebhookDelivery> deliveries, DateTimeOffset at, CancellationToken cancellationToken) =>
        await store.Change(RequeueSql, parameters => Bind(parameters, events, deliveries, at), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WebhookEndpoint>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        store.ReadAll(DueSql, parameters => parameters.Instant(now).Number(limit), Endpoint, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<ClaimedWebhook>> Claim(
        Guid endpoint, Guid claim, DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        var claimed = await store.ChangeAll(
            ClaimSql,
            parameters => parameters.Id(endpoint).Instant(now).Number(limit).Id(claim).Instant(until),
            row => (DueAt: row.Number(18), Webhook: new ClaimedWebhook(Delivery(row), claim, row.Text(17))),
            cancellationToken).ConfigureAwait(false);

        // What an UPDATE gives back has no order of its own.
        return [.. claimed.OrderBy(one => one.DueAt).ThenBy(one => one.Webhook.Delivery.Id).Select(one => one.Webhook)];
    }

    /// <inheritdoc/>
    public async ValueTask<WebhookSettled> Settle(ClaimedWebhook claimed, WebhookOutcome outcome, CancellationToken cancellationToken)
    {
        var attempt = outcome.Attempt;
        var (settled, off) = await store.ChangeFirst(
            SettleSql,
            parameters => parameters
                .Id(claimed.Delivery.Id).Id(claimed.Claim).Text(EnumText<WebhookDeliveryState>.Of(outcome.State)).Instant(outcome.DueAt).Instant(attempt.At).Number(attempt.Status)
                .Number(attempt.LatencyMilliseconds).Text(attempt.Fault).Text(attempt.Answer).Instant(outcome.FailingBefore)
                .Text(WebhookTriesText.Adding(claimed.Delivery.Tries, attempt)),
            row => (row.Number(0), row.GetBoolean(1)),
            cancellationToken).ConfigureAwait(false);
        return settled == 0 ? WebhookSettled.Stale : off ? WebhookSettled.SwitchedOff : WebhookSettled.Written;
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WebhookDelivery>> Deliveries(Guid? endpoint, WebhookDeliveryState? state, Guid? before, int limit, CancellationToken cancellationToken) => store.ReadAll(
        endpoint is null ? ListSql : ListOfEndpointSql,
        parameters =>
        {
            parameters.Id(before ?? StorageTerms.AboveAll).Text(state is { } only ? EnumText<WebhookDeliveryState>.Of(only) : string.Empty).Number(limit);
            if (endpoint is { } one)
            {
                parameters.Id(one);
            }
        },
        Delivery,
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WebhookDelivery?> Redeliver(Guid endpoint, Guid delivery, DateTimeOffset now, DateTimeOffset giveUpAt, CancellationToken cancellationToken) =>
        store.ChangeFirst(RedeliverSql, parameters => parameters.Id(endpoint).Id(delivery).Instant(now).Instant(giveUpAt), Delivery, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ParkedWebhooks>> Parked(int limit, CancellationToken cancellationToken) => store.ReadAll(
        ParkedSql, parameters => parameters.Number(limit), row => new ParkedWebhooks(row.Id(0), row.Text(1), row.Number(2), row.Instant(3)), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<int> Purge(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var deliveries = await store.Change(PurgeSql, parameters => parameters.Instant(before).Number(limit), cancellationToken).ConfigureAwait(false);
        await store.Change(PurgeEventsSql, parameters => parameters.Instant(before).Number(limit), cancellationToken).ConfigureAwait(false);
        return deliveries;
    }

    private static void Bind(NpgsqlParameterCollection to, ImmutableArray<WebhookEvent> events, ImmutableArray<WebhookDelivery> deliveries, DateTimeOffset at) => to
        .Instant(at)
        .Texts([.. events.Select(what => what.Id)])
        .Texts([.. events.Select(what => what.Body)])
        .Ids([.. deliveries.Select(of => (Guid?)of.Id)])
        .Ids([.. deliveries.Select(of => (Guid?)of.Endpoint)])
        .Texts([.. deliveries.Select(of => of.Event)])
        .Texts([.. deliveries.Select(of => of.Type)])
        .Ids([.. deliveries.Select(of => of.Job)])
        .Numbers([.. deliveries.Select(of => of.Version)])
        .Numbers([.. deliveries.Select(of => of.CreatedAt.UtcTicks)])
        .Numbers([.. deliveries.Select(of => of.DueAt.UtcTicks)])
        .Numbers([.. deliveries.Select(of => of.GiveUpAt.UtcTicks)]);

    private static WebhookEndpoint Endpoint(NpgsqlDataReader row)
    {
        CustomerId? customer = row.IdOrNull(5) is { } account ? new CustomerId(account) : null;
        return new WebhookEndpoint(
            row.Id(0),
            WebhookOwner.Stored(row.IdOrNull(1), customer),
            row.Text(2),
            row.TextOrNull(3),
            [.. row.GetFieldValue<string[]>(4)],
            customer,
            row.TextOrNull(6),
            row.IdOrNull(7),
            row.Text(8),
            row.TextOrNull(9),
            InstantOrNull(row, 10),
            EnumText<WebhookEndpointState>.Parse(row.Text(11)),
            row.Instant(12),
            InstantOrNull(row, 13));
    }

    private static WebhookDelivery Delivery(NpgsqlDataReader row) => new(
        row.Id(0),
        row.Id(1),
        row.Text(2),
        row.Text(3),
        row.IdOrNull(4),
        row.Number(5),
        EnumText<WebhookDeliveryState>.Parse(row.Text(6)),
        row.Small(7),
        row.Instant(8),
        row.Instant(9),
        row.Instant(10),
        row.IsDBNull(11) ? null : new WebhookAttempt(row.Instant(11), row.IsDBNull(12) ? null : row.Small(12), row.Small(13), row.TextOrNull(14), row.TextOrNull(15)))
    {
        Tries = WebhookTriesText.Read(row.TextOrNull(16)),
    };

    private static DateTimeOffset? InstantOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Instant(column);
}
