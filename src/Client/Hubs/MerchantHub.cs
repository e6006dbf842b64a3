using Microsoft.AspNetCore.SignalR.Client;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>What a merchant, or who works for one, follows: its orders, and its statistics of today.</summary>
public sealed class MerchantHub : StreamHub
{
    internal MerchantHub(HubConnector connector)
        : base(connector) => Connection.On<MerchantStatisticsResource>("Statistics", statistics => StatisticsChanged?.Invoke(statistics) ?? Task.CompletedTask);

    /// <summary>The statistics that are watched, at most once a second while they change. The latest count.</summary>
    public event Func<MerchantStatisticsResource, Task>? StatisticsChanged;

    /// <summary>Follows the merchant's orders; somebody who sees one store alone hears of that one's.</summary>
    public Task<StreamSubscription> FollowMerchantAsync(Guid merchantId, Func<StreamNews, ValueTask> onNews, CancellationToken cancellationToken = default) =>
        SubscribeAsync(StreamNames.Merchant(merchantId), onNews, cancellationToken);

    /// <summary>Watches the statistics of today. Another watch replaces it; a lost connection ends it, so watch again when it has <see cref="DispatchHub.Resumed"/>.</summary>
    /// <param name="storeId">One store; null for all that the caller sees.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The statistics as they are.</returns>
    /// <exception cref="HubRefusedException">The caller may not, or sees no such store.</exception>
    public Task<MerchantStatisticsResource> WatchStatisticsAsync(Guid? storeId = null, CancellationToken cancellationToken = default) =>
        CallAsync<MerchantStatisticsResource>("WatchStatistics", [storeId], cancellationToken);

    /// <summary>Ends the watching of statistics.</summary>
    public Task UnwatchStatisticsAsync(CancellationToken cancellationToken = default) => Connection.InvokeAsync("UnwatchStatistics", cancellationToken);
}
