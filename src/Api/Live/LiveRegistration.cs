using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Connections;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Api.Placements;
using O2O.Dispatch.Api.Markets;
using O2O.Dispatch.Api.Journeys;
using O2O.Dispatch.Api.Notifications;
using O2O.Dispatch.Api.Providers;
using O2O.Dispatch.Api.Statistics;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Api.Vouchers;
using O2O.Dispatch.Api.Webhooks;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Notifications;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Vouchers;

namespace O2O.Dispatch.Api.Live;

/// <summary>Registers the live part: hubs, maps, figures, statistics, alerts, location intake, share links, notifications.</summary>
public static class LiveRegistration
{
    /// <summary>
    /// Registers it. Expects the ports of Contracts (grains, stores, bus, background work, secrets, ids, markets) and a TimeProvider of the host; hubs expect authorization policies named as the roles.
    /// Options come from the sections Live, HubLimits, ConnectionLimits and Notification.
    /// </summary>
    public static IServiceCollection AddDispatchLive(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LiveOptions>().Bind(configuration.GetSection("Live")).ValidateDataAnnotations()
            .Validate(options => IsKey(options.ShareKey), "Live:ShareKey is no base64 of at least 32 bytes.").ValidateOnStart();
        services.AddOptions<HubLimitsOptions>().Bind(configuration.GetSection("HubLimits")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<NotificationOptions>().Bind(configuration.GetSection("Notification")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new ShareTokens(KeyOf(provider)));
        services.AddSingleton(provider => new PlacementTokens(KeyOf(provider)));
        services.AddSingleton(provider => new ClaimTokens(KeyOf(provider)));
        services.AddSingleton(provider => new LiveMeters(provider.GetService<System.Diagnostics.Metrics.IMeterFactory>()));
        services.TryAddSingleton<INodeLink, AloneNode>();
        services.AddSingleton<Subscriptions>();
        services.AddSingleton<MissedFacts>();
        services.AddSingleton<StreamRepair>();
        services.AddSingleton<AlertBoard>();
        services.AddSingleton<BooksWatch>();
        services.AddSingleton<LiveBoard>();
        services.AddSingleton<IVehiclePlaces>(provider => provider.GetRequiredService<LiveBoard>());
        services.AddSingleton<MerchantDoor>();
        services.AddSingleton<StatisticsDesk>();
        services.AddSingleton<MerchantBoard>();
        services.AddSingleton<MerchantTicker>();
        services.AddSingleton<ShiftBook>();
        services.TryAddSingleton<ProviderViews>();
        services.TryAddSingleton<ILastPlaces, UnkeptPlaces>();
        services.AddSingleton<PlaceRelay>();
        services.AddSingleton<LocationIntake>();
        services.AddSingleton<ILocationIntake>(provider => provider.GetRequiredService<LocationIntake>());
        services.AddSingleton<EventPump>();
        services.AddSingleton<MapTicker>();
        services.AddSingleton<VehicleFollower>();
        services.AddSingleton<Snapshots>();
        services.AddSingleton<StreamDesk>();
        services.AddSingleton<FileNotifier>();
        services.TryAddSingleton<INotifier>(provider => provider.GetRequiredService<FileNotifier>());
        services.TryAddSingleton<INotificationLog>(provider => provider.GetRequiredService<FileNotifier>());
        services.TryAddSingleton<INotificationFilter, EverybodyWants>();
        services.AddSingleton<NotificationRelay>();
        services.AddSingleton<IVoucherNews, VoucherNotices>();
        services.AddSingleton<HubGuard>();
        services.AddOptions<ConnectionLimitsOptions>().Bind(configuration.GetSection(ConnectionLimitsOptions.Section)).ValidateDataAnnotations()
            .Validate(
                _ => FileLimit.Read() is not { } files || files >= ConnectionGate.FewestFiles,
                $"This process may open too few files to serve anybody: {ConnectionGate.FewestFiles} or more are needed, 20,000 are advised. Raise the limit (ulimit -n 20000, LimitNOFILE= of systemd) and start again.")
            .ValidateOnStart();
        services.AddSingleton<ConnectionGate>();
        services.AddSingleton<HubDoor>();
        services.AddOptions<KestrelServerOptions>().Configure<ConnectionGate>((kestrel, gate) => gate.Guard(kestrel));
        services.AddSingleton<SurgeBoard>();
        services.AddSingleton<ISurgeBoard>(provider => provider.GetRequiredService<SurgeBoard>());
        services.AddSignalR().AddJsonProtocol(options => HttpJson.Apply(options.PayloadSerializerOptions));
        services.AddOptions<HubOptions>().Configure<IOptions<HubLimitsOptions>>((hub, limits) =>
        {
            hub.EnableDetailedErrors = false;
            hub.MaximumReceiveMessageSize = limits.Value.MessageBytes;
            hub.KeepAliveInterval = limits.Value.KeepAlive;
            hub.ClientTimeoutInterval = limits.Value.ClientTimeout;
            hub.StatefulReconnectBufferSize = 0;
            hub.AddFilter<HubGuard>();
        });
        return services;
    }

    /// <summary>Starts what runs beside requests. Called once the engine runs and the markets are defined; harmless to call before they are.</summary>
    public static void StartLive(this IServiceProvider services)
    {
        services.GetRequiredService<EventPump>().Start();
        services.GetRequiredService<LocationIntake>().Start();
        services.GetRequiredService<PlaceRelay>().Start();
        services.GetRequiredService<MapTicker>().Start();
        services.GetRequiredService<VehicleFollower>().Start();
        services.GetRequiredService<AlertBoard>().Start();
        services.GetRequiredService<BooksWatch>().Start();
        services.GetRequiredService<NotificationRelay>().Start();
        services.GetService<SuggestionRelay>()?.Start();
        services.GetRequiredService<SurgeBoard>().Start();
        services.GetService<StoreBoard>()?.Start();
        services.GetRequiredService<MerchantTicker>().Start();
        services.GetService<WebhookPump>()?.Start();
    }

    private static byte[] KeyOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<LiveOptions>>().Value.ShareKey is { Length: > 0 } key
        ? Convert.FromBase64String(key)
        : provider.GetRequiredService<ISecretSource>().Bytes(32);

    private static bool IsKey(string text)
    {
        var bytes = new byte[text.Length];
        return text.Length == 0 || (Convert.TryFromBase64String(text, bytes, out var length) && length >= 32);
    }
}
