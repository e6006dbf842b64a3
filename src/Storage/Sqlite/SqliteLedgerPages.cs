using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Ledger;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The pages of a walk through the books, in a snapshot of one session. Every call completes in line.</summary>
internal sealed class SqliteLedgerPages(ReadSession session, bool withStates) : ILedgerPages
{
    private const string CountSql = "SELECT COUNT(*) FROM jobs";
    private const string JobsSql = """
        SELECT job_id, status, payment_status, currency, customer_id, operator_id, merchant_id, provider_id, authorised_minor_units, captured_minor_units, released_minor_units
        FROM jobs WHERE job_id > ?1 ORDER BY job_id LIMIT ?2
        """;

    // Orders are large: one is read for the few jobs that ask for it.
    private const string JobsWithStatesSql = $"""
        SELECT job_id, status, payment_status, currency, customer_id, operator_id, merchant_id, provider_id, authorised_minor_units, captured_minor_units, released_minor_units, state_json,
            CASE WHEN {BookJob.AsksOrderSql} THEN (SELECT o.order_json FROM job_orders o WHERE o.job_id = jobs.job_id) END
        FROM jobs WHERE job_id > ?1 ORDER BY job_id LIMIT ?2
        """;

    private const string TransfersSql = """
        SELECT id, job_id, key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, cause, operator_id, merchant_id
        FROM ledger_transfers WHERE (job_id, id) > (?1, ?2) ORDER BY job_id, id LIMIT ?3
        """;

    private const string PendingSql = """
        SELECT id, job_id, key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, cause, operator_id, merchant_id, phase, of_key
        FROM ledger_pending WHERE (job_id, id) > (?1, ?2) ORDER BY job_id, id LIMIT ?3
        """;

    private const string TotalsSql = """
        SELECT kind, currency, SUM(debit), SUM(credit) FROM (
            SELECT debit_kind AS kind, currency, amount_minor_units AS debit, 0 AS credit FROM ledger_transfers
            UNION ALL SELECT credit_kind, currency, 0, amount_minor_units FROM ledger_transfers)
        GROUP BY kind, currency
        """;

    private static readonly string WalletsSql = $"""
        SELECT 'wallet_balance_differs', w.operator_id || '/' || lower(hex(w.customer_id)) || ' ' || w.currency, coalesce(e.moved, 0), w.balance_minor_units
        FROM wallets w LEFT JOIN (
            SELECT customer_id, operator_id, currency, sum(CASE
                WHEN kind IN ('credited', 'topped_up', 'refunded', 'dispute_won') THEN amount_minor_units
                WHEN kind IN ('captured', 'charged', 'disputed') THEN -amount_minor_units ELSE 0 END) AS moved
            FROM wallet_entries GROUP BY customer_id, operator_id, currency) e
            ON e.customer_id = w.customer_id AND e.operator_id = w.operator_id AND e.currency = w.currency
        WHERE coalesce(e.moved, 0) <> w.balance_minor_units
        UNION ALL
        SELECT 'wallet_held_differs', w.operator_id || '/' || lower(hex(w.customer_id)) || ' ' || w.currency, coalesce(p.held, 0), w.held_minor_units
        FROM wallets w LEFT JOIN (
            SELECT customer_id, operator_id, currency, sum(amount_minor_units) AS held FROM wallet_payments WHERE status = 'held' GROUP BY customer_id, operator_id, currency) p
            ON p.customer_id = w.customer_id AND p.operator_id = w.operator_id AND p.currency = w.currency
        WHERE coalesce(p.held, 0) <> w.held_minor_units
        UNION ALL
        SELECT 'wallet_paid_in_differs', w.operator_id || '/' || lower(hex(w.customer_id)) || ' ' || w.currency, coalesce(e.paid, 0), coalesce(t.posted, 0)
        FROM wallets w LEFT JOIN (
            SELECT customer_id, operator_id, currency, sum(amount_minor_units) AS paid FROM wallet_entries WHERE kind IN ('credited', 'topped_up') GROUP BY customer_id, operator_id, currency) e
            ON e.customer_id = w.customer_id AND e.operator_id = w.operator_id AND e.currency = w.currency
        LEFT JOIN (
            SELECT credit_owner, operator_id, currency, sum(amount_minor_units) AS posted FROM ledger_transfers
            WHERE credit_kind = 'customer_wallet' AND cause IN ('wallet_credited', 'wallet_topped_up') GROUP BY credit_owner, operator_id, currency) t
            ON t.credit_owner = lower(hex(w.customer_id)) AND t.operator_id = w.operator_id AND t.currency = w.currency
        WHERE coalesce(e.paid, 0) <> coalesce(t.posted, 0)
        UNION ALL
        SELECT 'wallet_disputed_differs', w.operator_id || '/' || lower(hex(w.customer_id)) || ' ' || w.currency, coalesce(e.taken, 0), coalesce(t.posted, 0)
        FROM wallets w LEFT JOIN (
            SELECT customer_id, operator_id, currency, sum(CASE kind WHEN 'disputed' THEN amount_minor_units ELSE -amount_minor_units END) AS taken
            FROM wallet_entries WHERE kind IN ('disputed', 'dispute_won') GROUP BY customer_id, operator_id, currency) e
            ON e.customer_id = w.customer_id AND e.operator_id = w.operator_id AND e.currency = w.currency
        LEFT JOIN (
            SELECT CASE cause WHEN 'wallet_disputed' THEN debit_owner ELSE credit_owner END AS owner, operator_id, currency,
                sum(CASE cause WHEN 'wallet_disputed' THEN amount_minor_units ELSE -amount_minor_units END) AS posted
            FROM ledger_transfers WHERE cause IN ('wallet_disputed', 'wallet_dispute_won') GROUP BY 1, operator_id, currency) t
            ON t.owner = lower(hex(w.customer_id)) AND t.operator_id = w.operator_id AND t.currency = w.currency
        WHERE coalesce(e.taken, 0) <> coalesce(t.posted, 0) OR coalesce(e.taken, 0) <> w.disputed_minor_units
        UNION ALL
        SELECT 'wallet_taken_differs', w.intent, w.captured_minor_units, coalesce(t.posted, 0)
        FROM wallet_payments w JOIN jobs j ON j.job_id = w.job_id LEFT JOIN (
            SELECT intent, sum(amount_minor_units) AS posted FROM ledger_transfers WHERE debit_kind = 'customer_wallet' GROUP BY intent) t ON t.intent = w.intent
        WHERE coalesce(t.posted, 0) > w.captured_minor_units
            OR (coalesce(t.posted, 0) < w.captured_minor_units AND w.status = 'captured' AND w.intent NOT LIKE '%tip%'
                AND j.payment_status IN ('captured', 'released', 'partially_refunded', 'refunded'))
        UNION ALL
        SELECT 'wallet_refunded_differs', w.intent, w.refunded_minor_units, coalesce(t.posted, 0)
        FROM wallet_payments w LEFT JOIN (
            SELECT intent, sum(amount_minor_units) AS posted FROM ledger_transfers WHERE credit_kind = 'customer_wallet' AND cause IN ('refunded', 'tip_refunded') GROUP BY intent) t ON t.intent = w.intent
        WHERE coalesce(t.posted, 0) > w.refunded_minor_units
        UNION ALL
        {PlacementSql.FaultsOf(id => $"lower(hex({id}))")}
        LIMIT ?1
        """;

    /// <summary>Every statement that a walk runs for each page; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [JobsSql, JobsWithStatesSql, TransfersSql, PendingSql, VoucherBooksSql.Sqlite.Page];

    /// <inheritdoc/>
    public ValueTask<long> CountJobs()
    {
        var rows = session[CountSql];
        using var use = rows.Begin();
        rows.Step();
        return new ValueTask<long>(rows.Number(0));
    }

    /// <inheritdoc/>
    public ValueTask<List<BookJob>> Jobs(Guid after, int limit)
    {
        var rows = session[withStates ? JobsWithStatesSql : JobsSql];
        using var use = rows.Begin();
        rows.Bind(1, after);
        rows.Bind(2, (long)limit);
        var jobs = new List<BookJob>(limit);
        while (rows.Step())
        {
            jobs.Add(new BookJob(
                rows.Id(0),
                EnumText<JobStatus>.Parse(rows.Text(1)),
                EnumText<PaymentStatus>.Parse(rows.Text(2)),
                rows.Text(3),
                rows.Id(4).ToString("N"),
                rows.Text(5),
                rows.IdOrNull(6),
                rows.IdOrNull(7)?.ToString("N"),
                rows.Number(8),
                rows.Number(9),
                rows.Number(10),
                withStates ? rows.Bytes(11).ToArray() : null,
                withStates && !rows.IsNull(12) ? rows.Bytes(12).ToArray() : null));
        }

        return new ValueTask<List<BookJob>>(jobs);
    }

    /// <inheritdoc/>
    public ValueTask<List<BookTransfer>> Transfers(Guid afterJob, long afterNumber, int limit)
    {
        var rows = session[TransfersSql];
        using var use = rows.Begin();
        rows.Bind(1, afterJob);
        rows.Bind(2, afterNumber);
        rows.Bind(3, (long)limit);
        var transfers = new List<BookTransfer>(limit);
        while (rows.Step())
        {
            transfers.Add(Transfer(rows));
        }

        return new ValueTask<List<BookTransfer>>(transfers);
    }

    /// <inheritdoc/>
    public ValueTask<List<BookPending>> Pending(Guid afterJob, long afterNumber, int limit)
    {
        var pending = new List<BookPending>();
        if (!withStates)
        {
            return new ValueTask<List<BookPending>>(pending);
        }

        var rows = session[PendingSql];
        using var use = rows.Begin();
        rows.Bind(1, afterJob);
        rows.Bind(2, afterNumber);
        rows.Bind(3, (long)limit);
        while (rows.Step())
        {
            pending.Add(new BookPending(Transfer(rows), rows.Text(12), rows.TextOrNull(13)));
        }

        return new ValueTask<List<BookPending>>(pending);
    }

    /// <inheritdoc/>
    public ValueTask<List<BookVoucher>> Vouchers(Guid afterJob, Guid afterVoucher, int limit)
    {
        var vouchers = new List<BookVoucher>();
        if (!withStates)
        {
            return new ValueTask<List<BookVoucher>>(vouchers);
        }

        var rows = session[VoucherBooksSql.Sqlite.Page];
        using var use = rows.Begin();
        rows.Bind(1, afterJob);
        rows.Bind(2, afterVoucher);
        rows.Bind(3, (long)limit);
        while (rows.Step())
        {
            vouchers.Add(new BookVoucher(
                rows.Id(0),
                rows.Id(1),
                rows.Id(2),
                rows.Number(3),
                rows.IsNull(4) ? null : rows.Bytes(4).ToArray(),
                rows.TextOrNull(5),
                rows.IdOrNull(6) is { } campaign
                    ? new BookVoucherRow(campaign, rows.Text(7), EnumText<VoucherStatus>.Parse(rows.Text(8)), rows.IdOrNull(9), rows.Number(10), rows.Number(11))
                    : null));
        }

        return new ValueTask<List<BookVoucher>>(vouchers);
    }

    /// <inheritdoc/>
    public ValueTask<HashSet<(Guid Job, Guid Voucher)>> Owed()
    {
        var rows = session[VoucherBooksSql.Owed];
        using var use = rows.Begin();
        var owed = new HashSet<(Guid Job, Guid Voucher)>();
        while (rows.Step())
        {
            var settle = StoreJson.Read<OutboxMessage.SettleVoucher>(rows.Bytes(0), []);
            owed.Add((settle.Job, settle.Move.Voucher));
        }

        return new ValueTask<HashSet<(Guid Job, Guid Voucher)>>(owed);
    }

    /// <inheritdoc/>
    public ValueTask<List<SumFault>> Wallets(int limit) => Sums(WalletsSql, limit);

    /// <inheritdoc/>
    public ValueTask<List<SumFault>> Campaigns(int limit) => withStates ? Sums(VoucherBooksSql.Sqlite.Faults, limit) : new ValueTask<List<SumFault>>([]);

    /// <inheritdoc/>
    public ValueTask<List<KindTotal>> Totals()
    {
        var rows = session[TotalsSql];
        using var use = rows.Begin();
        var totals = new List<KindTotal>();
        while (rows.Step())
        {
            totals.Add(new KindTotal(rows.Text(0), rows.Text(1), rows.Number(2), rows.Number(3)));
        }

        return new ValueTask<List<KindTotal>>(totals);
    }

    private static BookTransfer Transfer(SqliteStatement rows) => new(
        rows.Number(0), rows.Id(1), rows.Text(2), rows.Text(3), rows.Text(4), rows.Text(5), rows.Text(6), rows.Number(7), rows.Text(8), rows.Text(9), rows.Text(10), rows.IdOrNull(11));

    private ValueTask<List<SumFault>> Sums(string sql, int limit)
    {
        var rows = session[sql];
        using var use = rows.Begin();
        rows.Bind(1, (long)limit);
        var faults = new List<SumFault>();
        while (rows.Step())
        {
            faults.Add(new SumFault(rows.Text(0), rows.Text(1), rows.Number(2), rows.Number(3)));
        }

        return new ValueTask<List<SumFault>>(faults);
    }
}
