namespace O2O.Dispatch.Storage.Documents;

/// <summary>What the proof of the books reads of vouchers, in the words of either database.</summary>
internal sealed class VoucherBooksSql
{
    private readonly bool _isSqlite;

    private VoucherBooksSql(bool isSqlite)
    {
        _isSqlite = isSqlite;
        Page = Of("""
            SELECT j.job_id, j.voucher_id, j.campaign_id, j.place, o.order_json, c.body, v.campaign_id, v.currency, v.status, v.hold_by, COALESCE(v.hold_minor_units, 0), COALESCE(v.used_minor_units, 0)
            FROM job_vouchers j LEFT JOIN job_orders o ON o.job_id = j.job_id LEFT JOIN campaigns c ON c.campaign_id = j.campaign_id LEFT JOIN vouchers v ON v.voucher_id = j.voucher_id
            WHERE (j.job_id, j.voucher_id) > (@1, @2) ORDER BY j.job_id, j.voucher_id LIMIT @3
            """);

        // Uses are counted anew from the vouchers: of everybody and by each customer, by day and of all days, as the campaign counts them.
        var nobody = isSqlite ? "zeroblob(16)" : "'00000000-0000-0000-0000-000000000000'::uuid";
        var budget = isSqlite ? $"CAST({Member("c.body", "limits.budget")} AS INTEGER)" : $"split_part({Member("c.body", "limits.budget")}, ' ', 1)::bigint";
        const string Uses = "FROM vouchers WHERE status IN ('held', 'redeemed')";
        Faults = Of($"""
            WITH added AS (
                SELECT campaign_id, SUM(CASE status WHEN 'redeemed' THEN COALESCE(used_minor_units, 0) ELSE 0 END) AS spent, SUM(CASE status WHEN 'held' THEN COALESCE(hold_minor_units, 0) ELSE 0 END) AS held,
                    SUM(CASE WHEN status IN ('held', 'redeemed') THEN 1 ELSE 0 END) AS uses, COUNT(*) AS issued
                FROM vouchers GROUP BY campaign_id
            ), kept AS (
                SELECT c.campaign_id, c.body, c.spent_minor_units, c.held_minor_units, c.uses AS uses_kept, c.issued AS issued_kept,
                    COALESCE(a.spent, 0) AS spent, COALESCE(a.held, 0) AS held, COALESCE(a.uses, 0) AS uses, COALESCE(a.issued, 0) AS issued
                FROM campaigns c LEFT JOIN added a ON a.campaign_id = c.campaign_id
            ), counted AS (
                SELECT campaign_id, customer_id, day, SUM(kept) AS kept, SUM(uses) AS uses FROM (
                    SELECT campaign_id, customer_id, day, uses AS kept, 0 AS uses FROM campaign_counts
                    UNION ALL SELECT campaign_id, {nobody}, hold_day, 0, 1 {Uses}
                    UNION ALL SELECT campaign_id, hold_customer_id, 0, 0, 1 {Uses}
                    UNION ALL SELECT campaign_id, hold_customer_id, hold_day, 0, 1 {Uses}) AS lines
                GROUP BY campaign_id, customer_id, day
            ), capped AS (
                SELECT n.campaign_id, n.customer_id, n.day, n.kept, n.uses, CASE
                    WHEN n.customer_id = {nobody} THEN {Limit("per_day")} WHEN n.day = 0 THEN {Limit("per_customer")} ELSE {Limit("per_customer_per_day")} END AS cap
                FROM counted n LEFT JOIN campaigns c ON c.campaign_id = n.campaign_id
            ), used AS (
                SELECT v.voucher_id, v.used_minor_units, COUNT(o.job_id) AS jobs
                FROM vouchers v LEFT JOIN job_vouchers j ON j.voucher_id = v.voucher_id LEFT JOIN job_orders o ON o.job_id = j.job_id AND {Member("o.order_json", "quote")} = {Hex("v.hold_by")}
                WHERE v.status = 'redeemed' GROUP BY v.voucher_id, v.used_minor_units
            )
            SELECT rule, what, CAST(expected AS bigint), CAST(actual AS bigint) FROM (
                SELECT 'voucher_job_missing' AS rule, {Hex("voucher_id")} AS what, 0 AS expected, COALESCE(used_minor_units, 0) AS actual FROM used WHERE jobs = 0
                UNION ALL SELECT 'voucher_used_twice', {Hex("voucher_id")}, COALESCE(used_minor_units, 0), COALESCE(used_minor_units, 0) * jobs FROM used WHERE jobs > 1
                UNION ALL SELECT 'campaign_spent_differs', {Hex("campaign_id")}, spent, spent_minor_units FROM kept WHERE spent <> spent_minor_units
                UNION ALL SELECT 'campaign_held_differs', {Hex("campaign_id")}, held, held_minor_units FROM kept WHERE held <> held_minor_units
                UNION ALL SELECT 'campaign_uses_differ', {Hex("campaign_id")}, uses, uses_kept FROM kept WHERE uses <> uses_kept
                UNION ALL SELECT 'campaign_issued_differs', {Hex("campaign_id")}, issued, issued_kept FROM kept WHERE issued <> issued_kept
                UNION ALL SELECT 'campaign_over_budget', {Hex("c.campaign_id")}, {budget}, c.spent + c.held FROM kept c WHERE c.spent + c.held > {budget}
                UNION ALL SELECT 'campaign_over_cap', {Hex("c.campaign_id")}, {Limit("total")}, c.uses FROM kept c WHERE c.uses > {Limit("total")}
                UNION ALL SELECT 'campaign_counts_differ', {Counted}, uses, kept FROM capped WHERE uses <> kept
                UNION ALL SELECT 'campaign_over_cap', {Counted}, cap, uses FROM capped WHERE uses > cap) AS faults
            LIMIT @1
            """);
    }

    /// <summary>For SQLite.</summary>
    public static VoucherBooksSql Sqlite { get; } = new(isSqlite: true);

    /// <summary>For PostgreSQL.</summary>
    public static VoucherBooksSql Postgres { get; } = new(isSqlite: false);

    /// <summary>The documents of what the outbox owes campaigns.</summary>
    public static string Owed => "SELECT payload FROM outbox WHERE kind = 'settle_voucher'";

    /// <summary>A page of the vouchers that jobs were ordered with: the job and voucher it begins after, how many.</summary>
    public string Page { get; }

    /// <summary>What is off about campaigns, and vouchers that no job used, or two: a rule, what, expected, actual; how many at the most.</summary>
    public string Faults { get; }

    /// <summary>Whose uses are counted, and of which day; a broken row may say neither.</summary>
    private string Counted => $"{Hex("campaign_id")} || ' ' || COALESCE({Hex("customer_id")}, '') || ' ' || COALESCE(CAST(day AS text), '')";

    private string Hex(string id) => _isSqlite ? $"lower(hex({id}))" : $"replace({id}::text, '-', '')";

    private string Member(string json, string path) => _isSqlite ? $"json_extract({json}, '$.{path}')" : $"({json}::jsonb #>> '{{{path.Replace('.', ',')}}}')";

    private string Limit(string name) => _isSqlite ? Member("c.body", $"limits.{name}") : $"{Member("c.body", $"limits.{name}")}::bigint";

    private string Of(string sql) => sql.Replace('@', _isSqlite ? '?' : '$');
}
