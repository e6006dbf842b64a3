using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Wallets;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Wallets on PostgreSQL. A move locks its wallet's row first: whoever comes second waits there, and decides on what the first has written.</summary>
internal sealed class PostgresWalletStore(PostgresStore store) : IWalletStore
{
    private const string EntryColumns = "number, key, customer_id, operator_id, currency, kind, amount_minor_units, subject_id, intent, reason, balance_minor_units, held_minor_units, at";
    private const string TopUpColumns = "top_up_id, customer_id, operator_id, currency, amount_minor_units, method, gateway_customer, status, intent, code, created_at";

    // A wallet that is not there yet has no row to wait at.
    private const string OpenSql = """
        INSERT INTO wallets (customer_id, operator_id, currency, balance_minor_units, held_minor_units) VALUES ($1, $2, $3, 0, 0)
        ON CONFLICT (customer_id, operator_id, currency) DO NOTHING
        """;

    private const string LockSql = "SELECT balance_minor_units, held_minor_units, disputed_minor_units FROM wallets WHERE customer_id = $1 AND operator_id = $2 AND currency = $3 FOR UPDATE";
    private const string PaymentSql = """
        SELECT intent, customer_id, operator_id, currency, job_id, amount_minor_units, status, captured_minor_units, refunded_minor_units FROM wallet_payments WHERE intent = $1
        """;

    private const string KeySql = $"SELECT {EntryColumns} FROM wallet_entries WHERE key = $1";
    private const string PutWalletSql = "UPDATE wallets SET balance_minor_units = $4, held_minor_units = $5, disputed_minor_units = $6 WHERE customer_id = $1 AND operator_id = $2 AND currency = $3";
    private const string PutPaymentSql = """
        INSERT INTO wallet_payments (intent, customer_id, operator_id, currency, job_id, amount_minor_units, status, captured_minor_units, refunded_minor_units)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (intent) DO UPDATE SET amount_minor_units = excluded.amount_minor_units, status = excluded.status,
            captured_minor_units = excluded.captured_minor_units, refunded_minor_units = excluded.refunded_minor_units
        """;

    private const string AddEntrySql = """
        INSERT INTO wallet_entries (key, customer_id, operator_id, currency, kind, amount_minor_units, subject_id, intent, reason, balance_minor_units, held_minor_units, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    /// <summary>Posts a transfer.</summary>
    internal const string PostSql = """
        INSERT INTO ledger_transfers (key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, job_id, intent, cause, operator_id, merchant_id, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """;

    private const string OfSql = "SELECT operator_id, currency, balance_minor_units, held_minor_units, disputed_minor_units FROM wallets WHERE customer_id = $1 ORDER BY operator_id, currency";
    private const string EntriesSql = $"SELECT {EntryColumns} FROM wallet_entries WHERE customer_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3";
    private const string BeginSql = $"""
        INSERT INTO wallet_top_ups ({TopUpColumns}, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) ON CONFLICT (top_up_id) DO NOTHING
        """;

    private const string DisputesSql = $"""
        SELECT {EntryColumns} FROM wallet_entries WHERE subject_id = $1 AND kind IN ('disputed', 'dispute_won', 'dispute_lost') ORDER BY number
        """;

    private const string OpenDisputesSql = $"""
        SELECT {EntryColumns} FROM wallet_entries e WHERE kind = 'disputed'
            AND NOT EXISTS (SELECT 1 FROM wallet_entries d WHERE d.key = replace(e.key, ':opened', ':won'))
            AND NOT EXISTS (SELECT 1 FROM wallet_entries d WHERE d.key = replace(e.key, ':opened', ':lost'))
        ORDER BY number DESC LIMIT $1
        """;

    private const string OwingSql = """
        SELECT customer_id, operator_id, currency, balance_minor_units, held_minor_units, disputed_minor_units FROM wallets WHERE balance_minor_units < 0
        ORDER BY balance_minor_units, customer_id LIMIT $1
        """;

    private const string TopUpSql = $"SELECT {TopUpColumns} FROM wallet_top_ups WHERE top_up_id = $1";
    private const string DueSql = $"SELECT {TopUpColumns} FROM wallet_top_ups WHERE status = 'begun' AND due_at <= $1 ORDER BY due_at, top_up_id LIMIT $2";
    private const string PutOffSql = "UPDATE wallet_top_ups SET due_at = $2 WHERE top_up_id = $1 AND status = 'begun'";
    private const string EndSql = "UPDATE wallet_top_ups SET status = $2, intent = $3, code = $4 WHERE top_up_id = $1 AND status = 'begun'";

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [LockSql, PaymentSql, KeySql, OfSql, EntriesSql, DisputesSql, OpenDisputesSql, OwingSql, TopUpSql, DueSql];

    /// <inheritdoc/>
    public ValueTask<WalletChange> Move(WalletMove move, Money? fee, CancellationToken cancellationToken) => store.Transact(
        async connection =>
        {
            await Run(connection, OpenSql, parameters => Bind(parameters, move.Account)).ConfigureAwait(false);
            var wallet = await First(
                connection,
                LockSql,
                parameters => Bind(parameters, move.Account),
                row => WalletOf(row, 0, move.Account)).ConfigureAwait(false)
                ?? throw new StoreFaultException($"The wallet {move.Account.Owner} in {move.Account.Currency} was taken away.");
            var hold = move.Kind is WalletEntryKind.Credited or WalletEntryKind.ToppedUp || move.Intent is null ? null
                : await First(connection, PaymentSql, parameters => parameters.Text(move.Intent), Payment).ConfigureAwait(false);
            if (await First(connection, KeySql, parameters => parameters.Text(move.Key), Entry).ConfigureAwait(false) is { } before)
            {
                return WalletDecisions.Again(wallet, hold, before, move);
            }

            var change = WalletDecisions.Decide(wallet, hold, move);
            if (change.Entry is { } entry)
            {
                await Write(connection, change, entry).ConfigureAwait(false);
                foreach (var transfer in WalletPostings.Of(entry, fee))
                {
                    await Run(connection, PostSql, parameters => Bind(parameters, transfer)).ConfigureAwait(false);
                }
            }

            return change;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Wallet>> Of(CustomerId customer, CancellationToken cancellationToken) => store.ReadAll(
        OfSql,
        parameters => parameters.Id(customer.Value),
        row =>
        {
            var account = new WalletAccount(customer, new OperatorId(row.Text(0)), Currency.Of(row.Text(1)));
            return WalletOf(row, 2, account);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<(long Number, WalletEntry Entry)>> Entries(CustomerId customer, long? before, int limit, CancellationToken cancellationToken) => store.ReadAll(
        EntriesSql, parameters => parameters.Id(customer.Value).Number(before ?? long.MaxValue).Number(limit), row => (row.Number(0), Entry(row)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WalletHold?> Find(string intent, CancellationToken cancellationToken) => store.ReadFirst(PaymentSql, parameters => parameters.Text(intent), Payment, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<WalletTopUp> Begin(WalletTopUp topUp, CancellationToken cancellationToken)
    {
        await store.Change(
            BeginSql,
            parameters => Bind(parameters.Id(topUp.Id), topUp.Account)
                .Number(topUp.Amount.MinorUnits)
                .Text(topUp.Method)
                .Text(topUp.GatewayCustomer)
                .Text(EnumText<WalletTopUpStatus>.Of(topUp.Status))
                .Text(topUp.Intent)
                .Text(topUp.Code)
                .Instant(topUp.CreatedAt),
            cancellationToken).ConfigureAwait(false);
        return (await TopUp(topUp.Id, CancellationToken.None).ConfigureAwait(false))!;
    }

    /// <inheritdoc/>
    public ValueTask<WalletTopUp?> TopUp(Guid id, CancellationToken cancellationToken) => store.ReadFirst(TopUpSql, parameters => parameters.Id(id), TopUpOf, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WalletEntry>> Disputes(Guid topUp, CancellationToken cancellationToken) => store.ReadAll(DisputesSql, parameters => parameters.Id(topUp), Entry, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WalletEntry>> OpenDisputes(int limit, CancellationToken cancellationToken) =>
        store.ReadAll(OpenDisputesSql, parameters => parameters.Number(limit), Entry, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Wallet>> Owing(int limit, CancellationToken cancellationToken) =>
        store.ReadAll(OwingSql, parameters => parameters.Number(limit), row => WalletOf(row, 3, Account(row, 0)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<WalletTopUp>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        store.ReadAll(DueSql, parameters => parameters.Instant(now).Number(limit), row => TopUpOf(row)!, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask PutOff(Guid id, DateTimeOffset until, CancellationToken cancellationToken) =>
        await store.Change(PutOffSql, parameters => parameters.Id(id).Instant(until), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask End(Guid id, WalletTopUpStatus status, string? intent, string? code, CancellationToken cancellationToken) =>
        await store.Change(EndSql, parameters => parameters.Id(id).Text(EnumText<WalletTopUpStatus>.Of(status)).Text(intent).Text(code), cancellationToken).ConfigureAwait(false);

    private static async Task Write(NpgsqlConnection connection, WalletChange change, WalletEntry entry)
    {
        await Run(
            connection, PutWalletSql, parameters => Bind(parameters, change.Wallet.Account).Number(change.Wallet.Balance.MinorUnits).Number(change.Wallet.Held.MinorUnits).Number(change.Wallet.Disputed.MinorUnits)).ConfigureAwait(false);
        if (change.Hold is { } hold)
        {
            await Run(
                connection,
                PutPaymentSql,
                parameters => Bind(parameters.Text(hold.Intent), hold.Account)
                    .Id(hold.Job.Value)
                    .Number(hold.Amount.MinorUnits)
                    .Text(EnumText<WalletHoldStatus>.Of(hold.Status))
                    .Number(hold.Captured.MinorUnits)
                    .Number(hold.Refunded.MinorUnits)).ConfigureAwait(false);
        }

        await Run(
            connection,
            AddEntrySql,
            parameters => Bind(parameters.Text(entry.Key), entry.Account)
                .Text(EnumText<WalletEntryKind>.Of(entry.Kind))
                .Number(entry.Amount.MinorUnits)
                .Id(entry.Subject)
                .Text(entry.Intent)
                .Text(entry.Reason)
                .Number(entry.Balance.MinorUnits)
                .Number(entry.Held.MinorUnits)
                .Instant(entry.At)).ConfigureAwait(false);
    }

    private static async Task Run(NpgsqlConnection connection, string sql, Action<NpgsqlParameterCollection> bind)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        bind(command.Parameters);
        await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task<T?> First<T>(NpgsqlConnection connection, string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, T?> read)
        where T : class
    {
        await using var command = new NpgsqlCommand(sql, connection);
        bind(command.Parameters);
        await using var rows = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        return await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false) ? read(rows) : null;
    }

    private static Wallet WalletOf(NpgsqlDataReader row, int column, WalletAccount account) =>
        new(account, new Money(row.Number(column), account.Currency), new Money(row.Number(column + 1), account.Currency)) { Disputed = new Money(row.Number(column + 2), account.Currency) };

    private static WalletHold? Payment(NpgsqlDataReader row)
    {
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

    private static WalletTopUp? TopUpOf(NpgsqlDataReader row)
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

    private static WalletEntry Entry(NpgsqlDataReader row)
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

    private static WalletAccount Account(NpgsqlDataReader row, int column) =>
        new(new CustomerId(row.Id(column)), new OperatorId(row.Text(column + 1)), Currency.Of(row.Text(column + 2)));

    private static NpgsqlParameterCollection Bind(NpgsqlParameterCollection parameters, WalletAccount account) =>
        parameters.Id(account.Customer.Value).Text(account.Operator.Value).Text(account.Currency.Code);

    /// <summary>A transfer as the parameters of <see cref="PostSql"/>.</summary>
    internal static void Bind(NpgsqlParameterCollection parameters, LedgerTransfer transfer) => parameters
        .Text(transfer.Key)
        .Text(LedgerAccount.Name(transfer.Debit.Kind))
        .Text(transfer.Debit.Owner)
        .Text(LedgerAccount.Name(transfer.Credit.Kind))
        .Text(transfer.Credit.Owner)
        .Number(transfer.Amount.MinorUnits)
        .Text(transfer.Amount.Currency.Code)
        .Id(transfer.Job.Value)
        .Text(transfer.Intent)
        .Text(transfer.Cause)
        .Text(transfer.Operator.Value)
        .Id(transfer.Merchant?.Value)
        .Instant(transfer.At);
}
