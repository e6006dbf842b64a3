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
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Storage.Tests.Contract;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Postgres;

/// <summary>The PostgreSQL store on a database of its own.</summary>
public sealed class PostgresUnderTest : StoreUnderTest
{
    private readonly PostgresServer _server;
    private PostgresStore _store;

    public PostgresUnderTest(PostgresServer? server = null, Action<PostgresOptions>? configure = null)
    {
        _server = server ?? PostgresServer.Shared;

        // On a slow disk hundreds of commits at once wait long for one of the few connections: that is no fault here.
        Options = new PostgresOptions { ConnectionString = NewDatabase(_server), MaxPoolSize = 12, ConnectTimeout = TimeSpan.FromMinutes(1) };
        configure?.Invoke(Options);
        _store = new PostgresStore(Options, Clock);
    }

    public PostgresOptions Options { get; }

    public PostgresStore Store => _store;

    public override IJobStore Jobs => _store.Jobs;

    public override IOutboxStore Outbox => _store.Outbox;

    public override IOfferStore Offers => _store.Offers;

    public override ILedgerReader Ledger => _store.Ledger;

    public override IBooksReader Books => _store.Books;

    public override IJobReader Reader => _store.JobReader;

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

    public override IStreamReader Streams => _store.Streams;

    /// <summary>A database with the schema, a copy of one that was migrated once.</summary>
    public static string NewDatabase(PostgresServer server) => server.Database(
        "store", connection => new PostgresStore(new PostgresOptions { ConnectionString = connection }, new ManualClock()).Dispose());

    public static object? Run(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    public override void Execute(string sql) => Run(Options.ConnectionString, sql);

    public override void LiftLedgerGuards() => Execute("""
        ALTER TABLE ledger_transfers DISABLE TRIGGER USER, DROP CONSTRAINT ledger_transfers_sides, DROP CONSTRAINT ledger_transfers_amount_minor_units_check;
        ALTER TABLE ledger_pending DISABLE TRIGGER USER, DROP CONSTRAINT ledger_pending_amount, DROP CONSTRAINT ledger_pending_sides;
        ALTER TABLE vouchers DROP CONSTRAINT vouchers_used_within_hold
        """);

    public override string IdLiteral(Guid id) => $"'{id}'";

    public override void Reopen()
    {
        _store.Dispose();
        _store = new PostgresStore(Options, Clock);
    }

    public override void Dispose()
    {
        _store.Dispose();
        _server.Drop(Options.ConnectionString);
    }
}

[NeedsPostgres]
public sealed class PostgresJobStoreTests : JobStoreContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresOutboxStoreTests : OutboxStoreContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresOfferStoreTests : OfferStoreContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresLedgerTests : LedgerContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresBooksTests : BooksContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresJobReaderTests : JobReaderContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresJobSearchTests : JobSearchContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresPlacementTests : PlacementContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresConsentTests : ConsentContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresReferralTests : ReferralContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresLoopTests : LoopContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresRatingTests : RatingContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresStatisticsTests : StatisticsContract
{
    protected override string Migration => PostgresMigrations.All.Single(migration => migration.Name.EndsWith("statistics", StringComparison.Ordinal)).Sql;

    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresProviderDirectoryTests : ProviderDirectoryContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresApiKeyTests : ApiKeyContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresPaymentRefusalTests : PaymentRefusalContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresStreamReaderTests : StreamReaderContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresPaymentWebhookTests : PaymentWebhookContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresJobFeedTests : JobFeedContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresWebhookTests : WebhookContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresPayoutTests : PayoutContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresWalletTests : WalletContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresVoucherTests : VoucherContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresVoucherBooksTests : VoucherBooksContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresMerchantTests : MerchantContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}

[NeedsPostgres]
public sealed class PostgresBookingTests : BookingContract
{
    protected override StoreUnderTest Open() => new PostgresUnderTest();
}
