using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Ledger;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The ledger on SQLite.</summary>
internal sealed class SqliteLedgerReader(SqliteStore store) : ILedgerReader
{
    private const string OfJobSql = """
        SELECT key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, job_id, intent, cause, operator_id, merchant_id, at
        FROM ledger_transfers WHERE job_id = ?1 ORDER BY id
        """;

    private const string EarningsSql = """
        SELECT job_id, currency, SUM(amount), MAX(at) FROM (
            SELECT job_id, currency, amount_minor_units AS amount, at FROM ledger_transfers WHERE credit_kind = 'provider_payable' AND credit_owner = ?1 AND at >= ?2 AND at < ?3 AND cause NOT IN ('transfer_begun', 'transfer_failed', 'cash_netted')
            UNION ALL
            SELECT job_id, currency, -amount_minor_units, at FROM ledger_transfers WHERE debit_kind = 'provider_payable' AND debit_owner = ?1 AND at >= ?2 AND at < ?3 AND cause NOT IN ('transfer_begun', 'transfer_failed', 'cash_netted'))
        GROUP BY job_id, currency ORDER BY MAX(at) DESC, job_id DESC LIMIT ?4
        """;

    private const string TotalsSql = """
        SELECT kind, currency, SUM(debit), SUM(credit) FROM (
            SELECT debit_kind AS kind, currency, amount_minor_units AS debit, 0 AS credit FROM ledger_transfers
            UNION ALL SELECT credit_kind, currency, 0, amount_minor_units FROM ledger_transfers)
        GROUP BY kind, currency
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [OfJobSql];

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<LedgerTransfer>> OfJob(JobId job, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[OfJobSql];
            using var use = rows.Begin();
            rows.Bind(1, job.Value);
            var transfers = ImmutableArray.CreateBuilder<LedgerTransfer>();
            while (rows.Step())
            {
                transfers.Add(new LedgerTransfer(
                    rows.Text(0),
                    Account(rows, 1),
                    Account(rows, 3),
                    new Money(rows.Number(5), Currency.Of(rows.Text(6))),
                    new JobId(rows.Id(7)),
                    rows.TextOrNull(8),
                    rows.Text(9),
                    new OperatorId(rows.Text(10)),
                    rows.IdOrNull(11) is { } merchant ? new MerchantId(merchant) : null,
                    rows.Instant(12)));
            }

            return transfers.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<AccountTotal>> TrialBalance(CancellationToken cancellationToken) => store.Read(Totals, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LedgerCheck> Verify(CancellationToken cancellationToken) =>
        store.Read(
            session => session.Snapshot(snapshot =>
            {
                var audit = new LedgerAudit();
                SqliteBooksReader.Walk(snapshot, audit, withStates: false, null, cancellationToken);
                return audit.Check;
            }),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EarningLine>> Earnings(ProviderId provider, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[EarningsSql];
            using var use = rows.Begin();
            rows.Bind(1, provider.ToString());
            rows.Bind(2, from);
            rows.Bind(3, to);
            rows.Bind(4, (long)limit);
            var lines = ImmutableArray.CreateBuilder<EarningLine>();
            while (rows.Step())
            {
                lines.Add(new EarningLine(new JobId(rows.Id(0)), new Money(rows.Number(2), Currency.Of(rows.Text(1))), rows.Instant(3)));
            }

            return lines.ToImmutable();
        },
        cancellationToken);

    private static LedgerAccount Account(SqliteStatement row, int column) => new(EnumText<AccountKind>.Parse(row.Text(column)), row.Text(column + 1));

    private static ImmutableArray<AccountTotal> Totals(ReadSession session)
    {
        var rows = session[TotalsSql];
        using var use = rows.Begin();
        var totals = ImmutableArray.CreateBuilder<AccountTotal>();
        while (rows.Step())
        {
            totals.Add(new AccountTotal(EnumText<AccountKind>.Parse(rows.Text(0)), rows.Text(1), rows.Number(2), rows.Number(3)));
        }

        totals.Sort((left, right) => left.Kind != right.Kind ? left.Kind.CompareTo(right.Kind) : string.CompareOrdinal(left.Currency, right.Currency));
        return totals.ToImmutable();
    }
}
