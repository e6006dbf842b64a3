using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
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
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>
/// One SQLite file (or memory) behind the storage ports: one connection writes, in groups; readers have connections of their own and see what is written.
/// With an <see cref="IGroupCommitSignal"/> (a replay) there is one connection and no thread: commits run in line, and reads see the open group. Thread-safe.
/// </summary>
public sealed partial class SqliteStore : IDisposable, IStoreUpkeep, ISqliteReads
{
    // More readers than that at once open a connection for the moment.
    private const int KeptReaders = 8;

    private readonly SqliteOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly WriteSession _session;
    private readonly GroupWriter _writer;
    private readonly ReadSession? _shared;
    private readonly ConcurrentBag<ReadSession> _readers = [];
    private volatile bool _closed;

    /// <summary>Opens the store: creates the file if need be and brings it to the schema of this program.</summary>
    /// <param name="options">Which file, and how.</param>
    /// <param name="time">Tells the age of answers, and when a migration was applied.</param>
    /// <param name="signal">Only in a replay: tells when to write the open group.</param>
    /// <param name="log">Null for none.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="StoreOpenException">The file cannot be opened; the message says what to do.</exception>
    public SqliteStore(SqliteOptions options, TimeProvider time, IGroupCommitSignal? signal = null, ILogger<SqliteStore>? log = null)
    {
        if (options.Faults() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(" ", faults), nameof(options));
        }

        _options = options;
        _time = time;
        ILogger logger = log ?? NullLogger<SqliteStore>.Instance;
        var database = SqliteOpening.Writer(options);
        try
        {
            foreach (var migration in SqliteOpening.Guarded(options.Path, () => SqliteMigrations.Apply(database, options.Path, time)))
            {
                Migrated(logger, options.Path, migration.Name);
            }

            _session = SqliteOpening.Guarded(options.Path, () => new WriteSession(database));
        }
        catch
        {
            database.Dispose();
            throw;
        }

        Opened(logger, options.Path, SqliteMigrations.Latest, options.Durability);
        if (signal is not null || options.Path == SqliteOptions.InMemory)
        {
            _shared = new ReadSession(database, ownsDatabase: false);
        }

        var durable = options.Path != SqliteOptions.InMemory;
        _writer = signal is null ? new ThreadedGroupWriter(_session, _gate, durable, options.GroupLimit, logger) : new SignaledGroupWriter(_session, _gate, durable, signal, logger);
        Jobs = new SqliteJobStore(this);
        Outbox = new SqliteOutboxStore(this);
        Offers = new SqliteOfferStore(this);
        Ledger = new SqliteLedgerReader(this);
        Books = new SqliteBooksReader(this);
        JobReader = new SqliteJobReader(this);
        Ratings = new SqliteRatingStore(this);
        Providers = new SqliteProviderDirectory(this);
        ApiKeys = new SqliteApiKeyStore(this);
        PaymentRefusals = new SqlitePaymentRefusalStore(this);
        SaleCodes = new SqliteSaleCodes(this);
        Statistics = new SqliteStatisticsStore(this);
        Streams = new SqliteStreamReader(this);
        PaymentWebhooks = new SqlitePaymentWebhookStore(this);
        Payouts = new SqlitePayoutStore(this);
        Wallets = new SqliteWalletStore(this);
        Vouchers = new SqliteVoucherStore(this);
        Referrals = new SqliteReferralStore(this);
        Journeys = new SqliteJourneyStore(this);
        Loop = new SqliteLoopReader(this);
        Suggestions = new SqliteSuggestionStore(this);
        Consents = new SqliteConsentStore(this);
        Placements = new SqlitePlacementStore(this);
        Merchants = new SqliteMerchantStore(this);
        Bookings = new SqliteBookingStore(this);
        JobFeed = new SqliteJobFeed(this);
        Webhooks = new SqliteWebhookStore(this);
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

    /// <summary>Whether a waiter goes on on another thread than the one that completes it.</summary>
    internal bool ContinuesElsewhere => _writer.ContinuesElsewhere;

    /// <summary>The latest instant of a commit of the open group, where reads see it; null where they do not.</summary>
    internal DateTimeOffset? OpenCommitAt => _shared is null ? null : _session.LastCommitAt;

    /// <inheritdoc/>
    public ValueTask<int> PurgeTakes(int limit, CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow() - StorageTerms.TakesKept;
        return Write(
            session =>
            {
                var purge = session[StockSql.Sqlite.Purge];
                using var use = purge.Begin();
                purge.Bind(1, before);
                purge.Bind(2, (long)limit);
                return purge.Change();
            },
            cancellationToken);
    }

    /// <summary>Deletes answers that are past the time they are kept, the oldest first.</summary>
    /// <param name="limit">At most so many, so that commits need not wait long; call again while as many were deleted.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>How many were deleted.</returns>
    public ValueTask<int> PurgeAnswers(int limit, CancellationToken cancellationToken)
    {
        var before = Now - StorageTerms.AnswersKept;
        return Write(session => session.PurgeAnswers(before, limit), cancellationToken);
    }

    /// <summary>Closes the store. The group that is being written is finished; whoever waits for a later one is told that the store is closed.</summary>
    public void Dispose()
    {
        _closed = true;
        lock (_gate)
        {
            _shared?.Dispose();
        }

        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        // Last, so that the closing of the last connection folds the log into the file.
        _writer.Dispose();
    }

    /// <summary>Adds a small write to a group.</summary>
    internal ValueTask<T> Write<T>(Func<WriteSession, T> write, CancellationToken cancellationToken) =>
        Write(new SmallWrite<T>(write, ContinuesElsewhere), cancellationToken);

    /// <summary>Adds a commit to a group.</summary>
    internal ValueTask<T> Write<T>(WriteOperation<T> operation, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        _writer.Add(operation);
        return new ValueTask<T>(operation.Task);
    }

    /// <summary>Reads, in line on the caller's thread.</summary>
    internal ValueTask<T> Read<T>(Func<ReadSession, T> read, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        try
        {
            return new ValueTask<T>(_shared is null ? ReadApart(read) : ReadShared(_shared, read));
        }
        catch (SqliteErrorException fault)
        {
            return ValueTask.FromException<T>(new StoreUnavailableException($"The store could not be read: {fault.Words}.", fault));
        }
        catch (Exception fault)
        {
            return ValueTask.FromException<T>(fault);
        }
    }

    /// <inheritdoc/>
    ValueTask<T> ISqliteReads.Read<T>(Func<ReadSession, T> read, CancellationToken cancellationToken) => Read(read, cancellationToken);

    private T ReadShared<T>(ReadSession shared, Func<ReadSession, T> read)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            return read(shared);
        }
    }

    private T ReadApart<T>(Func<ReadSession, T> read)
    {
        ThrowIfClosed();
        if (!_readers.TryTake(out var reader))
        {
            reader = new ReadSession(SqliteOpening.Reader(_options), ownsDatabase: true);
        }

        try
        {
            return read(reader);
        }
        finally
        {
            if (_readers.Count < KeptReaders && !_closed)
            {
                _readers.Add(reader);
            }
            else
            {
                reader.Dispose();
            }
        }
    }

    private void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new StoreUnavailableException("The store is closed.");
        }
    }
}
