using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Wallets;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Wallets on SQLite. One writer at a time: what a move reads stays so until it is written.</summary>
internal sealed class SqliteWalletStore(SqliteStore store) : IWalletStore
{
    private const string EntryColumns = "number, key, customer_id, operator_id, currency, kind, amount_minor_units, subject_id, intent, reason, balance_minor_units, held_minor_units, at";
    private const string TopUpColumns = "top_up_id, customer_id, operator_id, currency, amount_minor_units, method, gateway_customer, status, intent, code, created_at";
    private const string WalletSql = "SELECT balance_minor_units, held_minor_units, disputed_minor_units FROM wallets WHERE customer_id = ?1 AND operator_id = ?2 AND currency = ?3";
    private const string PaymentSql = """
        SELECT intent, customer_id, operator_id, currency, job_id, amount_minor_units, status, captured_minor_units, refunded_minor_units FROM wallet_payments WHERE intent = ?1
        """;

    private const string KeySql = $"SELECT {EntryColumns} FROM wallet_entries WHERE key = ?1";
    private const string PutWalletSql = """
        INSERT INTO wallets (customer_id, operator_id, currency, balance_minor_units, held_minor_units, disputed_minor_units) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (customer_id, operator_id, currency) DO UPDATE SET balance_minor_units = excluded.balance_minor_units, held_minor_units = excluded.held_minor_units,
            disputed_minor_units = excluded.disputed_minor_units
        """;

    private const string PutPaymentSql = """
        INSERT INTO wallet_payments (intent, customer_id, operator_id, currency, job_id, amount_minor_units, status, captured_minor_units, refunded_minor_units)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (intent) DO UPDATE SET amount_minor_units = excluded.amount_minor_units, status = excluded.status,
            captured_minor_units = excluded.captured_minor_units, refunded_minor_units = excluded.refunded_minor_units
        """;

    private const string AddEntrySql = """
        INSERT INTO wallet_entries (key, customer_id, operator_id, currency, kind, amount_minor_units, subject_id, intent, reason, balance_minor_units, held_minor_units, at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """;

    private const string OfSql = "SELECT operator_id, currency, balance_minor_units, held_minor_units, disputed_minor_units FROM wallets WHERE customer_id = ?1 ORDER BY operator_id, currency";
    private const string EntriesSql = $"SELECT {EntryColumns} FROM wallet_entries WHERE customer_id = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3";
    private const string BeginSql = $"""
        INSERT INTO wallet_top_ups ({TopUpColumns}, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11) ON CONFLICT (top_up_id) DO NOTHING
        """;

    private const string DisputesSql = $"""
        SELECT {EntryColumns} FROM wallet_entries WHERE subject_id = ?1 AND kind IN ('disputed', 'dispute_won', 'dispute_lost') ORDER BY number
        """;

    private const string OpenDisputesSql = $"""
        SELECT {EntryColumns} FROM wallet_entries e WHERE kind = 'disputed'
            AND NOT EXISTS (SELECT 1 FROM wallet_entries d WHERE d.key = replace(e.key, ':opened', ':won'))
            AND NOT EXISTS (SELECT 1 FROM wallet_entries d WHERE d.key = replace(e.key, ':opened', ':lost'))
        ORDER BY number DESC LIMIT ?1
        """;

    private const string OwingSql = """
        SELECT customer_id, operator_id, currency, balance_minor_units, held_minor_units, disputed_minor_units FROM wallets WHERE balance_minor_units < 0
        ORDER BY balance_minor_units, customer_id LIMIT ?1
        """;

    private const string TopUpSql = $"SELECT {TopUpColumns} FROM wallet_top_ups WHERE top_up_id = ?1";
    private const string DueSql = $"SELECT {TopUpColumns} FROM wallet_top_ups WHERE status = 'begun' AND due_at <= ?1 ORDER BY due_at, top_up_id LIMIT ?2";
    private const string PutOffSql = "UPDATE wallet_top_ups SET due_at = ?2 WHERE top_up_id = ?1 AND status = 'begun'";
    private const string EndSql = "UPDATE wallet_top_ups SET status = ?2, intent = ?3, code = ?4 WHERE top_up_id = ?1 AND status = 'begun'";

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [WalletSql, PaymentSql, KeySql, OfSql, EntriesSql, DisputesSql, OpenDisputesSql, OwingSql, TopUpSql, DueSql];

    /// <inheritdoc/>
    public ValueTask<WalletChange> Move(WalletMove move, Money? fee, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var wallet = Wallet(session, move.Account);
            var hold = move.Kind is WalletEntryKind.Credited or WalletEntryKind.ToppedUp || move.Intent is null ? null : Payment(session[PaymentSql], move.Intent);
            if (Known(session, move.Key) is { } before)
            {
                return WalletDecisions.Again(wallet, hold, before, move);
            }

            var change = WalletDecisions.Decide(wallet, hold, move);
            if (change.Entry is { } entry)
            {
                Write(session, change, entry);
                foreach (var transfer in WalletPostings.Of(entry, fee))
                {
                    session.AddTransfer(transfer);
                }
            }

            return change;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Wallet>> Of(CustomerId customer, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[OfSql];
            using var use = rows.Begin();
            rows.Bind(1, customer.Value);
            var found = ImmutableArray.CreateBuilder<Wallet>();
            while (rows.Step())
            {
                var account = new WalletAccount(customer, new OperatorId(rows.Text(0)), Currency.Of(rows.Text(1)));
                found.Add(Wallet(rows, 2, account));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<(long Number, WalletEntry Entry)>> Entries(CustomerId customer, long? before, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[EntriesSql];
            using var use = rows.Begin();
            rows.Bind(1, customer.Value);
            rows.Bind(2, before ?? long.MaxValue);
            rows.Bind(3, (long)limit);
            var found = ImmutableArray.CreateBuilder<(long, WalletEntry)>();
            while (rows.Step())
            {
                found.Add((rows.Number(0), Entry(rows)));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WalletHold?> Find(string intent, CancellationToken cancellationToken) => store.Read(session => Payment(session[PaymentSql], intent), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WalletTopUp> Begin(WalletTopUp topUp, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var begin = session[BeginSql];
            using (begin.Begin())
            {
                begin.Bind(1, topUp.Id);
                Bind(begin, 2, topUp.Account);
                begin.Bind(5, topUp.Amount.MinorUnits);
                begin.Bind(6, topUp.Method);
                begin.Bind(7, topUp.GatewayCustomer);
                begin.Bind(8, EnumText<WalletTopUpStatus>.Of(topUp.Status));
                begin.Bind(9, topUp.Intent);
                begin.Bind(10, topUp.Code);
                begin.Bind(11, topUp.CreatedAt);
                begin.Run();
            }

            return TopUp(session[TopUpSql], topUp.Id)!;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WalletTopUp?> TopUp(Guid id, CancellationToken cancellationToken) => store.Read(session => TopUp(session[TopUpSql], id), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WalletEntry>> Disputes(Guid topUp, CancellationToken cancellationToken) => store.Read(
        session => session[DisputesSql].All(rows => rows.Bind(1, topUp), Entry),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WalletEntry>> OpenDisputes(int limit, CancellationToken cancellationToken) => store.Read(
        session => session[OpenDisputesSql].All(rows => rows.Bind(1, (long)limit), Entry),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Wallet>> Owing(int limit, CancellationToken cancellationToken) => store.Read(
        session => session[OwingSql].All(rows => rows.Bind(1, (long)limit), row => Wallet(row, 3, Account(row, 0))),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WalletTopUp>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[DueSql];
            using var use = rows.Begin();
            rows.Bind(1, now);
            rows.Bind(2, (long)limit);
            var due = ImmutableArray.CreateBuilder<WalletTopUp>();
            while (rows.Step())
            {
                due.Add(TopUp(rows));
            }

            return due.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask PutOff(Guid id, DateTimeOffset until, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var put = session[PutOffSql];
            using var use = put.Begin();
            put.Bind(1, id);
            put.Bind(2, until);
            return put.Change();
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask End(Guid id, WalletTopUpStatus status, string? intent, string? code, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var end = session[EndSql];
            using var use = end.Begin();
            end.Bind(1, id);
            end.Bind(2, EnumText<WalletTopUpStatus>.Of(status));
            end.Bind(3, intent);
            end.Bind(4, code);
            return end.Change();
        },
        cancellationToken).ConfigureAwait(false);

    private static Wallet Wallet(WriteSession session, WalletAccount account)
    {
        var row = session[WalletSql];
        using var use = row.Begin();
        Bind(row, 1, account);
        return row.Step() ? Wallet(row, 0, account) : Domain.Wallets.Wallet.Empty(account);
    }

    private static Wallet Wallet(SqliteStatement row, int column, WalletAccount account) =>
        new(account, new Money(row.Number(column), account.Currency), new Money(row.Number(column + 1), account.Currency)) { Disputed = new Money(row.Number(column + 2), account.Currency) };

    private static WalletEntry? Known(WriteSession session, string key)
    {
        var row = session[KeySql];
        using var use = row.Begin();
        row.Bind(1, key);
        return row.Step() ? Entry(row) : null;
    }

    private static void Write(WriteSession session, WalletChange change, WalletEntry entry)
    {
        var put = session[PutWalletSql];
        using (put.Begin())
        {
            Bind(put, 1, change.Wallet.Account);
            put.Bind(4, change.Wallet.Balance.MinorUnits);
            put.Bind(5, change.Wallet.Held.MinorUnits);
            put.Bind(6, change.Wallet.Disputed.MinorUnits);
            put.Run();
        }

        if (change.Hold is { } hold)
        {
            var payment = session[PutPaymentSql];
            using var use = payment.Begin();
            payment.Bind(1, hold.Intent);
            Bind(payment, 2, hold.Account);
            payment.Bind(5, hold.Job.Value);
            payment.Bind(6, hold.Amount.MinorUnits);
            payment.Bind(7, EnumText<WalletHoldStatus>.Of(hold.Status));
            payment.Bind(8, hold.Captured.MinorUnits);
            payment.Bind(9, hold.Refunded.MinorUnits);
            payment.Run();
        }

        var add = session[AddEntrySql];
        using var adding = add.Begin();
        add.Bind(1, entry.Key);
        Bind(add, 2, entry.Account);
        add.Bind(5, EnumText<WalletEntryKind>.Of(entry.Kind));
        add.Bind(6, entry.Amount.MinorUnits);
        add.Bind(7, entry.Subject);
        add.Bind(8, entry.Intent);
        add.Bind(9, entry.Reason);
        add.Bind(10, entry.Balance.MinorUnits);
        add.Bind(11, entry.Held.MinorUnits);
        add.Bind(12, entry.At);
        add.Run();
    }

    private static WalletHold? Payment(SqliteStatement row, string intent)
    {
        using var use = row.Begin();
        row.Bind(1, intent);
        if (!row.Step())
        {
            return null;
        }

        var account = Account(row, 1);
        return new WalletHold(
            row.Text(0),
            account,
            new JobId(row.Id(4)),
            new Money(row.Number(5), account.Currency),
            EnumText<WalletHoldStatus>.Parse(row.Text(6)),
            new Money(row.Number(7), account.Currency),
            new Money(row.Number(8), account.Currency));
    }

    private static WalletTopUp? TopUp(SqliteStatement row, Guid id)
    {
        using var use = row.Begin();
        row.Bind(1, id);
        return row.Step() ? TopUp(row) : null;
    }

    private static WalletTopUp TopUp(SqliteStatement row)
    {
        var account = Account(row, 1);
        return new WalletTopUp(
            row.Id(0),
            account,
            new Money(row.Number(4), account.Currency),
            row.Text(5),
            row.TextOrNull(6),
            EnumText<WalletTopUpStatus>.Parse(row.Text(7)),
            row.TextOrNull(8),
            row.TextOrNull(9),
            row.Instant(10));
    }

    private static WalletEntry Entry(SqliteStatement row)
    {
        var account = Account(row, 2);
        return new WalletEntry(
            row.Text(1),
            account,
            EnumText<WalletEntryKind>.Parse(row.Text(5)),
            new Money(row.Number(6), account.Currency),
            row.Id(7),
            row.TextOrNull(8),
            row.TextOrNull(9),
            new Money(row.Number(10), account.Currency),
            new Money(row.Number(11), account.Currency),
            row.Instant(12));
    }

    private static WalletAccount Account(SqliteStatement row, int column) =>
        new(new CustomerId(row.Id(column)), new OperatorId(row.Text(column + 1)), Currency.Of(row.Text(column + 2)));

    private static void Bind(SqliteStatement statement, int first, WalletAccount account)
    {
        statement.Bind(first, account.Customer.Value);
        statement.Bind(first + 1, account.Operator.Value);
        statement.Bind(first + 2, account.Currency.Code);
    }
}
