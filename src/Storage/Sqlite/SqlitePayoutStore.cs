using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Payouts;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Payouts on SQLite.</summary>
internal sealed class SqlitePayoutStore(SqliteStore store) : IPayoutStore
{
    private const string PositionSql = "SELECT position FROM payout_position WHERE id = 1";
    private const string MoveSql = "UPDATE payout_position SET position = ?2 WHERE id = 1 AND position = ?1";
    private const string BeginSql = "INSERT INTO payout_position (id, position) VALUES (1, ?1) ON CONFLICT (id) DO NOTHING";
    private const string QueueSql = """
        INSERT INTO transfers_due (job_id, payee_kind, payee_id, currency, due_at, tries) VALUES (?1, ?2, ?3, ?4, ?5, 0)
        ON CONFLICT (job_id, payee_id, payee_kind) DO UPDATE SET currency = excluded.currency, due_at = excluded.due_at, tries = 0
        """;

    private const string HoldSql = """
        INSERT INTO payee_balances (payee_kind, payee_id, currency, version, holds) VALUES (?1, ?2, ?3, 1, 1)
        ON CONFLICT (payee_id, currency, payee_kind) DO UPDATE SET version = version + 1, holds = 1
        """;

    private const string DueSql = "SELECT job_id, payee_kind, payee_id, currency, due_at, tries FROM transfers_due WHERE due_at <= ?1 ORDER BY due_at, job_id, payee_id, payee_kind LIMIT ?2";
    private const string PutOffSql = "UPDATE transfers_due SET due_at = ?6, tries = tries + 1 WHERE job_id = ?1 AND payee_id = ?2 AND payee_kind = ?3 AND due_at = ?4 AND tries = ?5";
    private const string DoneSql = "DELETE FROM transfers_due WHERE job_id = ?1 AND payee_id = ?2 AND payee_kind = ?3 AND due_at = ?4 AND tries = ?5";
    private const string RowSql = """
        SELECT version, job_id, number, transfer_minor_units, netted_minor_units, account FROM payee_balances WHERE payee_id = ?2 AND currency = ?3 AND payee_kind = ?1
        """;

    private const string ClaimSql = """
        INSERT INTO payee_balances (payee_kind, payee_id, currency, version, holds, job_id, number, transfer_minor_units, netted_minor_units, account)
        VALUES (?1, ?2, ?3, 1, 0, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (payee_id, currency, payee_kind) DO UPDATE SET version = version + 1, job_id = excluded.job_id, number = excluded.number,
            transfer_minor_units = excluded.transfer_minor_units, netted_minor_units = excluded.netted_minor_units, account = excluded.account
            WHERE version = ?9 AND job_id IS NULL
        """;

    private const string SettleSql = """
        UPDATE payee_balances SET version = version + 1, job_id = NULL, number = NULL, transfer_minor_units = NULL, netted_minor_units = NULL, account = NULL
        WHERE payee_id = ?2 AND currency = ?3 AND payee_kind = ?1 AND job_id = ?4 AND number = ?5
        """;

    private const string AccountSql = "SELECT account, takes_transfers, pays_out, missing, opened_at, checked_at FROM payee_accounts WHERE payee_id = ?2 AND payee_kind = ?1";
    private const string KeepSql = """
        INSERT INTO payee_accounts (payee_kind, payee_id, account, takes_transfers, pays_out, missing, opened_at, checked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (payee_id, payee_kind) DO UPDATE SET takes_transfers = excluded.takes_transfers, pays_out = excluded.pays_out, missing = excluded.missing, checked_at = excluded.checked_at
            WHERE account = excluded.account
        """;

    private const string HoldingSql = """
        SELECT b.payee_kind, b.payee_id, b.currency, b.version FROM payee_balances b
        WHERE b.holds = 1 AND (b.payee_id, b.currency, b.payee_kind) > (?2, ?3, ?4) AND NOT EXISTS (
            SELECT 1 FROM payouts p WHERE p.payee_id = b.payee_id AND p.currency = b.currency AND p.payee_kind = b.payee_kind
                AND (p.period = ?1 OR (p.status IN ('pending', 'in_transit') AND p.reference IS NULL)))
        ORDER BY b.payee_id, b.currency, b.payee_kind LIMIT ?5
        """;

    private const string BumpSql = "UPDATE payee_balances SET version = version + 1 WHERE payee_id = ?2 AND currency = ?3 AND payee_kind = ?1 AND version = ?4";
    private const string Columns = "payout_id, payee_kind, payee_id, account, currency, amount_minor_units, period, attempt, status, reference, code, created_at, arrives_at, checked_at";
    private const string AddSql = $"""
        INSERT INTO payouts ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT (payee_id, currency, period, payee_kind) DO NOTHING
        """;

    private const string EmptiedSql = "UPDATE payee_balances SET holds = 0 WHERE payee_id = ?2 AND currency = ?3 AND payee_kind = ?1 AND version = ?4";
    private const string OpenSql = $"SELECT {Columns} FROM payouts INDEXED BY payouts_open WHERE status IN ('pending', 'in_transit') AND checked_at < ?1 ORDER BY checked_at, payout_id LIMIT ?2";
    private const string NoteSql = """
        UPDATE payouts SET status = ?3, reference = ?4, code = ?5, arrives_at = ?6, checked_at = ?7 WHERE payout_id = ?1 AND attempt = ?2 AND status IN ('pending', 'in_transit')
        """;

    private const string RetrySql = $"""
        UPDATE payouts SET status = 'pending', attempt = attempt + 1, reference = NULL, code = NULL, arrives_at = NULL, checked_at = 0
        WHERE payout_id = ?1 AND status IN ('failed', 'canceled') RETURNING {Columns}
        """;

    private const string FindSql = $"SELECT {Columns} FROM payouts WHERE payout_id = ?1";
    private const string PageSql = $"SELECT {Columns} FROM payouts WHERE payout_id < ?1 AND (?2 = '' OR status = ?2) ORDER BY payout_id DESC LIMIT ?3";
    private const string PageOfPayeeSql = $"""
        SELECT {Columns} FROM payouts WHERE payee_id = ?4 AND payee_kind = ?5 AND payout_id < ?1 AND (?2 = '' OR status = ?2) ORDER BY payout_id DESC LIMIT ?3
        """;

    private const string FailingSql = $"""
        SELECT {Columns} FROM payouts f WHERE f.status = 'failed' AND NOT EXISTS (
            SELECT 1 FROM payouts l WHERE l.payee_id = f.payee_id AND l.payee_kind = f.payee_kind AND l.currency = f.currency AND l.payout_id > f.payout_id)
        ORDER BY f.payout_id DESC LIMIT ?1
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } =
        [PositionSql, DueSql, RowSql, AccountSql, HoldingSql, OpenSql, FindSql, PageSql, PageOfPayeeSql];

    /// <inheritdoc/>
    public ValueTask<string?> Position(CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[PositionSql];
            using var use = row.Begin();
            return row.Step() ? row.Text(0) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> Queue(
        string? from, string to, ImmutableArray<DueTransfer> due, ImmutableArray<(Payee Payee, Currency Currency)> reached, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var move = session[from is null ? BeginSql : MoveSql];
            using (move.Begin())
            {
                move.Bind(1, from ?? to);
                if (from is not null)
                {
                    move.Bind(2, to);
                }

                if (move.Change() == 0)
                {
                    return false;
                }
            }

            var queue = session[QueueSql];
            foreach (var one in due)
            {
                using var use = queue.Begin();
                queue.Bind(1, one.Job.Value);
                queue.Bind(2, Kind(one.Payee));
                queue.Bind(3, one.Payee.Id);
                queue.Bind(4, one.Currency.Code);
                queue.Bind(5, one.DueAt);
                queue.Run();
            }

            foreach (var (payee, currency) in reached)
            {
                Hold(session, payee, currency);
            }

            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<DueTransfer>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[DueSql];
            using var use = rows.Begin();
            rows.Bind(1, now);
            rows.Bind(2, (long)limit);
            var due = ImmutableArray.CreateBuilder<DueTransfer>();
            while (rows.Step())
            {
                due.Add(new DueTransfer(new JobId(rows.Id(0)), Payee(rows, 1), Currency.Of(rows.Text(3)), rows.Instant(4), rows.Small(5)));
            }

            return due.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask PutOff(DueTransfer read, DateTimeOffset dueAt, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var put = session[PutOffSql];
            using var use = put.Begin();
            Bind(put, read);
            put.Bind(6, dueAt);
            return put.Change();
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Done(DueTransfer read, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var done = session[DoneSql];
            using var use = done.Begin();
            Bind(done, read);
            return done.Change();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PayeeStanding> Standing(Payee payee, Currency currency, JobId without, CancellationToken cancellationToken) => store.Read(
        session => session.Snapshot(snapshot =>
        {
            long version = 0;
            PayeeClaim? claim = null;
            var row = snapshot[RowSql];
            using (row.Begin())
            {
                Bind(row, payee, currency);
                if (row.Step())
                {
                    version = row.Number(0);
                    claim = row.IsNull(1) ? null : new PayeeClaim(payee, currency, new JobId(row.Id(1)), row.Small(2), row.Number(3), row.Number(4), row.Text(5));
                }
            }

            var (payable, debts) = (payee.Payable, payee.Debts);
            var waiting = snapshot[WaitingSql(PayoutSql.Payable(payee))];
            long sum;
            using (waiting.Begin())
            {
                waiting.Bind(1, payable.Owner);
                waiting.Bind(2, currency.Code);
                waiting.Bind(3, payee.Id);
                waiting.Bind(4, Kind(payee));
                waiting.Bind(5, without.Value);
                waiting.Step();
                sum = waiting.Number(0);
            }

            return new PayeeStanding(
                version, claim, Sum(snapshot[BalanceSql(PayoutSql.Payable(payee))], payable.Owner, currency), -Sum(snapshot[BalanceSql(PayoutSql.Debts(payee))], debts.Owner, currency), sum);
        }),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> Claim(PayeeClaim claim, long version, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var add = session[ClaimSql];
            using var use = add.Begin();
            Bind(add, claim.Payee, claim.Currency);
            add.Bind(4, claim.Job.Value);
            add.Bind(5, (long)claim.Number);
            add.Bind(6, claim.Transfer);
            add.Bind(7, claim.Netted);
            add.Bind(8, claim.Account);
            add.Bind(9, version);
            return add.Change() == 1;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Settle(PayeeClaim claim, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var settle = session[SettleSql];
            using var use = settle.Begin();
            Bind(settle, claim.Payee, claim.Currency);
            settle.Bind(4, claim.Job.Value);
            settle.Bind(5, (long)claim.Number);
            return settle.Change();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PayeeAccount?> Account(Payee payee, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[AccountSql];
            using var use = row.Begin();
            row.Bind(1, Kind(payee));
            row.Bind(2, payee.Id);
            return row.Step() ? new PayeeAccount(payee, row.Text(0), row.Number(1) == 1, row.Number(2) == 1, row.Text(3), row.Instant(4), row.Instant(5)) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Keep(PayeeAccount account, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var keep = session[KeepSql];
            using var use = keep.Begin();
            keep.Bind(1, Kind(account.Payee));
            keep.Bind(2, account.Payee.Id);
            keep.Bind(3, account.Account);
            keep.Bind(4, account.TakesTransfers ? 1L : 0L);
            keep.Bind(5, account.PaysOut ? 1L : 0L);
            keep.Bind(6, account.Missing);
            keep.Bind(7, account.OpenedAt);
            keep.Bind(8, account.CheckedAt);
            return keep.Change();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PayeeHolding>> Holding(string period, PayeeHolding? after, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[HoldingSql];
            using var use = rows.Begin();
            rows.Bind(1, period);
            rows.Bind(2, after?.Payee.Id ?? Guid.Empty);
            rows.Bind(3, after?.Currency.Code ?? string.Empty);
            rows.Bind(4, after is null ? string.Empty : Kind(after.Payee));
            rows.Bind(5, (long)limit);
            var holding = ImmutableArray.CreateBuilder<PayeeHolding>();
            while (rows.Step())
            {
                holding.Add(new PayeeHolding(Payee(rows, 0), Currency.Of(rows.Text(2)), rows.Number(3)));
            }

            return holding.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> Add(Payout payout, long version, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var bump = session[BumpSql];
            using (bump.Begin())
            {
                Bind(bump, payout.Payee, payout.Amount.Currency);
                bump.Bind(4, version);
                if (bump.Change() == 0)
                {
                    return false;
                }
            }

            var add = session[AddSql];
            using var use = add.Begin();
            add.Bind(1, payout.Id);
            add.Bind(2, Kind(payout.Payee));
            add.Bind(3, payout.Payee.Id);
            add.Bind(4, payout.Account);
            add.Bind(5, payout.Amount.Currency.Code);
            add.Bind(6, payout.Amount.MinorUnits);
            add.Bind(7, payout.Period);
            add.Bind(8, (long)payout.Attempt);
            add.Bind(9, EnumText<PayoutStatus>.Of(payout.Status));
            add.Bind(10, payout.Reference);
            add.Bind(11, payout.Code);
            add.Bind(12, payout.CreatedAt);
            add.Bind(13, payout.ArrivesAt?.UtcTicks);
            add.Bind(14, payout.CheckedAt);
            return add.Change() == 1;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Emptied(PayeeHolding holding, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var emptied = session[EmptiedSql];
            using var use = emptied.Begin();
            Bind(emptied, holding.Payee, holding.Currency);
            emptied.Bind(4, holding.Version);
            return emptied.Change();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Payout>> Open(DateTimeOffset before, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[OpenSql];
            using var use = rows.Begin();
            rows.Bind(1, before);
            rows.Bind(2, (long)limit);
            return All(rows);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> Note(Payout payout, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var note = session[NoteSql];
            using (note.Begin())
            {
                note.Bind(1, payout.Id);
                note.Bind(2, (long)payout.Attempt);
                note.Bind(3, EnumText<PayoutStatus>.Of(payout.Status));
                note.Bind(4, payout.Reference);
                note.Bind(5, payout.Code);
                note.Bind(6, payout.ArrivesAt?.UtcTicks);
                note.Bind(7, payout.CheckedAt);
                if (note.Change() == 0)
                {
                    return false;
                }
            }

            if (payout.Status is PayoutStatus.Failed or PayoutStatus.Canceled)
            {
                Hold(session, payout.Payee, payout.Amount.Currency);
            }

            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Payout?> Retry(Guid payout, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var retry = session[RetrySql];
            using var use = retry.Begin();
            retry.Bind(1, payout);
            if (!retry.Step())
            {
                return null;
            }

            var found = One(retry);
            retry.Step();
            return found;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Payout?> Find(Guid payout, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[FindSql];
            using var use = row.Begin();
            row.Bind(1, payout);
            return row.Step() ? One(row) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Payout>> Page(Payee? payee, PayoutStatus? status, Guid? before, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[payee is null ? PageSql : PageOfPayeeSql];
            using var use = rows.Begin();
            rows.Bind(1, before ?? StorageTerms.AboveAll);
            rows.Bind(2, status is { } only ? EnumText<PayoutStatus>.Of(only) : string.Empty);
            rows.Bind(3, (long)limit);
            if (payee is { } one)
            {
                rows.Bind(4, one.Id);
                rows.Bind(5, Kind(one));
            }

            return All(rows);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Payout>> Failing(int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[FailingSql];
            using var use = rows.Begin();
            rows.Bind(1, (long)limit);
            return All(rows);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<PayeeBalance>> Balances(Payee payee, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[PayoutSql.Balances(payee, "?1", "?2")];
            using var use = rows.Begin();
            rows.Bind(1, payee.Payable.Owner);
            rows.Bind(2, payee.Debts.Owner);
            var balances = ImmutableArray.CreateBuilder<PayeeBalance>();
            while (rows.Step())
            {
                balances.Add(new PayeeBalance(Currency.Of(rows.Text(0)), rows.Number(1), rows.Number(2)));
            }

            return balances.ToImmutable();
        },
        cancellationToken);

    private static string BalanceSql(string kind) => $"""
        SELECT coalesce(SUM(amount), 0) FROM (
            SELECT amount_minor_units AS amount FROM ledger_transfers WHERE credit_kind = '{kind}' AND credit_owner = ?1 AND currency = ?2
            UNION ALL SELECT -amount_minor_units FROM ledger_transfers WHERE debit_kind = '{kind}' AND debit_owner = ?1 AND currency = ?2)
        """;

    private static string WaitingSql(string kind) => $"""
        SELECT coalesce(SUM(max(line, 0)), 0) FROM (
            SELECT (SELECT coalesce(SUM(CASE WHEN t.credit_kind = '{kind}' AND t.credit_owner = ?1 THEN t.amount_minor_units ELSE 0 END
                    - CASE WHEN t.debit_kind = '{kind}' AND t.debit_owner = ?1 THEN t.amount_minor_units ELSE 0 END), 0)
                FROM ledger_transfers t WHERE t.job_id = d.job_id) AS line
            FROM transfers_due d WHERE d.payee_id = ?3 AND d.currency = ?2 AND d.payee_kind = ?4 AND d.job_id <> ?5)
        """;

    private static long Sum(SqliteStatement row, string owner, Currency currency)
    {
        using var use = row.Begin();
        row.Bind(1, owner);
        row.Bind(2, currency.Code);
        row.Step();
        return row.Number(0);
    }

    private static void Hold(WriteSession session, Payee payee, Currency currency)
    {
        var hold = session[HoldSql];
        using var use = hold.Begin();
        Bind(hold, payee, currency);
        hold.Run();
    }

    private static void Bind(SqliteStatement to, Payee payee, Currency currency)
    {
        to.Bind(1, Kind(payee));
        to.Bind(2, payee.Id);
        to.Bind(3, currency.Code);
    }

    private static void Bind(SqliteStatement to, DueTransfer read)
    {
        to.Bind(1, read.Job.Value);
        to.Bind(2, read.Payee.Id);
        to.Bind(3, Kind(read.Payee));
        to.Bind(4, read.DueAt);
        to.Bind(5, (long)read.Tries);
    }

    private static string Kind(Payee payee) => EnumText<PayeeKind>.Of(payee.Kind);

    private static Payee Payee(SqliteStatement row, int column) => new(EnumText<PayeeKind>.Parse(row.Text(column)), row.Id(column + 1));

    private static ImmutableArray<Payout> All(SqliteStatement rows)
    {
        var all = ImmutableArray.CreateBuilder<Payout>();
        while (rows.Step())
        {
            all.Add(One(rows));
        }

        return all.ToImmutable();
    }

    private static Payout One(SqliteStatement row) => new(
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
        row.IsNull(12) ? null : row.Instant(12),
        row.Instant(13));
}
