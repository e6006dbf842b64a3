using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Payouts;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Payouts on PostgreSQL.</summary>
internal sealed class PostgresPayoutStore(PostgresStore store) : IPayoutStore
{
    private const string PositionSql = "SELECT position FROM payout_position WHERE id = 1";

    // Of two that read the same part, the second waits for the row of the first, finds another position there, and writes nothing.
    private const string QueuedSql = """
        queued AS (
            INSERT INTO transfers_due (job_id, payee_kind, payee_id, currency, due_at, tries)
            SELECT d.job_id, d.payee_kind, d.payee_id, d.currency, d.due_at, 0 FROM moved, unnest($3, $4, $5, $6, $7) AS d (job_id, payee_kind, payee_id, currency, due_at)
            ON CONFLICT (job_id, payee_id, payee_kind) DO UPDATE SET currency = excluded.currency, due_at = excluded.due_at, tries = 0
        ), held AS (
            INSERT INTO payee_balances AS b (payee_kind, payee_id, currency, version, holds)
            SELECT h.payee_kind, h.payee_id, h.currency, 1, true FROM moved, unnest($8, $9, $10) AS h (payee_kind, payee_id, currency)
            ON CONFLICT (payee_id, currency, payee_kind) DO UPDATE SET version = b.version + 1, holds = true
        )
        SELECT count(*) FROM moved
        """;

    private const string QueueSql = $"WITH moved AS (UPDATE payout_position SET position = $2 WHERE id = 1 AND position = $1 RETURNING 1), {QueuedSql}";
    private const string BeginSql = $"""
        WITH moved AS (INSERT INTO payout_position (id, position) SELECT 1, $2 WHERE $1::text IS NULL ON CONFLICT (id) DO NOTHING RETURNING 1), {QueuedSql}
        """;

    private const string DueSql = "SELECT job_id, payee_kind, payee_id, currency, due_at, tries FROM transfers_due WHERE due_at <= $1 ORDER BY due_at, job_id, payee_id, payee_kind LIMIT $2";
    private const string PutOffSql = "UPDATE transfers_due SET due_at = $6, tries = tries + 1 WHERE job_id = $1 AND payee_id = $2 AND payee_kind = $3 AND due_at = $4 AND tries = $5";
    private const string DoneSql = "DELETE FROM transfers_due WHERE job_id = $1 AND payee_id = $2 AND payee_kind = $3 AND due_at = $4 AND tries = $5";
    private const string ClaimSql = """
        INSERT INTO payee_balances AS b (payee_kind, payee_id, currency, version, holds, job_id, number, transfer_minor_units, netted_minor_units, account)
        VALUES ($1, $2, $3, 1, false, $4, $5, $6, $7, $8)
        ON CONFLICT (payee_id, currency, payee_kind) DO UPDATE SET version = b.version + 1, job_id = excluded.job_id, number = excluded.number,
            transfer_minor_units = excluded.transfer_minor_units, netted_minor_units = excluded.netted_minor_units, account = excluded.account
            WHERE b.version = $9 AND b.job_id IS NULL
        """;

    private const string SettleSql = """
        UPDATE payee_balances SET version = version + 1, job_id = NULL, number = NULL, transfer_minor_units = NULL, netted_minor_units = NULL, account = NULL
        WHERE payee_id = $2 AND currency = $3 AND payee_kind = $1 AND job_id = $4 AND number = $5
        """;

    private const string AccountSql = "SELECT account, takes_transfers, pays_out, missing, opened_at, checked_at FROM payee_accounts WHERE payee_id = $2 AND payee_kind = $1";
    private const string KeepSql = """
        INSERT INTO payee_accounts AS a (payee_kind, payee_id, account, takes_transfers, pays_out, missing, opened_at, checked_at) VALUES ($1, $2, $3, $4 = 1, $5 = 1, $6, $7, $8)
        ON CONFLICT (payee_id, payee_kind) DO UPDATE SET takes_transfers = excluded.takes_transfers, pays_out = excluded.pays_out, missing = excluded.missing, checked_at = excluded.checked_at
            WHERE a.account = excluded.account
        """;

    private const string HoldingSql = """
        SELECT b.payee_kind, b.payee_id, b.currency, b.version FROM payee_balances b
        WHERE b.holds AND (b.payee_id, b.currency, b.payee_kind) > ($2, $3, $4) AND NOT EXISTS (
            SELECT FROM payouts p WHERE p.payee_id = b.payee_id AND p.currency = b.currency AND p.payee_kind = b.payee_kind
                AND (p.period = $1 OR (p.status IN ('pending', 'in_transit') AND p.reference IS NULL)))
        ORDER BY b.payee_id, b.currency, b.payee_kind LIMIT $5
        """;

    private const string Columns = "payout_id, payee_kind, payee_id, account, currency, amount_minor_units, period, attempt, status, reference, code, created_at, arrives_at, checked_at";
    private const string AddSql = $"""
        WITH bumped AS (
            UPDATE payee_balances SET version = version + 1 WHERE payee_id = $3 AND currency = $5 AND payee_kind = $2 AND version = $15 RETURNING 1
        )
        INSERT INTO payouts ({Columns}) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 FROM bumped
        ON CONFLICT (payee_id, currency, period, payee_kind) DO NOTHING
        """;

    private const string EmptiedSql = "UPDATE payee_balances SET holds = false WHERE payee_id = $2 AND currency = $3 AND payee_kind = $1 AND version = $4";
    private const string OpenSql = $"SELECT {Columns} FROM payouts WHERE status IN ('pending', 'in_transit') AND checked_at < $1 ORDER BY checked_at, payout_id LIMIT $2";
    private const string NoteSql = """
        WITH noted AS (
            UPDATE payouts SET status = $3, reference = $4, code = $5, arrives_at = $6, checked_at = $7 WHERE payout_id = $1 AND attempt = $2 AND status IN ('pending', 'in_transit')
            RETURNING payee_kind, payee_id, currency
        ), held AS (
            UPDATE payee_balances b SET version = version + 1, holds = true FROM noted n
            WHERE $3 IN ('failed', 'canceled') AND b.payee_id = n.payee_id AND b.currency = n.currency AND b.payee_kind = n.payee_kind
        )
        SELECT count(*) FROM noted
        """;

    private const string RetrySql = $"""
        UPDATE payouts SET status = 'pending', attempt = attempt + 1, reference = NULL, code = NULL, arrives_at = NULL, checked_at = 0
        WHERE payout_id = $1 AND status IN ('failed', 'canceled') RETURNING {Columns}
        """;

    private const string FindSql = $"SELECT {Columns} FROM payouts WHERE payout_id = $1";
    private const string PageSql = $"SELECT {Columns} FROM payouts WHERE payout_id < $1 AND ($2 = '' OR status = $2) ORDER BY payout_id DESC LIMIT $3";
    private const string PageOfPayeeSql = $"""
        SELECT {Columns} FROM payouts WHERE payee_id = $4 AND payee_kind = $5 AND payout_id < $1 AND ($2 = '' OR status = $2) ORDER BY payout_id DESC LIMIT $3
        """;

    private const string FailingSql = $"""
        SELECT {Columns} FROM payouts f WHERE f.status = 'failed' AND NOT EXISTS (
            SELECT FROM payouts l WHERE l.payee_id = f.payee_id AND l.payee_kind = f.payee_kind AND l.currency = f.currency AND l.payout_id > f.payout_id)
        ORDER BY f.payout_id DESC LIMIT $1
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [PositionSql, DueSql, AccountSql, HoldingSql, OpenSql, FindSql, PageSql, PageOfPayeeSql];

    /// <inheritdoc/>
    public ValueTask<string?> Position(CancellationToken cancellationToken) => store.ReadFirst(PositionSql, static _ => { }, row => row.Text(0), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> Queue(
        string? from, string to, ImmutableArray<DueTransfer> due, ImmutableArray<(Payee Payee, Currency Currency)> reached, CancellationToken cancellationToken)
    {
        // A row may be written once by a statement.
        var once = reached.Distinct().ToList();
        return await store.ChangeFirst(
            from is null ? BeginSql : QueueSql,
            parameters => parameters
                .Text(from)
                .Text(to)
                .Ids([.. due.Select(one => (Guid?)one.Job.Value)])
                .Texts([.. due.Select(one => Kind(one.Payee))])
                .Ids([.. due.Select(one => (Guid?)one.Payee.Id)])
                .Texts([.. due.Select(one => one.Currency.Code)])
                .Numbers([.. due.Select(one => one.DueAt.UtcTicks)])
                .Texts([.. once.Select(one => Kind(one.Payee))])
                .Ids([.. once.Select(one => (Guid?)one.Payee.Id)])
                .Texts([.. once.Select(one => one.Currency.Code)]),
            row => row.Number(0),
            cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<DueTransfer>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.ReadAll(
        DueSql,
        parameters => parameters.Instant(now).Number(limit),
        row => new DueTransfer(new JobId(row.Id(0)), Payee(row, 1), Currency.Of(row.Text(3)), row.Instant(4), row.Small(5)),
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask PutOff(DueTransfer read, DateTimeOffset dueAt, CancellationToken cancellationToken) => await store.Change(
        PutOffSql, parameters => Bind(parameters, read).Instant(dueAt), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask Done(DueTransfer read, CancellationToken cancellationToken) => await store.Change(
        DoneSql, parameters => Bind(parameters, read), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<PayeeStanding> Standing(Payee payee, Currency currency, JobId without, CancellationToken cancellationToken) => (await store.ReadFirst(
        StandingSql(PayoutSql.Payable(payee), PayoutSql.Debts(payee)),
        parameters => parameters.Text(payee.Payable.Owner).Text(currency.Code).Id(payee.Id).Text(Kind(payee)).Id(without.Value).Text(payee.Debts.Owner),
        row => new PayeeStanding(
            row.IsDBNull(3) ? 0 : row.Number(3),
            row.IdOrNull(4) is { } job ? new PayeeClaim(payee, currency, new JobId(job), row.Small(5), row.Number(6), row.Number(7), row.Text(8)) : null,
            row.Number(0),
            row.Number(1),
            row.Number(2)),
        cancellationToken).ConfigureAwait(false))!;

    /// <inheritdoc/>
    public async ValueTask<bool> Claim(PayeeClaim claim, long version, CancellationToken cancellationToken) => await store.Change(
        ClaimSql,
        parameters => parameters.Text(Kind(claim.Payee)).Id(claim.Payee.Id).Text(claim.Currency.Code).Id(claim.Job.Value).Number(claim.Number).Number(claim.Transfer)
            .Number(claim.Netted).Text(claim.Account).Number(version),
        cancellationToken).ConfigureAwait(false) == 1;

    /// <inheritdoc/>
    public async ValueTask Settle(PayeeClaim claim, CancellationToken cancellationToken) => await store.Change(
        SettleSql,
        parameters => parameters.Text(Kind(claim.Payee)).Id(claim.Payee.Id).Text(claim.Currency.Code).Id(claim.Job.Value).Number(claim.Number),
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<PayeeAccount?> Account(Payee payee, CancellationToken cancellationToken) => store.ReadFirst(
        AccountSql,
        parameters => parameters.Text(Kind(payee)).Id(payee.Id),
        row => new PayeeAccount(payee, row.Text(0), row.GetBoolean(1), row.GetBoolean(2), row.Text(3), row.Instant(4), row.Instant(5)),
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Keep(PayeeAccount account, CancellationToken cancellationToken) => await store.Change(
        KeepSql,
        parameters => parameters.Text(Kind(account.Payee)).Id(account.Payee.Id).Text(account.Account).Number(account.TakesTransfers ? 1 : 0).Number(account.PaysOut ? 1 : 0)
            .Text(account.Missing).Instant(account.OpenedAt).Instant(account.CheckedAt),
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PayeeHolding>> Holding(string period, PayeeHolding? after, int limit, CancellationToken cancellationToken) => store.ReadAll(
        HoldingSql,
        parameters => parameters.Text(period).Id(after?.Payee.Id ?? Guid.Empty).Text(after?.Currency.Code ?? string.Empty)
            .Text(after is null ? string.Empty : Kind(after.Payee)).Number(limit),
        row => new PayeeHolding(Payee(row, 0), Currency.Of(row.Text(2)), row.Number(3)),
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> Add(Payout payout, long version, CancellationToken cancellationToken) => await store.Change(
        AddSql,
        parameters => parameters.Id(payout.Id).Text(Kind(payout.Payee)).Id(payout.Payee.Id).Text(payout.Account).Text(payout.Amount.Currency.Code).Number(payout.Amount.MinorUnits)
            .Text(payout.Period).Number(payout.Attempt).Text(EnumText<PayoutStatus>.Of(payout.Status)).Text(payout.Reference).Text(payout.Code).Instant(payout.CreatedAt)
            .Number(payout.ArrivesAt?.UtcTicks).Instant(payout.CheckedAt).Number(version),
        cancellationToken).ConfigureAwait(false) == 1;

    /// <inheritdoc/>
    public async ValueTask Emptied(PayeeHolding holding, CancellationToken cancellationToken) => await store.Change(
        EmptiedSql,
        parameters => parameters.Text(Kind(holding.Payee)).Id(holding.Payee.Id).Text(holding.Currency.Code).Number(holding.Version),
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Payout>> Open(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        store.ReadAll(OpenSql, parameters => parameters.Instant(before).Number(limit), One, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> Note(Payout payout, CancellationToken cancellationToken) => await store.ChangeFirst(
        NoteSql,
        parameters => parameters.Id(payout.Id).Number(payout.Attempt).Text(EnumText<PayoutStatus>.Of(payout.Status)).Text(payout.Reference).Text(payout.Code)
            .Number(payout.ArrivesAt?.UtcTicks).Instant(payout.CheckedAt),
        row => row.Number(0),
        cancellationToken).ConfigureAwait(false) == 1;

    /// <inheritdoc/>
    public ValueTask<Payout?> Retry(Guid payout, CancellationToken cancellationToken) => store.ChangeFirst(RetrySql, parameters => parameters.Id(payout), One, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Payout?> Find(Guid payout, CancellationToken cancellationToken) => store.ReadFirst(FindSql, parameters => parameters.Id(payout), One, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Payout>> Page(Payee? payee, PayoutStatus? status, Guid? before, int limit, CancellationToken cancellationToken) => store.ReadAll(
        payee is null ? PageSql : PageOfPayeeSql,
        parameters =>
        {
            parameters.Id(before ?? StorageTerms.AboveAll).Text(status is { } only ? EnumText<PayoutStatus>.Of(only) : string.Empty).Number(limit);
            if (payee is { } one)
            {
                parameters.Id(one.Id).Text(Kind(one));
            }
        },
        One,
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Payout>> Failing(int limit, CancellationToken cancellationToken) =>
        store.ReadAll(FailingSql, parameters => parameters.Number(limit), One, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PayeeBalance>> Balances(Payee payee, CancellationToken cancellationToken) => store.ReadAll(
        PayoutSql.Balances(payee, "$1", "$2"),
        parameters => parameters.Text(payee.Payable.Owner).Text(payee.Debts.Owner),
        row => new PayeeBalance(Currency.Of(row.Text(0)), row.Number(1), row.Number(2)),
        cancellationToken);

    private static string StandingSql(string kind, string debts) => $"""
        SELECT
            (SELECT coalesce(SUM(amount), 0)::bigint FROM (
                SELECT amount_minor_units AS amount FROM ledger_transfers WHERE credit_kind = '{kind}' AND credit_owner = $1 AND currency = $2
                UNION ALL SELECT -amount_minor_units FROM ledger_transfers WHERE debit_kind = '{kind}' AND debit_owner = $1 AND currency = $2) AS owed),
            (SELECT coalesce(SUM(amount), 0)::bigint FROM (
                SELECT amount_minor_units AS amount FROM ledger_transfers WHERE debit_kind = '{debts}' AND debit_owner = $6 AND currency = $2
                UNION ALL SELECT -amount_minor_units FROM ledger_transfers WHERE credit_kind = '{debts}' AND credit_owner = $6 AND currency = $2) AS debts),
            (SELECT coalesce(SUM(greatest(line, 0)), 0)::bigint FROM (
                SELECT (SELECT coalesce(SUM(CASE WHEN t.credit_kind = '{kind}' AND t.credit_owner = $1 THEN t.amount_minor_units ELSE 0 END
                        - CASE WHEN t.debit_kind = '{kind}' AND t.debit_owner = $1 THEN t.amount_minor_units ELSE 0 END), 0)
                    FROM ledger_transfers t WHERE t.job_id = d.job_id) AS line
                FROM transfers_due d WHERE d.payee_id = $3 AND d.currency = $2 AND d.payee_kind = $4 AND d.job_id <> $5) AS waiting),
            b.version, b.job_id, b.number, b.transfer_minor_units, b.netted_minor_units, b.account
        FROM (SELECT 1) AS one LEFT JOIN payee_balances b ON b.payee_id = $3 AND b.currency = $2 AND b.payee_kind = $4
        """;

    private static NpgsqlParameterCollection Bind(NpgsqlParameterCollection to, DueTransfer read) =>
        to.Id(read.Job.Value).Id(read.Payee.Id).Text(Kind(read.Payee)).Instant(read.DueAt).Number(read.Tries);

    private static string Kind(Payee payee) => EnumText<PayeeKind>.Of(payee.Kind);

    private static Payee Payee(NpgsqlDataReader row, int column) => new(EnumText<PayeeKind>.Parse(row.Text(column)), row.Id(column + 1));

    private static Payout One(NpgsqlDataReader row) => new(
        row.Id(0),
        Payee(row, 1),
        row.Text(3),
        new Money(row.Number(5), Currency.Of(row.Text(4))),
        row.Text(6),
        row.Small(7),
        EnumText<PayoutStatus>.Parse(row.Text(8)),
        row.TextOrNull(9),
        row.TextOrNull(10),
        row.Instant(11),
        row.IsDBNull(12) ? null : row.Instant(12),
        row.Instant(13));
}
