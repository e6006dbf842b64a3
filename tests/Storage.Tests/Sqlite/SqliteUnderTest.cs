using Microsoft.Data.Sqlite;
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
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Storage.Tests.Contract;

namespace O2O.Dispatch.Storage.Tests.Sqlite;

/// <summary>The SQLite store in a file of its own or in memory, with its writer's thread or with a signal.</summary>
public sealed class SqliteUnderTest : StoreUnderTest
{
    private readonly TemporaryFolder _folder = new();
    private readonly bool _inMemory;
    private readonly bool _signaled;
    private bool _unguarded;
    private Signal? _signal;
    private SqliteStore _store;

    public SqliteUnderTest(bool inMemory = false, bool signaled = false)
    {
        _inMemory = inMemory;
        _signaled = signaled;
        _store = Make();
    }

    public string File => _inMemory ? SqliteOptions.InMemory : _folder.File("store.db");

    public SqliteStore Store => _store;

    public override IJobStore Jobs => _store.Jobs;

    public override IOutboxStore Outbox => _store.Outbox;

    public override IOfferStore Offers => _store.Offers;

    public override ILedgerReader Ledger => _store.Ledger;

    public override IBooksReader Books => _store.Books;

    public override IJobReader Reader => _store.JobReader;

    public override IStreamReader Streams => _store.Streams;

    public override IRatingStore Ratings => _store.Ratings;

    public override IProviderDirectory Providers => _store.Providers;

    public override IApiKeyStore ApiKeys => _store.ApiKeys;

    public override IPaymentRefusalStore PaymentRefusals => _store.PaymentRefusals;

    public override ISaleCodes SaleCodes => _store.SaleCodes;

    public override IStatisticsStore Statistics => _store.Statistics;

    public override IPaymentWebhookStore PaymentWebhooks => _store.PaymentWebhooks;

    public override IPayoutStore Payouts => _store.Payouts;

    public override IWalletStore Wallets => _store.Wallets;

    public override IVoucherStore Vouchers => _store.Vouchers;

    public override IReferralStore Referrals => _store.Referrals;

    public override IJourneyStore Journeys => _store.Journeys;

    public override ILoopReader Loop => _store.Loop;

    public override ISuggestionStore Suggestions => _store.Suggestions;

    public override IPlacementStore Placements => _store.Placements;

    public override IConsentStore Consents => _store.Consents;

    public override IMerchantStore Merchants => _store.Merchants;

    public override IBookingStore Bookings => _store.Bookings;

    public override IStoreUpkeep Upkeep => _store;

    public override IJobFeed Feed => _store.JobFeed;

    public override IWebhookStore Webhooks => _store.Webhooks;

    public override bool IsDurable => !_inMemory;

    public override bool HoldsAtOnce => true;

    public static object? Run(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public override void Flush() => _signal?.Flush();

    public override void Execute(string sql) => Run(File, _unguarded ? "PRAGMA ignore_check_constraints = ON; " + sql : sql);

    public override void LiftLedgerGuards()
    {
        foreach (var guard in new[] { "keep", "stay", "sides", "currency", "once" })
        {
            Run(File, $"DROP TRIGGER ledger_transfers_{guard}");
        }

        foreach (var guard in new[] { "keep", "stay", "once", "begin", "end" })
        {
            Run(File, $"DROP TRIGGER ledger_pending_{guard}");
        }

        _unguarded = true;
    }

    public override void Reopen()
    {
        _store.Dispose();
        _store = Make();
    }

    public override void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private SqliteStore Make()
    {
        _signal = _signaled ? new Signal() : null;
        return new SqliteStore(new SqliteOptions { Path = File, Durability = SqliteDurability.Normal }, Clock, _signal);
    }
}

public sealed class SqliteFileJobStoreTests : JobStoreContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteMemoryJobStoreTests : JobStoreContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(inMemory: true);
}

public sealed class SqliteReplayJobStoreTests : JobStoreContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteMemoryReplayJobStoreTests : JobStoreContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(inMemory: true, signaled: true);
}

public sealed class SqliteFileOutboxStoreTests : OutboxStoreContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteReplayOutboxStoreTests : OutboxStoreContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteFileOfferStoreTests : OfferStoreContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteReplayOfferStoreTests : OfferStoreContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteFileLedgerTests : LedgerContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteFileBooksTests : BooksContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteReplayLedgerTests : LedgerContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteReplayBooksTests : BooksContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteFileJobReaderTests : JobReaderContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteMemoryReplayJobReaderTests : JobReaderContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(inMemory: true, signaled: true);
}

public sealed class SqliteFileStreamReaderTests : StreamReaderContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteMemoryReplayStreamReaderTests : StreamReaderContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(inMemory: true, signaled: true);
}

public sealed class SqliteFileJobSearchTests : JobSearchContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteFileRatingTests : RatingContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteFileStatisticsTests : StatisticsContract
{
    protected override string Migration => SqliteMigrations.All.Single(migration => migration.Name.EndsWith("statistics", StringComparison.Ordinal)).Sql;

    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteFileProviderDirectoryTests : ProviderDirectoryContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteFileApiKeyTests : ApiKeyContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteFilePaymentRefusalTests : PaymentRefusalContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteReplayJobSearchTests : JobSearchContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteFilePlacementTests : PlacementContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteReplayPlacementTests : PlacementContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteFileConsentTests : ConsentContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteFileReferralTests : ReferralContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteReplayConsentTests : ConsentContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteReplayReferralTests : ReferralContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteFileLoopTests : LoopContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteReplayLoopTests : LoopContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteReplayRatingTests : RatingContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteReplayProviderDirectoryTests : ProviderDirectoryContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteReplayApiKeyTests : ApiKeyContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteReplayPaymentRefusalTests : PaymentRefusalContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteFilePaymentWebhookTests : PaymentWebhookContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteFileJobFeedTests : JobFeedContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteReplayPaymentWebhookTests : PaymentWebhookContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteFileWebhookTests : WebhookContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteReplayJobFeedTests : JobFeedContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteReplayWebhookTests : WebhookContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteFilePayoutTests : PayoutContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteReplayPayoutTests : PayoutContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteFileWalletTests : WalletContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteReplayWalletTests : WalletContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteFileVoucherTests : VoucherContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteReplayVoucherTests : VoucherContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteFileVoucherBooksTests : VoucherBooksContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteReplayVoucherBooksTests : VoucherBooksContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteFileMerchantTests : MerchantContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteFileBookingTests : BookingContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest();
}

public sealed class SqliteReplayMerchantTests : MerchantContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}

public sealed class SqliteReplayBookingTests : BookingContract
{
    protected override StoreUnderTest Open() => new SqliteUnderTest(signaled: true);
}
