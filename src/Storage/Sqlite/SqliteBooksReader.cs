using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Ledger;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The books on SQLite.</summary>
internal sealed class SqliteBooksReader(ISqliteReads store) : IBooksReader
{
    private const string Columns = "t.id, t.key, t.debit_kind, t.debit_owner, t.credit_kind, t.credit_owner, t.amount_minor_units, t.currency, t.job_id, t.intent, t.cause, t.operator_id, t.merchant_id, t.at";

    private const string MovementsSql = """
        SELECT kind, currency, cause, SUM(CASE WHEN at < ?1 THEN debit ELSE 0 END), SUM(CASE WHEN at < ?1 THEN credit ELSE 0 END),
            SUM(CASE WHEN at < ?1 THEN 0 ELSE debit END), SUM(CASE WHEN at < ?1 THEN 0 ELSE credit END)
        FROM (
            SELECT debit_kind AS kind, currency, cause, at, amount_minor_units AS debit, 0 AS credit FROM ledger_transfers WHERE at < ?2
            UNION ALL SELECT credit_kind, currency, cause, at, 0, amount_minor_units FROM ledger_transfers WHERE at < ?2)
        GROUP BY kind, currency, cause
        """;

    // What was pending at an instant and neither posted nor voided by then.
    private const string PendingSql = """
        WITH held AS (
            SELECT p.debit_kind, p.credit_kind, p.currency, p.amount_minor_units FROM ledger_pending p WHERE p.phase = 'pending' AND p.at < ?1
                AND NOT EXISTS (SELECT 1 FROM ledger_pending e WHERE e.of_key = p.key AND e.at < ?1))
        SELECT kind, currency, SUM(debit), SUM(credit) FROM (
            SELECT debit_kind AS kind, currency, amount_minor_units AS debit, 0 AS credit FROM held
            UNION ALL SELECT credit_kind, currency, 0, amount_minor_units FROM held)
        GROUP BY kind, currency ORDER BY currency, kind
        """;

    private const string FirstSql = "SELECT MIN(id + 0) FROM ledger_transfers WHERE at >= ?1 AND at < ?2";

    // In the order of posting: instants ascend with few exceptions, so that hardly a row is looked at in vain. The last page alone looks at all that came after the period.
    private const string JournalSql = $"SELECT {Columns} FROM ledger_transfers t WHERE t.id > ?1 AND +t.at >= ?2 AND +t.at < ?3 ORDER BY t.id LIMIT ?4";

    private const string ProviderOpeningSql = """
        SELECT currency, SUM(amount) FROM (
            SELECT currency, amount_minor_units AS amount FROM ledger_transfers WHERE credit_kind = 'provider_payable' AND credit_owner = ?1 AND at < ?2
            UNION ALL SELECT currency, -amount_minor_units FROM ledger_transfers WHERE debit_kind = 'provider_payable' AND debit_owner = ?1 AND at < ?2)
        GROUP BY currency
        """;

    // The jobs that earned the provider something or took it back, and those that were paid to it at the door: one may earn it nothing.
    private const string ProviderJobsSql = $"""
        WITH moved AS (
            SELECT job_id FROM ledger_transfers WHERE credit_kind = 'provider_payable' AND credit_owner = ?1 AND at >= ?2 AND at < ?3
            UNION SELECT job_id FROM ledger_transfers WHERE debit_kind = 'provider_payable' AND debit_owner = ?1 AND at >= ?2 AND at < ?3
            UNION SELECT job_id FROM ledger_transfers WHERE debit_kind = 'cash_in_hand' AND debit_owner = ?1 AND cause IN ('cash_collected', 'card_collected') AND at >= ?2 AND at < ?3)
        SELECT {Columns} FROM moved CROSS JOIN ledger_transfers t ON t.job_id = moved.job_id ORDER BY t.job_id, t.id LIMIT ?4
        """;

    private const string MerchantOpeningSql = """
        SELECT currency, SUM(amount) FROM (
            SELECT currency, amount_minor_units AS amount FROM ledger_transfers WHERE credit_kind = 'merchant_payable' AND credit_owner = ?1 AND at < ?2
            UNION ALL SELECT currency, -amount_minor_units FROM ledger_transfers WHERE debit_kind = 'merchant_payable' AND debit_owner = ?1 AND at < ?2
            UNION ALL SELECT currency, amount_minor_units FROM ledger_transfers WHERE credit_kind = 'promotion_funder' AND credit_owner = ?3 AND at < ?2
            UNION ALL SELECT currency, -amount_minor_units FROM ledger_transfers WHERE debit_kind = 'promotion_funder' AND debit_owner = ?3 AND at < ?2)
        GROUP BY currency
        """;

    // The jobs that are the merchant's, and those of another of which it has a part.
    private const string MerchantJobsSql = $"""
        WITH moved AS (
            SELECT job_id FROM ledger_transfers WHERE merchant_id = ?1 AND at >= ?2 AND at < ?3
            UNION SELECT job_id FROM ledger_transfers WHERE credit_kind = 'merchant_payable' AND credit_owner = ?5 AND at >= ?2 AND at < ?3
            UNION SELECT job_id FROM ledger_transfers WHERE debit_kind = 'merchant_payable' AND debit_owner = ?5 AND at >= ?2 AND at < ?3
            UNION SELECT job_id FROM ledger_transfers WHERE credit_kind = 'promotion_funder' AND credit_owner = ?6 AND at >= ?2 AND at < ?3
            UNION SELECT job_id FROM ledger_transfers WHERE debit_kind = 'promotion_funder' AND debit_owner = ?6 AND at >= ?2 AND at < ?3)
        SELECT {Columns} FROM moved CROSS JOIN ledger_transfers t ON t.job_id = moved.job_id ORDER BY t.job_id, t.id LIMIT ?4
        """;

    private const string ByMarketSql = """
        SELECT j.market, j.service_class, t.currency, COUNT(*), t.debit_kind,
            CASE WHEN t.debit_kind = 'promotion_funder' THEN substr(t.debit_owner, 1, instr(t.debit_owner || '/', '/') - 1) ELSE '' END, t.credit_kind,
            CASE WHEN t.credit_kind = 'promotion_funder' THEN substr(t.credit_owner, 1, instr(t.credit_owner || '/', '/') - 1) ELSE '' END, t.cause, SUM(t.amount_minor_units)
        FROM ledger_transfers t JOIN jobs j ON j.job_id = t.job_id WHERE t.at >= ?1 AND t.at < ?2
        GROUP BY 1, 2, 3, 5, 6, 7, 8, 9 ORDER BY 1, 2, 3, 5, 6, 7, 8, 9
        """;

    /// <summary>Statements over one index for somebody who waits; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [FirstSql, JournalSql];

    /// <inheritdoc/>
    public ValueTask<LedgerProof> Prove(Func<LedgerFault, bool> found, Action<LedgerProgress>? progress, CancellationToken cancellationToken) => store.Read(
        session => session.Snapshot(snapshot =>
        {
            var audit = new LedgerAudit(found);
            Walk(snapshot, audit, withStates: true, progress, cancellationToken);
            return audit.Proof;
        }),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BookSums> Sums(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => store.Read(
        session => session.Snapshot(snapshot => new BookSums(
            snapshot[MovementsSql].All(
                rows =>
                {
                    rows.Bind(1, from);
                    rows.Bind(2, to);
                },
                rows => new AccountMovement(rows.Text(0), rows.Text(1), rows.Text(2), rows.Number(3), rows.Number(4), rows.Number(5), rows.Number(6))),
            snapshot[PendingSql].All(
                rows => rows.Bind(1, to),
                rows => new AccountPending(rows.Text(0), rows.Text(1), rows.Number(2), rows.Number(3))))),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<JournalEntry>> Journal(DateTimeOffset from, DateTimeOffset to, long after, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            if (after == 0)
            {
                var first = session[FirstSql];
                using var useFirst = first.Begin();
                first.Bind(1, from);
                first.Bind(2, to);
                if (!first.Step() || first.IsNull(0))
                {
                    return [];
                }

                after = first.Number(0) - 1;
            }

            var rows = session[JournalSql];
            using var use = rows.Begin();
            rows.Bind(1, after);
            rows.Bind(2, from);
            rows.Bind(3, to);
            rows.Bind(4, (long)limit);
            var entries = ImmutableArray.CreateBuilder<JournalEntry>();
            while (rows.Step())
            {
                entries.Add(new JournalEntry(rows.Number(0), Transfer(rows)));
            }

            return entries.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AccountHistory> OfProvider(ProviderId provider, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) => store.Read(
        session => session.Snapshot(snapshot =>
        {
            var opening = snapshot[ProviderOpeningSql];
            using var useOpening = opening.Begin();
            opening.Bind(1, provider.ToString());
            opening.Bind(2, from);
            var balances = Balances(opening);
            var rows = snapshot[ProviderJobsSql];
            using var use = rows.Begin();
            rows.Bind(1, provider.ToString());
            rows.Bind(2, from);
            rows.Bind(3, to);
            rows.Bind(4, (long)limit + 1);
            return new AccountHistory(balances, Transfers(rows));
        }),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AccountHistory> OfMerchant(MerchantId merchant, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) => store.Read(
        session => session.Snapshot(snapshot =>
        {
            var opening = snapshot[MerchantOpeningSql];
            using var useOpening = opening.Begin();
            opening.Bind(1, merchant.ToString());
            opening.Bind(2, from);
            opening.Bind(3, Statement.FunderOf(merchant));
            var balances = Balances(opening);
            var rows = snapshot[MerchantJobsSql];
            using var use = rows.Begin();
            rows.Bind(1, merchant.Value);
            rows.Bind(2, from);
            rows.Bind(3, to);
            rows.Bind(4, (long)limit + 1);
            rows.Bind(5, merchant.ToString());
            rows.Bind(6, Statement.FunderOf(merchant));
            return new AccountHistory(balances, Transfers(rows));
        }),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<MarketMovement>> ByMarket(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[ByMarketSql];
            using var use = rows.Begin();
            rows.Bind(1, from);
            rows.Bind(2, to);
            var movements = ImmutableArray.CreateBuilder<MarketMovement>();
            while (rows.Step())
            {
                movements.Add(new MarketMovement(
                    rows.Text(0), rows.Text(1), rows.Text(2), rows.Number(3), new BookMove(rows.Text(4), rows.Text(5), rows.Text(6), rows.Text(7), rows.Text(8), rows.Number(9))));
            }

            return movements.ToImmutable();
        },
        cancellationToken);

    /// <summary>Walks through the books of a snapshot.</summary>
    internal static void Walk(ReadSession snapshot, LedgerAudit audit, bool withStates, Action<LedgerProgress>? progress, CancellationToken cancellationToken) =>
        new LedgerWalk(new SqliteLedgerPages(snapshot, withStates), audit).Run(progress, cancellationToken).AsTask().GetAwaiter().GetResult();

    private static ImmutableSortedDictionary<string, long> Balances(SqliteStatement rows)
    {
        var balances = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        while (rows.Step())
        {
            balances[rows.Text(0)] = rows.Number(1);
        }

        return balances.ToImmutable();
    }

    private static ImmutableArray<LedgerTransfer> Transfers(SqliteStatement rows)
    {
        var transfers = ImmutableArray.CreateBuilder<LedgerTransfer>();
        while (rows.Step())
        {
            transfers.Add(Transfer(rows));
        }

        return transfers.ToImmutable();
    }

    private static LedgerTransfer Transfer(SqliteStatement rows) => new(
        rows.Text(1),
        new LedgerAccount(EnumText<AccountKind>.Parse(rows.Text(2)), rows.Text(3)),
        new LedgerAccount(EnumText<AccountKind>.Parse(rows.Text(4)), rows.Text(5)),
        new Money(rows.Number(6), Currency.Of(rows.Text(7))),
        new JobId(rows.Id(8)),
        rows.TextOrNull(9),
        rows.Text(10),
        new OperatorId(rows.Text(11)),
        rows.IdOrNull(12) is { } merchant ? new MerchantId(merchant) : null,
        rows.Instant(13));
}
