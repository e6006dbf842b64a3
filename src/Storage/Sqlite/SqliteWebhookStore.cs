using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Endpoints and deliveries of webhooks on SQLite.</summary>
internal sealed class SqliteWebhookStore(SqliteStore store) : IWebhookStore
{
    private const string EndpointColumns =
        "endpoint_id, owner_id, url, description, types, customer_id, market, merchant_id, secret, old_secret, old_secret_until, state, created_at, failing_since";

    private const string AddSql = $"""
        INSERT INTO webhook_endpoints ({EndpointColumns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT (endpoint_id) DO NOTHING
        """;

    private const string FindSql = $"SELECT {EndpointColumns} FROM webhook_endpoints WHERE endpoint_id = ?1 AND state <> 'deleted'";
    private const string PageSql = $"SELECT {EndpointColumns} FROM webhook_endpoints WHERE endpoint_id > ?1 AND state <> 'deleted' ORDER BY endpoint_id LIMIT ?2";
    private const string PageOfOwnerSql = $"""
        SELECT {EndpointColumns} FROM webhook_endpoints WHERE owner_id = ?3 AND (customer_id IS NULL) = ?4 AND endpoint_id > ?1 AND state <> 'deleted' ORDER BY endpoint_id LIMIT ?2
        """;

    private const string EnabledSql = $"SELECT {EndpointColumns} FROM webhook_endpoints WHERE state = 'enabled' ORDER BY endpoint_id";
    private const string FailingSql = $"SELECT {EndpointColumns} FROM webhook_endpoints WHERE state = 'failing' ORDER BY endpoint_id LIMIT ?1";
    private const string SwitchSql = """
        UPDATE webhook_endpoints SET state = ?2, failing_since = CASE ?2 WHEN 'enabled' THEN NULL ELSE failing_since END
        WHERE endpoint_id = ?1 AND state <> ?2 AND state <> 'deleted'
        """;

    private const string RollSql = """
        UPDATE webhook_endpoints SET old_secret = secret, old_secret_until = ?3, secret = ?2 WHERE endpoint_id = ?1 AND state <> 'deleted'
        """;

    private const string DeleteSql = "UPDATE webhook_endpoints SET state = 'deleted', secret = '', old_secret = NULL, old_secret_until = NULL WHERE endpoint_id = ?1";
    private const string PositionSql = "SELECT position FROM webhook_position WHERE id = 1";
    private const string MoveSql = "UPDATE webhook_position SET position = ?2 WHERE id = 1 AND position = ?1";
    private const string AddEventSql = "INSERT INTO webhook_events (event_id, created_at, body) VALUES (?1, ?2, ?3) ON CONFLICT (event_id) DO NOTHING";
    private const string AddDeliverySql = """
        INSERT INTO webhook_deliveries (delivery_id, endpoint_id, event_id, type, job_id, version, state, attempts, created_at, due_at, give_up_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'pending', 0, ?7, ?8, ?9)
        """;

    private const string QueueSql = AddDeliverySql + " ON CONFLICT (event_id, endpoint_id) DO NOTHING";
    private const string RequeueSql = AddDeliverySql + """
         ON CONFLICT (event_id, endpoint_id) DO UPDATE SET state = 'pending', attempts = 0, due_at = excluded.due_at, give_up_at = excluded.give_up_at, claim = NULL
        """;

    private const string DueSql = $"""
        SELECT {EndpointColumns} FROM webhook_endpoints e WHERE state = 'enabled'
            AND EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.endpoint_id = e.endpoint_id AND d.state = 'pending' AND d.due_at <= ?1)
        ORDER BY endpoint_id LIMIT ?2
        """;

    private const string DeliveryColumns = """
        d.delivery_id, d.endpoint_id, d.event_id, d.type, d.job_id, d.version, d.state, d.attempts, d.created_at, d.due_at, d.give_up_at,
            d.tried_at, d.status, d.latency_milliseconds, d.fault, d.answer, d.tries
        """;

    private const string ClaimableSql = $"""
        SELECT {DeliveryColumns}, v.body FROM webhook_deliveries d JOIN webhook_events v ON v.event_id = d.event_id
        WHERE d.endpoint_id = ?1 AND d.state = 'pending' AND d.due_at <= ?2
            AND NOT EXISTS (SELECT 1 FROM webhook_deliveries p
                WHERE p.endpoint_id = d.endpoint_id AND p.job_id = d.job_id AND p.version < d.version AND p.state = 'pending' AND p.attempts = 0)
        ORDER BY d.due_at, d.delivery_id LIMIT ?3
        """;

    private const string ClaimSql = "UPDATE webhook_deliveries SET claim = ?2, due_at = ?3 WHERE delivery_id = ?1";
    private const string SettleSql = """
        UPDATE webhook_deliveries SET state = ?3, attempts = attempts + 1, due_at = ?4, claim = NULL, tried_at = ?5, status = ?6, latency_milliseconds = ?7, fault = ?8, answer = ?9, tries = ?10
        WHERE delivery_id = ?1 AND claim = ?2 AND state = 'pending'
        """;

    private const string WellSql = "UPDATE webhook_endpoints SET failing_since = NULL WHERE endpoint_id = ?1 AND failing_since IS NOT NULL";
    private const string IllSql = "UPDATE webhook_endpoints SET failing_since = ?2 WHERE endpoint_id = ?1 AND failing_since IS NULL";
    private const string SwitchOffSql = "UPDATE webhook_endpoints SET state = 'failing' WHERE endpoint_id = ?1 AND state = 'enabled' AND failing_since <= ?2";
    private const string ListSql = $"SELECT {DeliveryColumns} FROM webhook_deliveries d WHERE d.delivery_id < ?1 AND (?2 = '' OR d.state = ?2) ORDER BY d.delivery_id DESC LIMIT ?3";
    private const string ListOfEndpointSql = $"""
        SELECT {DeliveryColumns} FROM webhook_deliveries d WHERE d.endpoint_id = ?4 AND d.delivery_id < ?1 AND (?2 = '' OR d.state = ?2) ORDER BY d.delivery_id DESC LIMIT ?3
        """;

    private const string RedeliverSql = """
        UPDATE webhook_deliveries SET state = 'pending', attempts = 0, due_at = ?3, give_up_at = ?4, claim = NULL WHERE delivery_id = ?2 AND endpoint_id = ?1
        """;

    private const string DeliverySql = $"SELECT {DeliveryColumns} FROM webhook_deliveries d WHERE d.delivery_id = ?2 AND d.endpoint_id = ?1";
    private const string ParkedSql = """
        SELECT d.endpoint_id, e.url, COUNT(*), MIN(d.tried_at) FROM webhook_deliveries d JOIN webhook_endpoints e ON e.endpoint_id = d.endpoint_id
        WHERE d.state = 'parked' AND e.state <> 'deleted' GROUP BY d.endpoint_id ORDER BY d.endpoint_id LIMIT ?1
        """;

    private const string PurgeSql = "DELETE FROM webhook_deliveries WHERE delivery_id IN (SELECT delivery_id FROM webhook_deliveries WHERE created_at < ?1 ORDER BY created_at LIMIT ?2)";
    private const string PurgeEventsSql = """
        DELETE FROM webhook_events WHERE event_id IN (SELECT v.event_id FROM webhook_events v WHERE v.created_at < ?1
            AND NOT EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.event_id = v.event_id) ORDER BY v.created_at LIMIT ?2)
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [FindSql, PageSql, PageOfOwnerSql, EnabledSql, PositionSql, DueSql, ClaimableSql, ListSql, ListOfEndpointSql];

    /// <inheritdoc/>
    public ValueTask Add(WebhookEndpoint endpoint, CancellationToken cancellationToken) => new(store.Write(
        session =>
        {
            var add = session[AddSql];
            using var use = add.Begin();
            add.Bind(1, endpoint.Id);
            add.Bind(2, endpoint.Owner?.Id);
            add.Bind(3, endpoint.Url);
            add.Bind(4, endpoint.Description);
            add.Bind(5, string.Join(' ', endpoint.Types));
            add.Bind(6, endpoint.Customer?.Value);
            add.Bind(7, endpoint.Market);
            add.Bind(8, endpoint.Merchant);
            add.Bind(9, endpoint.Secret);
            add.Bind(10, endpoint.OldSecret);
            add.Bind(11, endpoint.OldSecretUntil?.UtcTicks);
            add.BindText(12, EnumText<WebhookEndpointState>.Utf8(endpoint.State));
            add.Bind(13, endpoint.CreatedAt);
            add.Bind(14, endpoint.FailingSince?.UtcTicks);
            add.Run();
            return true;
        },
        cancellationToken).AsTask());

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint?> Find(Guid endpoint, CancellationToken cancellationToken) => store.Read(session => Found(session[FindSql], endpoint), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WebhookEndpoint>> Page(WebhookOwner? owner, Guid? after, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[owner is null ? PageSql : PageOfOwnerSql];
            using var use = rows.Begin();
            rows.Bind(1, after ?? Guid.Empty);
            rows.Bind(2, (long)limit);
            if (owner is { } one)
            {
                rows.Bind(3, one.Id);
                rows.Bind(4, one.IsMerchant ? 1L : 0L);
            }

            return Endpoints(rows);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WebhookEndpoint>> Enabled(CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[EnabledSql];
            using var use = rows.Begin();
            return Endpoints(rows);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WebhookEndpoint>> Failing(int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[FailingSql];
            using var use = rows.Begin();
            rows.Bind(1, (long)limit);
            return Endpoints(rows);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint?> Switch(Guid endpoint, WebhookEndpointState state, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var change = session[SwitchSql];
            using (change.Begin())
            {
                change.Bind(1, endpoint);
                change.BindText(2, EnumText<WebhookEndpointState>.Utf8(state));
                change.Run();
            }

            return Found(session[FindSql], endpoint);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint?> Roll(Guid endpoint, string secret, DateTimeOffset oldUntil, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var change = session[RollSql];
            using (change.Begin())
            {
                change.Bind(1, endpoint);
                change.Bind(2, secret);
                change.Bind(3, oldUntil);
                change.Run();
            }

            return Found(session[FindSql], endpoint);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint?> Delete(Guid endpoint, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var was = Found(session[FindSql], endpoint);
            var delete = session[DeleteSql];
            using var use = delete.Begin();
            delete.Bind(1, endpoint);
            delete.Run();
            return was;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string> Position(CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[PositionSql];
            using var use = row.Begin();
            return row.Step() ? row.Text(0) : throw new StoreFaultException("The position of the webhooks is gone from the store.");
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> Queue(
        string from, string to, ImmutableArray<WebhookEvent> events, ImmutableArray<WebhookDelivery> deliveries, DateTimeOffset at, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            if (!Move(session, from, to))
            {
                return false;
            }

            Put(session, session[QueueSql], events, deliveries, at);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask Requeue(ImmutableArray<WebhookEvent> events, ImmutableArray<WebhookDelivery> deliveries, DateTimeOffset at, CancellationToken cancellationToken) => new(store.Write(
        session =>
        {
            Put(session, session[RequeueSql], events, deliveries, at);
            return true;
        },
        cancellationToken).AsTask());

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WebhookEndpoint>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[DueSql];
            using var use = rows.Begin();
            rows.Bind(1, now);
            rows.Bind(2, (long)limit);
            return Endpoints(rows);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ClaimedWebhook>> Claim(
        Guid endpoint, Guid claim, DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            if (Found(session[FindSql], endpoint) is not { State: WebhookEndpointState.Enabled })
            {
                return [];
            }

            var claimed = ImmutableArray.CreateBuilder<ClaimedWebhook>();
            var rows = session[ClaimableSql];
            using (rows.Begin())
            {
                rows.Bind(1, endpoint);
                rows.Bind(2, now);
                rows.Bind(3, (long)limit);
                while (rows.Step())
                {
                    claimed.Add(new ClaimedWebhook(Delivery(rows) with { DueAt = until }, claim, rows.Text(17)));
                }
            }

            var take = session[ClaimSql];
            foreach (var one in claimed)
            {
                using var use = take.Begin();
                take.Bind(1, one.Delivery.Id);
                take.Bind(2, claim);
                take.Bind(3, until);
                take.Run();
            }

            return claimed.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WebhookSettled> Settle(ClaimedWebhook claimed, WebhookOutcome outcome, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var settle = session[SettleSql];
            using (settle.Begin())
            {
                settle.Bind(1, claimed.Delivery.Id);
                settle.Bind(2, claimed.Claim);
                settle.BindText(3, EnumText<WebhookDeliveryState>.Utf8(outcome.State));
                settle.Bind(4, outcome.DueAt);
                settle.Bind(5, outcome.Attempt.At);
                settle.Bind(6, (long?)outcome.Attempt.Status);
                settle.Bind(7, (long)outcome.Attempt.LatencyMilliseconds);
                settle.Bind(8, outcome.Attempt.Fault);
                settle.Bind(9, outcome.Attempt.Answer);
                settle.Bind(10, WebhookTriesText.Adding(claimed.Delivery.Tries, outcome.Attempt));
                if (settle.Change() == 0)
                {
                    return WebhookSettled.Stale;
                }
            }

            var endpoint = claimed.Delivery.Endpoint;
            if (outcome.State == WebhookDeliveryState.Delivered)
            {
                Change(session[WellSql], endpoint, null);
                return WebhookSettled.Written;
            }

            Change(session[IllSql], endpoint, outcome.Attempt.At);
            return Change(session[SwitchOffSql], endpoint, outcome.FailingBefore) ? WebhookSettled.SwitchedOff : WebhookSettled.Written;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WebhookDelivery>> Deliveries(
        Guid? endpoint, WebhookDeliveryState? state, Guid? before, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[endpoint is null ? ListSql : ListOfEndpointSql];
            using var use = rows.Begin();
            rows.Bind(1, before ?? StorageTerms.AboveAll);
            rows.Bind(2, state is { } only ? EnumText<WebhookDeliveryState>.Of(only) : string.Empty);
            rows.Bind(3, (long)limit);
            if (endpoint is { } one)
            {
                rows.Bind(4, one);
            }

            var deliveries = ImmutableArray.CreateBuilder<WebhookDelivery>();
            while (rows.Step())
            {
                deliveries.Add(Delivery(rows));
            }

            return deliveries.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WebhookDelivery?> Redeliver(Guid endpoint, Guid delivery, DateTimeOffset now, DateTimeOffset giveUpAt, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var again = session[RedeliverSql];
            using (again.Begin())
            {
                again.Bind(1, endpoint);
                again.Bind(2, delivery);
                again.Bind(3, now);
                again.Bind(4, giveUpAt);
                again.Run();
            }

            var row = session[DeliverySql];
            using var use = row.Begin();
            row.Bind(1, endpoint);
            row.Bind(2, delivery);
            return row.Step() ? Delivery(row) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ParkedWebhooks>> Parked(int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[ParkedSql];
            using var use = rows.Begin();
            rows.Bind(1, (long)limit);
            var parked = ImmutableArray.CreateBuilder<ParkedWebhooks>();
            while (rows.Step())
            {
                parked.Add(new ParkedWebhooks(rows.Id(0), rows.Text(1), rows.Number(2), rows.Instant(3)));
            }

            return parked.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> Purge(DateTimeOffset before, int limit, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var deliveries = Drop(session[PurgeSql]);
            Drop(session[PurgeEventsSql]);
            return deliveries;

            int Drop(SqliteStatement purge)
            {
                using var use = purge.Begin();
                purge.Bind(1, before);
                purge.Bind(2, (long)limit);
                return purge.Change();
            }
        },
        cancellationToken);

    private static bool Move(WriteSession session, string from, string to)
    {
        var move = session[MoveSql];
        using var use = move.Begin();
        move.Bind(1, from);
        move.Bind(2, to);
        return move.Change() == 1;
    }

    private static void Put(
        WriteSession session, SqliteStatement put, ImmutableArray<WebhookEvent> events, ImmutableArray<WebhookDelivery> deliveries, DateTimeOffset at)
    {
        var add = session[AddEventSql];
        foreach (var what in events)
        {
            using var use = add.Begin();
            add.Bind(1, what.Id);
            add.Bind(2, at);
            add.Bind(3, what.Body);
            add.Run();
        }

        foreach (var delivery in deliveries)
        {
            using var use = put.Begin();
            put.Bind(1, delivery.Id);
            put.Bind(2, delivery.Endpoint);
            put.Bind(3, delivery.Event);
            put.Bind(4, delivery.Type);
            put.Bind(5, delivery.Job);
            put.Bind(6, delivery.Version);
            put.Bind(7, delivery.CreatedAt);
            put.Bind(8, delivery.DueAt);
            put.Bind(9, delivery.GiveUpAt);
            put.Run();
        }
    }

    private static bool Change(SqliteStatement change, Guid endpoint, DateTimeOffset? at)
    {
        using var use = change.Begin();
        change.Bind(1, endpoint);
        if (at is { } instant)
        {
            change.Bind(2, instant);
        }

        return change.Change() == 1;
    }

    private static WebhookEndpoint? Found(SqliteStatement row, Guid endpoint)
    {
        using var use = row.Begin();
        row.Bind(1, endpoint);
        return row.Step() ? Endpoint(row) : null;
    }

    private static ImmutableArray<WebhookEndpoint> Endpoints(SqliteStatement rows)
    {
        var endpoints = ImmutableArray.CreateBuilder<WebhookEndpoint>();
        while (rows.Step())
        {
            endpoints.Add(Endpoint(rows));
        }

        return endpoints.ToImmutable();
    }

    private static WebhookEndpoint Endpoint(SqliteStatement row)
    {
        CustomerId? customer = row.IdOrNull(5) is { } account ? new CustomerId(account) : null;
        return new WebhookEndpoint(
            row.Id(0),
            WebhookOwner.Stored(row.IdOrNull(1), customer),
            row.Text(2),
            row.TextOrNull(3),
            [.. row.Text(4).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
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

    private static WebhookDelivery Delivery(SqliteStatement row) => new(
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
        row.IsNull(11) ? null : new WebhookAttempt(row.Instant(11), row.IsNull(12) ? null : row.Small(12), row.Small(13), row.TextOrNull(14), row.TextOrNull(15)))
    {
        Tries = WebhookTriesText.Read(row.TextOrNull(16)),
    };

    private static DateTimeOffset? InstantOrNull(SqliteStatement row, int column) => row.IsNull(column) ? null : row.Instant(column);
}
