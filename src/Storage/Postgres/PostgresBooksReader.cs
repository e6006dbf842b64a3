using System.Collections.Immutable;
using Npgsql;
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

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>The books on PostgreSQL.</summary>
internal sealed class PostgresBooksReader(PostgresStore store) : IBooksReader
{
    private const string Columns = "t.id, t.key, t.debit_kind, t.debit_owner, t.credit_kind, t.credit_owner, t.amount_minor_units, t.currency, t.job_id, t.intent, t.cause, t.operator_id, t.merchant_id, t.at";

    private const string MovementsSql = """
        SELECT kind, currency, cause, sum(CASE WHEN at < $1 THEN debit ELSE 0 END)::bigint, sum(CASE WHEN at < $1 THEN credit ELSE 0 END)::bigint,
            sum(CASE WHEN at < $1 THEN 0 ELSE debit END)::bigint, sum(CASE WHEN at < $1 THEN 0 ELSE credit END)::bigint
        FROM (
            SELECT debit_kind AS kind, currency, cause, at, amount_minor_units AS debit, 0 AS credit FROM ledger_transfers WHERE at < $2
            UNION ALL SELECT credit_kind, currency, cause, at, 0, amount_minor_units FROM ledger_transfers WHERE at < $2) AS sides
        GROUP BY kind, currency, cause
        """;

    // What was pending at an instant and neither posted nor voided by then.
    private const string PendingSql = """
        WITH held AS (
            SELECT p.debit_kind, p.credit_kind, p.currency, p.amount_minor_units FROM ledger_pending p WHERE p.phase = 'pending' AND p.at < $1
                AND NOT EXISTS (SELECT 1 FROM ledger_pending e WHERE e.of_key = p.key AND e.at < $1))
        SELECT kind, currency, SUM(debit)::bigint, SUM(credit)::bigint FROM (
            SELECT debit_kind AS kind, currency, amount_minor_units AS debit, 0 AS credit FROM held
            UNION ALL SELECT credit_kind, currency, 0, amount_minor_units FROM held) AS sides
        GROUP BY kind, currency ORDER BY currency, kind
        """;

    private const string FirstSql = "SELECT min(id + 0) FROM ledger_transfers WHERE at >= $1 AND at < $2";

    // In the order of posting: instants ascend with few exceptions, so that hardly a row is looked at in vain. The last page alone looks at all that came after the period.
    private const string JournalSql = $"SELECT {Columns} FROM ledger_transfers t WHERE t.id > $1 AND t.at + 0 >= $2 AND t.at + 0 < $3 ORDER BY t.id LIMIT $4";

    private const string ProviderOpeningSql = """
        SELECT currency, sum(amount)::bigint FROM (
            SELECT currency, amount_minor_units AS amount FROM ledger_transfers WHERE credit_kind = 'provider_payable' AND credit_owner = $1 AND at < $2
            UNION ALL SELECT currency, -amount_minor_units FROM ledger_transfers WHERE debit_kind = 'provider_payable' AND debit_owner = $1 AND at < $2) AS moved
        GROUP BY currency
        """;

    // The jobs that earned the provider something or took it back, and those that were paid to it at the door: one may earn it nothing.
    private const string ProviderJobsSql = $"""
        WITH moved AS (
            SELECT job_id FROM ledger_transfers WHERE credit_kind = 'provider_payable' AND credit_owner = $1 AND at >= $2 AND at < $3
            UNION SELECT job_id FROM ledger_transfers WHERE debit_kind = 'provider_payable' AND debit_owner = $1 AND at >= $2 AND at < $3
            UNION SELECT job_id FROM ledger_transfers WHERE debit_kind = 'cash_in_hand' AND debit_owner = $1 AND cause IN ('cash_collected', 'card_collected') AND at >= $2 AND at < $3)
        SELECT {Columns} FROM moved JOIN ledger_transfers t ON t.job_id = moved.job_id ORDER BY t.job_id, t.id LIMIT $4
        """;

    private const string MerchantOpeningSql = """
        SELECT currency, sum(amount)::bigint FROM (
            SELECT currency, amount_minor_units AS amount FROM ledger_transfers WHERE credit_kind = 'merchant_payable' AND credit_owner = $1 AND at < $2
            UNION ALL SELECT currency, -amount_minor_units FROM ledger_transfers WHERE debit_kind = 'merchant_payable' AND debit_owner = $1 AND at < $2
            UNION ALL SELECT currency, amount_minor_units FROM ledger_transfers WHERE credit_kind = 'promotion_funder' AND credit_owner = $3 AND at < $2
            UNION ALL SELECT currency, -amount_minor_units FROM ledger_transfers WHERE debit_kind = 'promotion_funder' AND debit_owner = $3 AND at < $2) AS moved
        GROUP BY currency
        """;

    // The jobs that are the merchant's, and those of another of which it has a part.
    private const string MerchantJobsSql = $"""
        WITH moved AS (
            SELECT job_id FROM ledger_transfers WHERE merchant_id = $1 AND at >= $2 AND at < $3
            UNION SELECT job_id FROM ledger_transfers WHERE credit_kind = 'merchant_payable' AND credit_owner = $5 AND at >= $2 AND at < $3
            UNION SELECT job_id FROM ledger_transfers WHERE debit_kind = 'merchant_payable' AND debit_owner = $5 AND at >= $2 AND at < $3
            UNION SELECT job_id FROM ledger_transfers WHERE credit_kind = 'promotion_funder' AND credit_owner = $6 AND at >= $2 AND at < $3
            UNION SELECT job_id FROM ledger_transfers WHERE debit_kind = 'promotion_funder' AND debit_owner = $6 AND at >= $2 AND at < $3)
        SELECT {Columns} FROM moved JOIN ledger_transfers t ON t.job_id = moved.job_id ORDER BY t.job_id, t.id LIMIT $4
        """;

    private const string ByMarketSql = """
        SELECT j.market, j.service_class, t.currency, count(*), t.debit_kind,
            CASE WHEN t.debit_kind = 'promotion_funder' THEN split_part(t.debit_owner, '/', 1) ELSE '' END, t.credit_kind,
            CASE WHEN t.credit_kind = 'promotion_funder' THEN split_part(t.credit_owner, '/', 1) ELSE '' END, t.cause, sum(t.amount_minor_units)::bigint
        FROM ledger_transfers t JOIN jobs j ON j.job_id = t.job_id WHERE t.at >= $1 AND t.at < $2
        GROUP BY 1, 2, 3, 5, 6, 7, 8, 9 ORDER BY 1, 2, 3, 5, 6, 7, 8, 9
        """;

    /// <summary>Every statement that runs for somebody who waits; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [JournalSql, ProviderOpeningSql, ProviderJobsSql, MerchantOpeningSql, MerchantJobsSql];

    /// <inheritdoc/>
    public ValueTask<LedgerProof> Prove(Func<LedgerFault, bool> found, Action<LedgerProgress>? progress, CancellationToken cancellationToken) => store.Snapshot(
        async connection =>
        {
            var audit = new LedgerAudit(found);
            await using var pages = new PostgresLedgerPages(connection, withStates: true, cancellationToken);
            await new LedgerWalk(pages, audit).Run(progress, cancellationToken).ConfigureAwait(false);
            return audit.Proof;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BookSums> Sums(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => store.Snapshot(
        async connection => new BookSums(
            await Rows(
                connection,
                MovementsSql,
                parameters => parameters.Instant(from).Instant(to),
                row => new AccountMovement(row.Text(0), row.Text(1), row.Text(2), row.Number(3), row.Number(4), row.Number(5), row.Number(6)),
                cancellationToken).ConfigureAwait(false),
            await Rows(
                connection,
                PendingSql,
                parameters => parameters.Instant(to),
                row => new AccountPending(row.Text(0), row.Text(1), row.Number(2), row.Number(3)),
                cancellationToken).ConfigureAwait(false)),
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<JournalEntry>> Journal(DateTimeOffset from, DateTimeOffset to, long after, int limit, CancellationToken cancellationToken)
    {
        if (after == 0)
        {
            var first = await All(FirstSql, parameters => parameters.Instant(from).Instant(to), row => row.IsDBNull(0) ? 0 : row.Number(0), cancellationToken).ConfigureAwait(false);
            if (first[0] == 0)
            {
                return [];
            }

            after = first[0] - 1;
        }

        return await store.ReadAll(
            JournalSql,
            parameters => parameters.Number(after).Instant(from).Instant(to).Number(limit),
            row => new JournalEntry(row.Number(0), Transfer(row)),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<AccountHistory> OfProvider(ProviderId provider, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) => store.Snapshot(
        async connection => new AccountHistory(
            await Balances(connection, ProviderOpeningSql, parameters => parameters.Text(provider.ToString()).Instant(from), cancellationToken).ConfigureAwait(false),
            await Rows(connection, ProviderJobsSql, parameters => parameters.Text(provider.ToString()).Instant(from).Instant(to).Number(limit + 1L), Transfer, cancellationToken).ConfigureAwait(false)),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AccountHistory> OfMerchant(MerchantId merchant, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) => store.Snapshot(
        async connection => new AccountHistory(
            await Balances(
                connection,
                MerchantOpeningSql,
                parameters => parameters.Text(merchant.ToString()).Instant(from).Text(Statement.FunderOf(merchant)),
                cancellationToken).ConfigureAwait(false),
            await Rows(
                connection,
                MerchantJobsSql,
                parameters => parameters.Id(merchant.Value).Instant(from).Instant(to).Number(limit + 1L).Text(merchant.ToString()).Text(Statement.FunderOf(merchant)),
                Transfer,
                cancellationToken).ConfigureAwait(false)),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<MarketMovement>> ByMarket(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => All(
        ByMarketSql,
        parameters => parameters.Instant(from).Instant(to),
        row => new MarketMovement(
            row.Text(0), row.Text(1), row.Text(2), row.Number(3), new BookMove(row.Text(4), row.Text(5), row.Text(6), row.Text(7), row.Text(8), row.Number(9))),
        cancellationToken);

    private static async Task<ImmutableSortedDictionary<string, long>> Balances(
        NpgsqlConnection connection, string sql, Action<NpgsqlParameterCollection> bind, CancellationToken cancellationToken) =>
        (await Rows(connection, sql, bind, row => KeyValuePair.Create(row.Text(0), row.Number(1)), cancellationToken).ConfigureAwait(false)).ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static async Task<ImmutableArray<T>> Rows<T>(
        NpgsqlConnection connection, string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        // The books of years take longer than a commit may.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        bind(command.Parameters);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var all = ImmutableArray.CreateBuilder<T>();
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            all.Add(read(rows));
        }

        return all.ToImmutable();
    }

    private static LedgerTransfer Transfer(NpgsqlDataReader row) => new(
        row.Text(1),
        new LedgerAccount(EnumText<AccountKind>.Parse(row.Text(2)), row.Text(3)),
        new LedgerAccount(EnumText<AccountKind>.Parse(row.Text(4)), row.Text(5)),
        new Money(row.Number(6), Currency.Of(row.Text(7))),
        new JobId(row.Id(8)),
        row.TextOrNull(9),
        row.Text(10),
        new OperatorId(row.Text(11)),
        row.IdOrNull(12) is { } merchant ? new MerchantId(merchant) : null,
        row.Instant(13));

    private ValueTask<ImmutableArray<T>> All<T>(string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        store.Snapshot(connection => Rows(connection, sql, bind, read, cancellationToken), cancellationToken);
}
