using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>The statements of journeys and of what they come to, in the words of either database.</summary>
internal sealed class LoopSql
{
    /// <summary>Ticks of a week.</summary>
    private const long Week = 7 * TimeSpan.TicksPerDay;

    private const string Joined = "FROM journey_jobs j WHERE j.market = @1 AND j.completed_at >= @2 AND j.completed_at < @3";
    private readonly bool _isSqlite;

    private LoopSql(bool isSqlite)
    {
        _isSqlite = isSqlite;
        Touch = Of("""
            INSERT INTO journey_touches (touch_id, journey_id, market, source, campaign_id, merchant_id, store_id, label, at) VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9)
            ON CONFLICT (touch_id) DO NOTHING
            """);
        JourneyOfTouch = Of("SELECT journey_id FROM journey_touches WHERE touch_id = @1");
        Knows = Of("SELECT 1 FROM journey_touches WHERE journey_id = @1 UNION ALL SELECT 1 FROM journey_quotes WHERE journey_id = @1 AND begins = 1 LIMIT 1");
        Begun = Of("INSERT INTO journey_quotes (quote_id, journey_id, market, at, source, begins) VALUES (@1, @2, @3, @4, @5, 1) ON CONFLICT (quote_id) DO NOTHING");
        Quoted = Of("""
            INSERT INTO journey_quotes (quote_id, journey_id, market, source, campaign_id, at)
            SELECT @1, @2, @3, t.source, t.campaign_id, @4 FROM (
                SELECT source, campaign_id, at, touch_id AS id FROM journey_touches WHERE journey_id = @2
                UNION ALL SELECT source, campaign_id, at, quote_id FROM journey_quotes WHERE journey_id = @2 AND begins = 1) AS t
            WHERE 1 = 1 ORDER BY t.at DESC, t.id DESC LIMIT 1
            ON CONFLICT (quote_id) DO NOTHING
            """);
        Wants = Of("SELECT suggestions FROM customer_preferences WHERE customer_id = @1");
        Prefer = Of("""
            INSERT INTO customer_preferences (customer_id, suggestions, changed_at) VALUES (@1, @2, @3)
            ON CONFLICT (customer_id) DO UPDATE SET suggestions = excluded.suggestions, changed_at = excluded.changed_at
            """);
        Suggest = Of("""
            INSERT INTO suggestions (suggestion_id, customer_id, market, campaign_id, voucher_id, journey_id, job_id, at) SELECT @1, @2, @3, @4, @5, @6, @7, @8
            WHERE EXISTS (SELECT 1 FROM customer_preferences WHERE customer_id = @2 AND suggestions = 1)
                AND NOT EXISTS (SELECT 1 FROM suggestions WHERE customer_id = @2 AND at > @9)
                AND (SELECT COUNT(*) FROM suggestions WHERE customer_id = @2 AND at > @10) < @11
            ON CONFLICT DO NOTHING
            """);
        Suggestion = Of("SELECT suggestion_id, customer_id, market, campaign_id, voucher_id, journey_id, job_id, at, followed_at FROM suggestions WHERE suggestion_id = @1");
        Follow = Of("UPDATE suggestions SET followed_at = @2 WHERE suggestion_id = @1 AND followed_at IS NULL");
        SuggestionCounts = Of("SELECT COUNT(*), COUNT(followed_at) FROM suggestions WHERE campaign_id = @1");
        FunnelBySource = Of(Funnel("source"));
        FunnelByCampaign = Of(Funnel($"COALESCE({Hex("campaign_id")}, '')"));
        Cohorts = Of($"""
            WITH done AS (
                SELECT customer_id, completed_at, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY completed_at, job_id) AS place
                FROM journey_jobs WHERE market = @1 AND completed_at IS NOT NULL
            ), firsts AS (
                SELECT customer_id, completed_at AS at FROM done WHERE place = 1 AND completed_at >= @2 AND completed_at < @3
            ), again AS (
                SELECT DISTINCT f.customer_id, f.at, (d.completed_at - f.at) / {Week} AS week
                FROM firsts f JOIN done d ON d.customer_id = f.customer_id AND d.place > 1 WHERE d.completed_at - f.at < @4 * {Week}
            )
            SELECT (at - @2) / {Week} AS cohort, -1 AS week, COUNT(*) FROM firsts GROUP BY 1
            UNION ALL SELECT (at - @2) / {Week}, week, COUNT(*) FROM again GROUP BY 1, 2 ORDER BY 1, 2
            """);
        var used = $"SELECT DISTINCT v.job_id FROM job_vouchers v JOIN ledger_transfers t ON t.key IN ({Discounts}) WHERE v.campaign_id = @1";
        var earned = $"SELECT {(isSqlite ? "unhex(reference)" : "reference::uuid")} AS job_id FROM vouchers WHERE campaign_id = @1 AND reference IS NOT NULL AND source = 'job'";
        States = Of("""
            SELECT CASE WHEN status = 'issued' AND expires_at <= @2 THEN 'expired' ELSE status END, COUNT(*) FROM vouchers WHERE campaign_id = @1 GROUP BY 1 ORDER BY 1
            """);
        Sources = Of("SELECT source, COUNT(*), CAST(SUM(CASE WHEN status = 'redeemed' THEN 1 ELSE 0 END) AS bigint) FROM vouchers WHERE campaign_id = @1 GROUP BY 1 ORDER BY 1");
        Costs = Of($"""
            SELECT t.debit_owner, CAST(SUM(t.amount_minor_units) AS bigint) FROM job_vouchers v JOIN ledger_transfers t ON t.key IN ({Discounts})
            WHERE v.campaign_id = @1 GROUP BY 1 ORDER BY 1
            """);
        UsedJobs = Of(Jobs(used));
        UsedMoves = Of(Moves(used));
        EarnedJobs = Of(Jobs(earned));
        EarnedMoves = Of(Moves(earned));
        Timeline = Of(Moments());
    }

    /// <summary>For SQLite.</summary>
    public static LoopSql Sqlite { get; } = new(isSqlite: true);

    /// <summary>For PostgreSQL.</summary>
    public static LoopSql Postgres { get; } = new(isSqlite: false);

    /// <summary>Writes a touch down: id, journey, market, source, campaign, merchant, store, label, instant.</summary>
    public string Touch { get; }

    /// <summary>The journey of a touch: id.</summary>
    public string JourneyOfTouch { get; }

    /// <summary>Whether a journey has begun: its id.</summary>
    public string Knows { get; }

    /// <summary>Writes down a quote that begins its journey: id, journey, market, instant, source.</summary>
    public string Begun { get; }

    /// <summary>Writes down a quote of a journey that has begun: id, journey, market, instant.</summary>
    public string Quoted { get; }

    /// <summary>Whether a customer wants suggestions: customer.</summary>
    public string Wants { get; }

    /// <summary>Keeps that: customer, 0 or 1, instant.</summary>
    public string Prefer { get; }

    /// <summary>Writes a suggestion down: id, customer, market, campaign, voucher, journey, job, instant, none after, not too many after, how many.</summary>
    public string Suggest { get; }

    /// <summary>A suggestion: id.</summary>
    public string Suggestion { get; }

    /// <summary>Keeps that it was followed: id, instant.</summary>
    public string Follow { get; }

    /// <summary>How many vouchers of a campaign came by what, and how many of them were used: campaign.</summary>
    public string Sources { get; }

    /// <summary>How many of a campaign there are, and were followed: campaign.</summary>
    public string SuggestionCounts { get; }

    /// <summary>The funnel by source: market, from, to, how long a second job may take.</summary>
    public string FunnelBySource { get; }

    /// <summary>The funnel by campaign, the same.</summary>
    public string FunnelByCampaign { get; }

    /// <summary>Cohorts: market, from, to, weeks after the first job. A row of week -1 counts the customers.</summary>
    public string Cohorts { get; }

    /// <summary>The vouchers of a campaign by state: campaign, now.</summary>
    public string States { get; }

    /// <summary>What was used of a campaign's vouchers by funder: campaign.</summary>
    public string Costs { get; }

    /// <summary>The jobs that used its vouchers by currency: campaign.</summary>
    public string UsedJobs { get; }

    /// <summary>What those moved by currency, accounts and cause: campaign.</summary>
    public string UsedMoves { get; }

    /// <summary>The jobs that earned its vouchers by currency: campaign.</summary>
    public string EarnedJobs { get; }

    /// <summary>What those moved: campaign.</summary>
    public string EarnedMoves { get; }

    /// <summary>A page of a customer's timeline: customer, now, the instant and key that it begins after, how many.</summary>
    public string Timeline { get; }

    /// <summary>Statements that lead to few rows by an index; tests hold each against it.</summary>
    public IReadOnlyList<string> HotReads => [JourneyOfTouch, Knows, Costs, Wants, Suggestion, SuggestionCounts];

    /// <summary>The keys that the transfer of what was used of a job's voucher may have: by the ends that use vouchers.</summary>
    private string Discounts => string.Join(", ", VoucherUses.Ends.Select(end => $"{Hex("v.job_id")} || ':{EnumText<JobStatus>.Of(end)}:discount' || v.place"));

    private string Of(string sql) => sql.Replace('@', _isSqlite ? '?' : '$');

    private string Hex(string id) => _isSqlite ? $"lower(hex({id}))" : $"replace({id}::text, '-', '')";

    private string Member(string json, string path) => _isSqlite ? $"json_extract({json}, '$.{path}')" : $"{json}::jsonb #>> '{{{path.Replace('.', ',')}}}'";

    private static string Funnel(string key) => $"""
        SELECT k, CAST(SUM(touches) AS bigint), CAST(SUM(quotes) AS bigint), CAST(SUM(orders) AS bigint), CAST(SUM(completed) AS bigint), CAST(SUM(newcomers) AS bigint),
            CAST(SUM(retained) AS bigint), CAST(SUM(rated) AS bigint)
        FROM (
            SELECT {key} AS k, COUNT(*) AS touches, 0 AS quotes, 0 AS orders, 0 AS completed, 0 AS newcomers, 0 AS retained, 0 AS rated
            FROM journey_touches WHERE market = @1 AND at >= @2 AND at < @3 GROUP BY 1
            UNION ALL SELECT {key}, SUM(begins), COUNT(*), 0, 0, 0, 0, 0 FROM journey_quotes WHERE market = @1 AND at >= @2 AND at < @3 GROUP BY 1
            UNION ALL SELECT {key}, 0, 0, COUNT(*), 0, 0, 0, 0 FROM journey_jobs WHERE market = @1 AND requested_at >= @2 AND requested_at < @3 GROUP BY 1
            UNION ALL SELECT {key}, 0, 0, 0, COUNT(*), 0, 0, SUM(CASE WHEN EXISTS (SELECT 1 FROM ratings r WHERE r.job_id = j.job_id) THEN 1 ELSE 0 END) {Joined} GROUP BY 1
            UNION ALL SELECT {key}, 0, 0, 0, 0, COUNT(*), SUM(CASE WHEN EXISTS (
                SELECT 1 FROM journey_jobs n WHERE n.customer_id = j.customer_id AND n.market = j.market AND n.job_id <> j.job_id AND n.completed_at >= j.completed_at AND n.completed_at <= j.completed_at + @4
            ) THEN 1 ELSE 0 END), 0 {Joined} AND NOT EXISTS (
                SELECT 1 FROM journey_jobs e WHERE e.customer_id = j.customer_id AND e.market = j.market
                    AND (e.completed_at < j.completed_at OR (e.completed_at = j.completed_at AND e.job_id < j.job_id))) GROUP BY 1
        ) AS counted GROUP BY k ORDER BY k
        """;

    private static string Jobs(string set) => $"SELECT j.currency, COUNT(*) FROM ({set}) AS s JOIN jobs j ON j.job_id = s.job_id GROUP BY 1 ORDER BY 1";

    private static string Moves(string set) => $"""
        SELECT t.currency, t.debit_kind, CASE WHEN t.debit_kind = 'promotion_funder' THEN t.debit_owner ELSE '' END, t.credit_kind,
            CASE WHEN t.credit_kind = 'promotion_funder' THEN t.credit_owner ELSE '' END, t.cause, CAST(SUM(t.amount_minor_units) AS bigint)
        FROM ({set}) AS s JOIN ledger_transfers t ON t.job_id = s.job_id GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
        """;

    /// <summary>The columns are: at, kind, key, subject, job, journey, detail, amount, currency, count. A key begins with a digit that puts what happens in one instant in its order.</summary>
    private string Moments()
    {
        var (text, number, id) = _isSqlite ? ("NULL", "NULL", "NULL") : ("NULL::text", "NULL::bigint", "NULL::uuid");
        var units = _isSqlite ? Member("e.payload", "part.units") : $"({Member("e.payload", "part.units")})::bigint";
        var (pad, byBytes) = _isSqlite ? ("printf('%020d', {0})", string.Empty) : ("lpad({0}::text, 20, '0')", " COLLATE \"C\"");
        string Padded(string value) => pad.Replace("{0}", value, StringComparison.Ordinal);
        return $"""
            WITH mine AS (
                SELECT o.job_id, o.requested_at, j.service_class, j.status, j.phase, j.currency, j.captured_minor_units, y.journey_id
                FROM {(_isSqlite ? "jobs" : "job_orders")} o JOIN jobs j ON j.job_id = o.job_id LEFT JOIN journey_jobs y ON y.job_id = o.job_id WHERE o.customer_id = @1
            ), moments AS (
                SELECT m.requested_at AS at, 'ordered' AS kind, '1:ordered:' || {Hex("m.job_id")} AS k, m.job_id AS subject, m.job_id AS job, m.journey_id AS journey, m.service_class AS detail,
                    {number} AS amount, m.currency AS currency, {number} AS number
                FROM mine m
                UNION ALL SELECT e.at, 'redeemed', '2:redeemed:' || {Hex("m.job_id")} || {Padded("e.version")}, m.job_id, m.job_id, m.journey_id, {Member("e.payload", "part.worth")}, {number}, m.currency, {units}
                FROM mine m JOIN job_events e ON e.job_id = m.job_id WHERE e.name = 'redeemed'
                UNION ALL SELECT e.at, 'completed', '3:completed:' || {Hex("m.job_id")}, m.job_id, m.job_id, m.journey_id, m.service_class, m.captured_minor_units, m.currency, {number}
                FROM mine m JOIN job_events e ON e.job_id = m.job_id WHERE e.name = 'completed'
                UNION ALL SELECT MAX(e.at), 'ended', '3:ended:' || {Hex("m.job_id")}, m.job_id, m.job_id, m.journey_id, m.status, MAX(m.captured_minor_units), m.currency, {number}
                FROM mine m JOIN job_events e ON e.job_id = m.job_id
                WHERE m.phase = 3 AND m.status <> 'completed' AND e.name IN ('canceled', 'no_show_reported', 'expired', 'matching_exhausted', 'payment_declined')
                GROUP BY m.job_id, m.journey_id, m.status, m.currency
                UNION ALL SELECT b.made_at, 'booked', '0:booked:' || {Hex("b.booking_id")}, b.booking_id, b.job_id, y.journey_id, b.status, {number}, {text}, b.party
                FROM bookings b LEFT JOIN journey_jobs y ON y.job_id = b.job_id WHERE b.customer_id = @1
                UNION ALL SELECT v.issued_at, 'voucher_issued', '5:voucher_issued:' || {Hex("v.voucher_id")}, v.voucher_id, {(_isSqlite ? "CASE WHEN v.source = 'job' THEN unhex(v.reference) END" : "CASE WHEN v.source = 'job' THEN v.reference::uuid END")}, v.journey_id,
                    {Member("c.body", "name")}, {number}, v.currency, {number}
                FROM vouchers v JOIN campaigns c ON c.campaign_id = v.campaign_id WHERE v.holder_id = @1
                UNION ALL SELECT v.expires_at, 'voucher_expired', '7:voucher_expired:' || {Hex("v.voucher_id")}, v.voucher_id, {id}, v.journey_id, {Member("c.body", "name")}, {number}, v.currency, {number}
                FROM vouchers v JOIN campaigns c ON c.campaign_id = v.campaign_id WHERE v.holder_id = @1 AND (v.status = 'expired' OR (v.status = 'issued' AND v.expires_at <= @2))
                UNION ALL SELECT t.at, 'voucher_used', '4:voucher_used:' || {Hex("v.voucher_id")}, v.voucher_id, m.job_id, m.journey_id, {Member("c.body", "name")}, t.amount_minor_units, t.currency, {number}
                FROM mine m JOIN job_vouchers v ON v.job_id = m.job_id JOIN campaigns c ON c.campaign_id = v.campaign_id JOIN ledger_transfers t ON t.key IN ({Discounts})
                UNION ALL SELECT r.at, 'rated', '6:rated:' || {Hex("m.job_id")}, m.job_id, m.job_id, m.journey_id, m.service_class, {number}, {text}, r.stars
                FROM mine m JOIN ratings r ON r.job_id = m.job_id
                UNION ALL SELECT w.at, 'wallet_moved', '7:wallet_moved:' || {Padded("w.number")}, w.subject_id, m.job_id, m.journey_id, w.kind, w.amount_minor_units, w.currency, {number}
                FROM wallet_entries w LEFT JOIN mine m ON m.job_id = w.subject_id WHERE w.customer_id = @1
                UNION ALL SELECT s.at, 'suggested', '8:suggested:' || {Hex("s.suggestion_id")}, COALESCE(s.voucher_id, s.campaign_id), s.job_id, s.journey_id, {Member("c.body", "name")}, {number}, {text}, {number}
                FROM suggestions s JOIN campaigns c ON c.campaign_id = s.campaign_id WHERE s.customer_id = @1
            )
            SELECT at, kind, k, subject, job, journey, detail, amount, currency, number FROM moments
            WHERE at < @3 OR (at = @3 AND k{byBytes} < @4) ORDER BY at DESC, k{byBytes} DESC LIMIT @5
            """;
    }
}
