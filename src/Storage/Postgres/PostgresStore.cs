using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Consents;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Payouts;
using O2O.Dispatch.Contracts.Placements;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Payments.Webhooks;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>
/// One PostgreSQL database behind the storage ports, over one pool of connections. Any number of processes may use it at once: the version check, the unique indexes and the
/// row locks of the server make commits safe, nothing in this process does. Thread-safe.
/// </summary>
public sealed partial class PostgresStore : IDisposable, IStoreUpkeep
{
    // How often a statement is run that the server undid for the sake of another.
    private const int Attempts = 5;

    private const string PurgeSql = "DELETE FROM answers WHERE command_id IN (SELECT command_id FROM answers WHERE at < $1 ORDER BY at LIMIT $2)";

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;

    /// <summary>Opens the store: brings the database to the schema of this program.</summary>
    /// <param name="options">Which database, and how.</param>
    /// <param name="time">Tells the age of answers, and when a migration was applied.</param>
    /// <param name="log">Null for none.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="StoreOpenException">The database cannot be opened; the message says what to do.</exception>
    public PostgresStore(PostgresOptions options, TimeProvider time, ILogger<PostgresStore>? log = null)
    {
        if (options.Faults() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(" ", faults), nameof(options));
        }

        _time = time;
        ILogger logger = log ?? NullLogger<PostgresStore>.Instance;
        var place = options.Place();
        _source = NpgsqlDataSource.Create(options.ToConnectionString());
        try
        {
            var found = PostgresOpening.Open(_source, options, time);
            foreach (var migration in found.Applied)
            {
                Migrated(logger, place, migration.Name);
            }

            foreach (var setting in found.Careless)
            {
                Careless(logger, place, setting);
            }

            Opened(logger, place, PostgresMigrations.Latest, found.Server, options.MaxPoolSize);
        }
        catch
        {
            _source.Dispose();
            throw;
        }

        Jobs = new PostgresJobStore(this);
        Outbox = new PostgresOutboxStore(this);
        Offers = new PostgresOfferStore(this);
        Ledger = new PostgresLedgerReader(this);
        Books = new PostgresBooksReader(this);
        JobReader = new PostgresJobReader(this);
        Ratings = new PostgresRatingStore(this);
        Providers = new PostgresProviderDirectory(this);
        ApiKeys = new PostgresApiKeyStore(this);
        PaymentRefusals = new PostgresPaymentRefusalStore(this);
        SaleCodes = new PostgresSaleCodes(this);
        Statistics = new PostgresStatisticsStore(this);
        Streams = new PostgresStreamReader(this);
        PaymentWebhooks = new PostgresPaymentWebhookStore(this);
        Payouts = new PostgresPayoutStore(this);
        Wallets = new PostgresWalletStore(this);
        Vouchers = new PostgresVoucherStore(this);
        Referrals = new PostgresReferralStore(this);
        Journeys = new PostgresJourneyStore(this);
        Loop = new PostgresLoopReader(this);
        Suggestions = new PostgresSuggestionStore(this);
        Consents = new PostgresConsentStore(this);
        Placements = new PostgresPlacementStore(this);
        Merchants = new PostgresMerchantStore(this);
        Bookings = new PostgresBookingStore(this);
        JobFeed = new PostgresJobFeed(this);
        Webhooks = new PostgresWebhookStore(this);
    }

    /// <summary>The jobs.</summary>
    public IJobStore Jobs { get; }

    /// <summary>The outbox.</summary>
    public IOutboxStore Outbox { get; }

    /// <summary>The offers.</summary>
    public IOfferStore Offers { get; }

    /// <summary>The ledger.</summary>
    public ILedgerReader Ledger { get; }

    /// <summary>The books.</summary>
    public IBooksReader Books { get; }

    /// <summary>The read models over the jobs.</summary>
    public IJobReader JobReader { get; }

    /// <summary>Ratings of jobs.</summary>
    public IRatingStore Ratings { get; }

    /// <summary>The directory of providers.</summary>
    public IProviderDirectory Providers { get; }

    /// <summary>Keys of integrators.</summary>
    public IApiKeyStore ApiKeys { get; }

    /// <summary>Payment methods that were refused.</summary>
    public IPaymentRefusalStore PaymentRefusals { get; }

    /// <summary>Codes shown at counters.</summary>
    public ISaleCodes SaleCodes { get; }

    /// <summary>What merchants count.</summary>
    public IStatisticsStore Statistics { get; }

    /// <summary>What the payment gateway told.</summary>
    public IPaymentWebhookStore PaymentWebhooks { get; }

    /// <summary>Who is owed, what is due, and what was paid out.</summary>
    public IPayoutStore Payouts { get; }

    /// <summary>What customers have with businesses.</summary>
    public IWalletStore Wallets { get; }

    /// <summary>How customers came.</summary>
    public IJourneyStore Journeys { get; }

    /// <summary>Who wants suggestions, and what was suggested.</summary>
    public ISuggestionStore Suggestions { get; }

    /// <summary>What journeys come to.</summary>
    public ILoopReader Loop { get; }

    /// <summary>Campaigns and their vouchers.</summary>
    public IVoucherStore Vouchers { get; }

    /// <summary>Who was brought by whom.</summary>
    public IReferralStore Referrals { get; }

    /// <summary>Stores that are shown in front of others, and what is paid for it.</summary>
    public IPlacementStore Placements { get; }

    /// <summary>What customers share with counters, and who looked.</summary>
    public IConsentStore Consents { get; }

    /// <summary>Merchants, their stores and what these sell.</summary>
    public IMerchantStore Merchants { get; }

    /// <summary>What can be booked, and the bookings.</summary>
    public IBookingStore Bookings { get; }

    /// <summary>The durable streams.</summary>
    public IStreamReader Streams { get; }

    /// <summary>All job events in one order.</summary>
    public IJobFeed JobFeed { get; }

    /// <summary>Endpoints and deliveries of webhooks.</summary>
    public IWebhookStore Webhooks { get; }

    /// <summary>What is now, to tell the age of answers.</summary>
    internal DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Deletes answers that are past the time they are kept, the oldest first.</summary>
    /// <param name="limit">At most so many, so that commits need not wait long; call again while as many were deleted.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>How many were deleted.</returns>
    public async ValueTask<int> PurgeAnswers(int limit, CancellationToken cancellationToken)
    {
        var before = Now - StorageTerms.AnswersKept;
        return await Change(PurgeSql, parameters => parameters.Instant(before).Number(limit), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<int> PurgeTakes(int limit, CancellationToken cancellationToken)
    {
        var before = Now - StorageTerms.TakesKept;
        return await Change(StockSql.Postgres.Purge, parameters => parameters.Instant(before).Number(limit), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the store and its connections. What is under way ends as it ends; its waiters are told.</summary>
    public void Dispose() => _source.Dispose();

    /// <summary>Reads all rows of a statement.</summary>
    internal async ValueTask<ImmutableArray<T>> ReadAll<T>(
        string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var all = ImmutableArray.CreateBuilder<T>();
        await Ask(
            sql,
            bind,
            async rows =>
            {
                // Begun anew when the connection was cut on the way.
                all.Clear();
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    all.Add(read(rows));
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return all.ToImmutable();
    }

    /// <summary>Reads the first row of a statement; the default when there is none.</summary>
    internal ValueTask<T?> ReadFirst<T>(string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, T?> read, CancellationToken cancellationToken) => Ask(
        sql, bind, async rows => await rows.ReadAsync(cancellationToken).ConfigureAwait(false) ? read(rows) : default, cancellationToken);

    /// <summary>Runs a change, and gives how many rows it changed. Once begun it cannot be canceled: its outcome would be unknown.</summary>
    internal async ValueTask<int> Change(string sql, Action<NpgsqlParameterCollection> bind, CancellationToken cancellationToken)
    {
        try
        {
            return await Write(sql, bind, command => command.ExecuteNonQueryAsync(CancellationToken.None), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (PostgresFaults.Translate(fault) is { } said)
        {
            throw said;
        }
    }

    /// <summary>Runs a change that gives one row at the most.</summary>
    internal async ValueTask<T?> ChangeFirst<T>(string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, T?> read, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteFirst(sql, bind, read, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (PostgresFaults.Translate(fault) is { } said)
        {
            throw said;
        }
    }

    /// <summary>Runs a change that gives rows.</summary>
    internal async ValueTask<ImmutableArray<T>> ChangeAll<T>(string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await Write(
                sql,
                bind,
                async command =>
                {
                    var all = ImmutableArray.CreateBuilder<T>();
                    await using var rows = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
                    while (await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false))
                    {
                        all.Add(read(rows));
                    }

                    return all.ToImmutable();
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (PostgresFaults.Translate(fault) is { } said)
        {
            throw said;
        }
    }

    /// <summary>As <see cref="ChangeFirst"/>, with the driver's own exceptions.</summary>
    internal Task<T?> WriteFirst<T>(string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, T?> read, CancellationToken cancellationToken) => Write(
        sql,
        bind,
        async command =>
        {
            await using var rows = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
            return await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false) ? read(rows) : default;
        },
        cancellationToken);

    /// <summary>Runs several statements on one snapshot. It may take long.</summary>
    internal async ValueTask<T> Snapshot<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            return await read(connection).ConfigureAwait(false);
        }
        catch (Exception fault) when (PostgresFaults.Translate(fault) is { } said)
        {
            throw said;
        }
    }

    /// <summary>Runs several statements in one transaction, all or none. Once begun it cannot be canceled: its outcome would be unknown.</summary>
    internal async ValueTask<T> Transact<T>(Func<NpgsqlConnection, Task<T>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None).ConfigureAwait(false);
                var result = await change(connection).ConfigureAwait(false);
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return result;
            }
            catch (Exception fault) when (attempt < Attempts && PostgresFaults.IsUndone(fault))
            {
                // Nothing of it stands, and the other has gone on by now.
            }
            catch (Exception fault) when (PostgresFaults.IsCut(fault))
            {
                _source.Clear();
                throw PostgresFaults.Translate(fault) ?? fault;
            }
            catch (Exception fault) when (PostgresFaults.Translate(fault) is { } said)
            {
                throw said;
            }
        }
    }

    private async ValueTask<T> Ask<T>(
        string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using var command = new NpgsqlCommand(sql, connection);
                bind(command.Parameters);
                await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                return await read(rows).ConfigureAwait(false);
            }
            catch (Exception fault) when (attempt == 1 && PostgresFaults.IsCut(fault))
            {
                // A connection of the pool may have died long ago, when the server was restarted: reading again does no harm.
                _source.Clear();
            }
            catch (Exception fault) when (PostgresFaults.Translate(fault) is { } said)
            {
                throw said;
            }
        }
    }

    private async Task<T> Write<T>(string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlCommand, Task<T>> run, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using var command = new NpgsqlCommand(sql, connection);
                bind(command.Parameters);
                return await run(command).ConfigureAwait(false);
            }
            catch (Exception fault) when (attempt < Attempts && PostgresFaults.IsUndone(fault))
            {
                // Nothing of it stands, and the other has gone on by now.
            }
            catch (Exception fault) when (PostgresFaults.IsCut(fault))
            {
                // The others that wait in the pool are as dead as this one.
                _source.Clear();
                throw;
            }
        }
    }
}
