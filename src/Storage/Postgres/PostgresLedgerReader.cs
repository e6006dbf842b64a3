using System.Collections.Immutable;
using Npgsql;
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

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>The ledger on PostgreSQL.</summary>
internal sealed class PostgresLedgerReader(PostgresStore store) : ILedgerReader
{
    private const string OfJobSql = """
        SELECT key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, job_id, intent, cause, operator_id, merchant_id, at
        FROM ledger_transfers WHERE job_id = $1 ORDER BY id
        """;

    private const string EarningsSql = """
        SELECT job_id, currency, sum(amount)::bigint, max(at) FROM (
            SELECT job_id, currency, amount_minor_units AS amount, at FROM ledger_transfers WHERE credit_kind = 'provider_payable' AND credit_owner = $1 AND at >= $2 AND at < $3 AND cause NOT IN ('transfer_begun', 'transfer_failed', 'cash_netted')
            UNION ALL
            SELECT job_id, currency, -amount_minor_units, at FROM ledger_transfers WHERE debit_kind = 'provider_payable' AND debit_owner = $1 AND at >= $2 AND at < $3 AND cause NOT IN ('transfer_begun', 'transfer_failed', 'cash_netted')) AS moved
        GROUP BY job_id, currency ORDER BY max(at) DESC, job_id DESC, currency LIMIT $4
        """;

    private const string TotalsSql = """
        SELECT kind, currency, sum(debit)::bigint, sum(credit)::bigint FROM (
            SELECT debit_kind AS kind, currency, amount_minor_units AS debit, 0 AS credit FROM ledger_transfers
            UNION ALL SELECT credit_kind, currency, 0, amount_minor_units FROM ledger_transfers) AS sides
        GROUP BY kind, currency
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [OfJobSql, EarningsSql];

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<LedgerTransfer>> OfJob(JobId job, CancellationToken cancellationToken) => store.ReadAll(
        OfJobSql,
        parameters => parameters.Id(job.Value),
        row => new LedgerTransfer(
            row.Text(0),
            Account(row, 1),
            Account(row, 3),
            new Money(row.Number(5), Currency.Of(row.Text(6))),
            new JobId(row.Id(7)),
            row.TextOrNull(8),
            row.Text(9),
            new OperatorId(row.Text(10)),
            row.IdOrNull(11) is { } merchant ? new MerchantId(merchant) : null,
            row.Instant(12)),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<AccountTotal>> TrialBalance(CancellationToken cancellationToken) =>
        store.Snapshot(connection => Totals(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LedgerCheck> Verify(CancellationToken cancellationToken) => store.Snapshot(
        async connection =>
        {
            var audit = new LedgerAudit();
            await using var pages = new PostgresLedgerPages(connection, withStates: false, cancellationToken);
            await new LedgerWalk(pages, audit).Run(null, cancellationToken).ConfigureAwait(false);
            return audit.Check;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EarningLine>> Earnings(ProviderId provider, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) => store.ReadAll(
        EarningsSql,
        parameters => parameters.Text(provider.ToString()).Instant(from).Instant(to).Number(limit),
        row => new EarningLine(new JobId(row.Id(0)), new Money(row.Number(2), Currency.Of(row.Text(1))), row.Instant(3)),
        cancellationToken);

    private static LedgerAccount Account(NpgsqlDataReader row, int column) => new(EnumText<AccountKind>.Parse(row.Text(column)), row.Text(column + 1));

    private static async Task<ImmutableArray<AccountTotal>> Totals(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Long(connection, TotalsSql);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var totals = ImmutableArray.CreateBuilder<AccountTotal>();
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            totals.Add(new AccountTotal(EnumText<AccountKind>.Parse(rows.Text(0)), rows.Text(1), rows.Number(2), rows.Number(3)));
        }

        totals.Sort((left, right) => left.Kind != right.Kind ? left.Kind.CompareTo(right.Kind) : string.CompareOrdinal(left.Currency, right.Currency));
        return totals.ToImmutable();
    }

    // The books of years take longer than a commit may.
    private static NpgsqlCommand Long(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = 0 };
}
