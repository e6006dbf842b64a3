using System.Collections.Immutable;
using System.Text.Json;
using O2O.Dispatch.Contracts.Placements;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Placements;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>The statements of placements, in the words of either database, and what their rows mean.</summary>
internal sealed class PlacementSql
{
    /// <summary>The columns of a click.</summary>
    private const string ClickColumns = "c.click_id, c.placement_id, c.merchant_id, c.store_id, c.customer_id, c.price_minor_units, c.currency, c.clicked_at, c.until_at";

    /// <summary>A placement with what is gone of its budget, at @1, on the day @2.</summary>
    private const string Entry = """
        SELECT p.body, p.version, p.spent_minor_units,
            COALESCE((SELECT CAST(SUM(h.price_minor_units) AS bigint) FROM placement_clicks h WHERE h.placement_id = p.placement_id AND h.job_id IS NULL AND h.held_until > @1), 0),
            COALESCE((SELECT CAST(SUM(d.price_minor_units) AS bigint) FROM placement_clicks d WHERE d.placement_id = p.placement_id AND d.day = @2 AND (d.job_id IS NOT NULL OR d.held_until > @1)), 0),
        """;

    /// <summary>How many clicks and visits there are; for whoever looks at one, not for each click.</summary>
    private const string Counted = "(SELECT COUNT(*) FROM placement_clicks a WHERE a.placement_id = p.placement_id), (SELECT COUNT(v.job_id) FROM placement_clicks v WHERE v.placement_id = p.placement_id) FROM placements p";
    private const string Uncounted = "CAST(0 AS bigint), CAST(0 AS bigint) FROM placements p";

    private readonly bool _isSqlite;

    private PlacementSql(bool isSqlite)
    {
        _isSqlite = isSqlite;
        Find = Of($"{Entry} {Counted} WHERE p.placement_id = @3");
        Room = Of($"{Entry} {Uncounted} WHERE p.placement_id = @3");
        Page = Of($"{Entry} {Counted} WHERE p.merchant_id = @3 AND p.placement_id < @4 ORDER BY p.placement_id DESC LIMIT @5");
        Running = Of($"{Entry} {Uncounted} WHERE p.paused = 0 AND p.ends_at > @1 ORDER BY p.placement_id");

        // Whoever clicks, bills or changes a placement holds its row: one writer at a time on SQLite.
        Lock = Of($"SELECT version FROM placements WHERE placement_id = @1{(isSqlite ? string.Empty : " FOR UPDATE")}");
        Add = Of("INSERT INTO placements (placement_id, merchant_id, version, paused, ends_at, budget_minor_units, body) VALUES (@1, @2, 1, @3, @4, @5, @6) ON CONFLICT (placement_id) DO NOTHING");
        Change = Of("UPDATE placements SET version = version + 1, paused = @3, ends_at = @4, budget_minor_units = @5, body = @6 WHERE placement_id = @1 AND merchant_id = @2 AND version = @7");
        Known = Of($"SELECT {ClickColumns} FROM placement_clicks c WHERE c.click_id = @1");
        Open = Of($"""
            SELECT {ClickColumns} FROM placement_clicks c WHERE c.customer_id = @1 AND c.placement_id = @2 AND c.store_id = @3 AND c.job_id IS NULL AND c.until_at > @4 ORDER BY c.until_at LIMIT 1
            """);
        Click = Of("""
            INSERT INTO placement_clicks (click_id, placement_id, merchant_id, store_id, customer_id, price_minor_units, currency, clicked_at, until_at, held_until, day)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11)
            """);
        // In this order, which CROSS JOIN keeps on SQLite: from the open clicks to their customers' orders, not to all that was sold meanwhile.
        // The last condition: what was ordered after a click and billed to another one before this order has answered this click too.
        Due = Of($"""
            SELECT {ClickColumns}, o.job_id, j.operator_id FROM placement_clicks c CROSS JOIN sale_facts o CROSS JOIN jobs j CROSS JOIN job_events e
            WHERE c.job_id IS NULL AND c.held_until > @1
                AND o.merchant_id = c.merchant_id AND o.customer_id = c.customer_id AND o.kind = 'ordered' AND o.store_id = c.store_id AND o.at + 0 >= c.clicked_at AND o.at + 0 < c.until_at
                AND j.job_id = o.job_id AND j.requested_at >= c.clicked_at
                AND e.job_id = o.job_id AND e.name = 'completed' AND e.at < c.until_at
                AND NOT EXISTS (SELECT 1 FROM placement_clicks b WHERE b.job_id = o.job_id)
                AND NOT EXISTS (
                    SELECT 1 FROM sale_facts f CROSS JOIN placement_clicks v CROSS JOIN jobs s
                    WHERE f.merchant_id = c.merchant_id AND f.customer_id = c.customer_id AND f.kind = 'ordered' AND f.store_id = c.store_id AND f.at + 0 >= c.clicked_at
                        AND v.job_id = f.job_id AND v.clicked_at <= j.requested_at AND s.job_id = f.job_id AND s.requested_at >= c.clicked_at)
            ORDER BY o.at, c.clicked_at DESC, c.click_id LIMIT @2
            """);
        Free = Of("SELECT 1 FROM placement_clicks WHERE click_id = @1 AND job_id IS NULL AND held_until > @2");
        Billed = Of("SELECT 1 FROM placement_clicks WHERE job_id = @1");
        Bill = Of("UPDATE placement_clicks SET job_id = @2, visited_at = @3 WHERE click_id = @1 AND job_id IS NULL AND held_until > @3");
        Spend = Of("UPDATE placements SET spent_minor_units = spent_minor_units + @2 WHERE placement_id = @1");
    }

    /// <summary>For SQLite.</summary>
    public static PlacementSql Sqlite { get; } = new(isSqlite: true);

    /// <summary>For PostgreSQL.</summary>
    public static PlacementSql Postgres { get; } = new(isSqlite: false);

    /// <summary>A placement: now, day, id.</summary>
    public string Find { get; }

    /// <summary>A placement without counts: now, day, id.</summary>
    public string Room { get; }

    /// <summary>A merchant's: now, day, merchant, before which, how many.</summary>
    public string Page { get; }

    /// <summary>Those that are not paused and not over: now, day.</summary>
    public string Running { get; }

    /// <summary>Holds one until the transaction ends: id.</summary>
    public string Lock { get; }

    /// <summary>Writes a new one: id, merchant, paused, end, budget, document.</summary>
    public string Add { get; }

    /// <summary>Writes another version: id, merchant, paused, end, budget, document, the version that was read.</summary>
    public string Change { get; }

    /// <summary>A click: id.</summary>
    public string Known { get; }

    /// <summary>A customer's click that may become a visit: customer, placement, store, now.</summary>
    public string Open { get; }

    /// <summary>Writes a click down: id, placement, merchant, store, customer, price, currency, at, until, held until, day.</summary>
    public string Click { get; }

    /// <summary>Clicks with the orders that are their visits: now, how many.</summary>
    public string Due { get; }

    /// <summary>Whether a click can still become a visit: click, now.</summary>
    public string Free { get; }

    /// <summary>Whether an order was billed: job.</summary>
    public string Billed { get; }

    /// <summary>Makes a click the visit of an order: click, job, now.</summary>
    public string Bill { get; }

    /// <summary>Takes it off the budget: placement, amount.</summary>
    public string Spend { get; }

    /// <summary>Statements that lead to few rows by an index; tests hold each against it.</summary>
    public IReadOnlyList<string> HotReads => [Find, Room, Page, Known, Open, Free, Billed];

    /// <summary>The day of an instant, in UTC.</summary>
    public static long Day(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerDay;

    /// <summary>One visit of a customer at a store, the first: whether the others are visits is known once it is billed.</summary>
    public static ImmutableArray<PlacementVisit> First(IEnumerable<PlacementVisit> due) => [.. due.DistinctBy(visit => (visit.Click.Customer, visit.Click.Store))];

    /// <summary>A placement as a document.</summary>
    public static string Body(Placement placement) => JsonSerializer.Serialize(placement, StoreJson.Options);

    /// <summary>A placement of its row.</summary>
    public static PlacementEntry ReadEntry(string body, long version, long spent, long held, long today, long clicks, long visits) => new(
        JsonSerializer.Deserialize<Placement>(body, StoreJson.Options) ?? throw new JsonException("A placement is expected, not null."), version, new PlacementUsage(spent, held, today), clicks, visits);

    /// <summary>A click of its row.</summary>
    public static PlacementClick ReadClick(Guid id, Guid placement, Guid merchant, Guid store, Guid customer, long price, string currency, DateTimeOffset at, DateTimeOffset until) => new(
        id, new PlacementId(placement), new MerchantId(merchant), new StoreId(store), new CustomerId(customer), new Money(price, Currency.Of(currency)), at, until);

    /// <summary>What is wrong between visits and the books: a rule, what, expected, actual.</summary>
    public static string FaultsOf(Func<string, string> hex) => $"""
        SELECT 'placed_visit_differs', {hex("c.job_id")}, c.price_minor_units, coalesce(t.amount_minor_units, 0)
        FROM placement_clicks c LEFT JOIN ledger_transfers t ON t.key = {hex("c.job_id")} || ':{PlacementVisit.Cause}' WHERE c.job_id IS NOT NULL AND coalesce(t.amount_minor_units, 0) <> c.price_minor_units
        UNION ALL
        SELECT 'placed_visit_differs', {hex("t.job_id")}, 0, t.amount_minor_units
        FROM ledger_transfers t LEFT JOIN placement_clicks c ON c.job_id = t.job_id WHERE t.cause = '{PlacementVisit.Cause}' AND c.click_id IS NULL
        UNION ALL
        SELECT 'placement_spent_differs', {hex("p.placement_id")}, coalesce(v.spent, 0), p.spent_minor_units
        FROM placements p LEFT JOIN (SELECT placement_id, CAST(SUM(price_minor_units) AS bigint) AS spent FROM placement_clicks WHERE job_id IS NOT NULL GROUP BY placement_id) v
            ON v.placement_id = p.placement_id
        WHERE coalesce(v.spent, 0) <> p.spent_minor_units
        """;

    private string Of(string sql) => sql.Replace('@', _isSqlite ? '?' : '$');
}
