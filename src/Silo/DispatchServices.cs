using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Payouts;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Sales;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Grains.Bookings;
using O2O.Dispatch.Grains.Dispatch;
using O2O.Dispatch.Grains.Jobs;
using O2O.Dispatch.Grains.Markets;
using O2O.Dispatch.Grains.Observability;
using O2O.Dispatch.Grains.Outbox;
using O2O.Dispatch.Grains.Payments;
using O2O.Dispatch.Grains.Payouts;
using O2O.Dispatch.Grains.Placements;
using O2O.Dispatch.Grains.Upkeep;
using O2O.Dispatch.Grains.Wallets;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.Payouts;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Webhooks;
using O2O.Dispatch.Silo.Runtime;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Payments.Vault;

namespace O2O.Dispatch.Silo;

/// <summary>What the grains need, whichever engine runs them. The host adds a store, a bus and a gateway.</summary>
public static class DispatchServices
{
    /// <summary>Registers it. Ports that the host registered before stay.</summary>
    public static IServiceCollection AddDispatch(this IServiceCollection services, SiloSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIdSource, SystemIdSource>();
        services.TryAddSingleton<ISecretSource, SystemSecretSource>();
        services.TryAddSingleton<ILastPlaces, UnkeptPlaces>();
        services.AddSingleton<MarketCatalog>();
        services.AddSingleton<IMarketCatalog>(provider => provider.GetRequiredService<MarketCatalog>());
        services.AddSingleton<MarketMaps>();
        services.AddSingleton<IRouteEstimator>(provider => provider.GetRequiredService<MarketMaps>());
        services.AddSingleton(provider => new QuoteTokens(settings.QuoteKeys.Count > 0
            ? [.. settings.QuoteKeys]
            : [provider.GetRequiredService<ISecretSource>().Bytes(32)]));
        services.AddSingleton<QuoteDesk>();
        services.AddSingleton<VoucherDesk>();
        services.AddSingleton<SaleDesk>();
        services.AddSingleton<StoreDesk>();
        services.AddSingleton<IStoreCatalog>(provider => provider.GetRequiredService<StoreDesk>());
        services.AddSingleton<IBookingNews, JobBookingNews>();
        services.AddSingleton<MarginBoard>();
        services.AddSingleton<WalletGateway>();
        services.AddSingleton<WalletTopUps>();
        services.AddSingleton<WalletDisputeSink>();
        services.AddSingleton<OutboxPump>();
        services.AddSingleton<ShardKeeper>();
        services.AddSingleton<StoreUpkeep>();
        services.AddSingleton(provider => new BookingSweep(
            provider.GetRequiredService<IBookingStore>(),
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetService<IBookingNews>(),
            provider.GetRequiredService<IBackgroundWork>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BookingSweep>>()));
        services.AddSingleton<PlacementSweep>();
        services.AddSingleton<LevelSampler>();
        services.AddSingleton<TrafficKeeper>();
        services.AddOptions<PaymentsOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IPaymentEventSink, JobPaymentSink>();
        services.AddSingleton(provider => new WebhookHandler(
            provider.GetRequiredService<IPaymentWebhookStore>(),
            provider.GetRequiredService<IPaymentEventSink>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<PaymentsOptions>>(),
            provider.GetService<IGatewayRecords>(),
            provider.GetRequiredService<IPayoutEventSink>()));
        services.AddSingleton<IPayoutEventSink>(provider => provider.GetRequiredService<PayoutPump>());
        services.AddSingleton<IPaymentBooks, JobPaymentBooks>();
        services.TryAddSingleton<IPaymentVault>(provider => provider.GetRequiredService<IPaymentGateway>() as IPaymentVault ?? new InProcessVault());
        services.AddSingleton(provider => new ReconcileKeeper(
            provider.GetService<IGatewayRecords>() is { } records
                ? new PaymentReconciler(records, provider.GetRequiredService<IPaymentBooks>(), provider.GetRequiredService<IPaymentEventSink>(), provider.GetRequiredService<TimeProvider>())
                : null,
            provider.GetRequiredService<IBackgroundWork>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<PaymentsOptions>>(),
            provider.GetRequiredService<ILogger<ReconcileKeeper>>(),
            provider.GetRequiredService<IGrainFactory>()));
        services.AddSingleton<IReconciliationBoard>(provider => provider.GetRequiredService<ReconcileKeeper>());
        services.AddSingleton<WebhookPump>();
        services.AddSingleton<IWebhookDelivery>(provider => provider.GetRequiredService<WebhookPump>());
        services.AddOptions<DispatchOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TrafficOptions>().ValidateDataAnnotations().Validate(
            traffic => TimeZoneInfo.TryFindSystemTimeZoneById(traffic.TimeZone, out _), "Traffic:TimeZone names no time zone: an IANA name such as America/New_York is expected.").ValidateOnStart();
        services.AddOptions<OutboxOptions>().Configure<IServiceProvider>((options, provider) => Bind(provider, OutboxOptions.Section, options)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PayoutsOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new PayoutPump(
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<IPaymentGateway>(),
            provider.GetService<IPayoutGateway>() ?? provider.GetRequiredService<IPaymentGateway>() as IPayoutGateway,
            provider.GetRequiredService<IPayoutStore>(),
            provider.GetRequiredService<IJobStore>(),
            provider.GetRequiredService<IJobFeed>(),
            provider.GetRequiredService<IIdSource>(),
            provider.GetRequiredService<IBackgroundWork>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<PayoutsOptions>>(),
            provider.GetRequiredService<ILogger<PayoutPump>>()));
        services.AddOptions<JobPaymentOptions>().Configure<IServiceProvider>((options, provider) => Bind(provider, JobPaymentOptions.Section, options)).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary>Starts what runs beside the grains: the outbox's sweep, the keeper of the shards and the store's upkeep. Called once the engine runs.</summary>
    public static void StartDispatch(this IServiceProvider services)
    {
        services.GetRequiredService<OutboxPump>().StartSweeping();
        services.GetRequiredService<ShardKeeper>().Start();
        services.GetRequiredService<StoreUpkeep>().Start();
        services.GetRequiredService<LevelSampler>().Start();
        services.GetRequiredService<TrafficKeeper>().Start();
        services.GetRequiredService<WebhookPump>().Start();
        services.GetRequiredService<ReconcileKeeper>().Start();
        services.GetRequiredService<PayoutPump>().Start();
    }

    /// <summary>Starts the sweep of bookings. A replay has none, and so none of the sweep's rounds in its hash.</summary>
    public static void StartBookings(this IServiceProvider services) => services.GetRequiredService<BookingSweep>().Start();

    /// <summary>Starts the sweep that bills paid visits. A replay has none, as of bookings.</summary>
    public static void StartPlacements(this IServiceProvider services) => services.GetRequiredService<PlacementSweep>().Start();

    /// <summary>Takes a section of configuration into options, where the host has configuration: a replay has none.</summary>
    private static void Bind(IServiceProvider provider, string section, object options) => provider.GetService<IConfiguration>()?.GetSection(section).Bind(options);
}
