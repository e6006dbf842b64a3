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
            SELECT job_id, currency, amount_minor_units AS amount, at FROM ledger_transfers WHERE credit_kind = 'provider_payable' AND credit_owner = $1 AND at >= $2 AND at < $3
            UNION ALL
            SELECT job_id, currency, -amount_minor_units, at FROM ledger_transfers WHERE debit_kind = 'provider_payable' AND debit_owner = $1 AND at >= $2 AND at < $3) AS moved
        GROUP BY job_id, currency ORDER BY max(at) DESC, job_id DESC, currency LIMIT $4
        """;

    private const string TotalsSql = """
        SELECT kind, currency, sum(debit)::bigint, sum(credit)::bigint FROM (
            SELECT debit_kind AS kind, currency, amount_minor_units AS debit, 0 AS credit FROM ledger_transfers
            UNION ALL SELECT credit_kind, currency, 0, amount_minor_units FROM ledger_transfers) AS sides
        GROUP BY kind, currency
        """;

    // Jobs and transfers side by side in order of job id: what has no partner is a job without transfers or a transfer without its job.
    private const string BooksSql = """
        SELECT j.job_id, j.status, j.payment_status, j.currency, j.customer_id, j.authorised_minor_units, j.captured_minor_units, j.released_minor_units,
            t.job_id, t.key, t.debit_kind, t.debit_owner, t.credit_kind, t.credit_owner, t.amount_minor_units, t.currency
        FROM jobs j FULL JOIN ledger_transfers t ON t.job_id = j.job_id ORDER BY coalesce(j.job_id, t.job_id), t.id
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
    public ValueTask<LedgerCheck> Verify(CancellationToken cancellationToken) => store.Snapshot(connection => Check(connection, cancellationToken), cancellationToken);

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

    private static async Task<LedgerCheck> Check(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var audit = new LedgerAudit();
        await using (var command = Long(connection, BooksSql))
        {
            await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            (Guid Id, long Authorised, long Captured, long Released)? open = null;
            while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (rows.IsDBNull(0))
                {
                    audit.Orphan(new JobId(rows.Id(8)), rows.Text(9), rows.Number(14));
                    continue;
                }

                if (open?.Id != rows.Id(0))
                {
                    End(open);
                    open = (rows.Id(0), rows.Number(5), rows.Number(6), rows.Number(7));
                    audit.Begin(
                        new JobId(rows.Id(0)), EnumText<JobStatus>.Parse(rows.Text(1)), EnumText<PaymentStatus>.Parse(rows.Text(2)), rows.Text(3), rows.Id(4).ToString("N"));
                }

                if (!rows.IsDBNull(8))
                {
                    audit.Add(rows.Text(9), Account(rows, 10), Account(rows, 12), rows.Number(14), rows.Text(15));
                }
            }

            End(open);
        }

        audit.Balance(await Totals(connection, cancellationToken).ConfigureAwait(false));
        return audit.Result;

        void End((Guid Id, long Authorised, long Captured, long Released)? job)
        {
            if (job is { } ended)
            {
                audit.End(ended.Authorised, ended.Captured, ended.Released);
            }
        }
    }

    // The books of years take longer than a commit may.
    private static NpgsqlCommand Long(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = 0 };
}
