using System.Collections.Immutable;
using Microsoft.AspNetCore.SignalR.Client;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>What an operator follows: markets with every job, single jobs and people, maps, figures and alerts.</summary>
public sealed class OpsHub : StreamHub
{
    internal OpsHub(HubConnector connector)
        : base(connector)
    {
        Connection.On<MapFrame>("Map", frame => Find(MapWatch.SubjectOf(frame.Market)) is MapWatch watch ? watch.ReceiveAsync(frame) : Task.CompletedTask);
        Connection.On<OverviewResource>("Figures", figures => FiguresChanged?.Invoke(figures) ?? Task.CompletedTask);
        Connection.On<ImmutableArray<AlertResource>>("Alerts", alerts => AlertsChanged?.Invoke(alerts) ?? Task.CompletedTask);
    }

    /// <summary>The figures of a market whose map is watched, once a second. The latest count.</summary>
    public event Func<OverviewResource, Task>? FiguresChanged;

    /// <summary>All open alerts, when they change.</summary>
    public event Func<ImmutableArray<AlertResource>, Task>? AlertsChanged;

    /// <summary>Follows every job of a market.</summary>
    public Task<StreamSubscription> FollowMarketAsync(string market, Func<StreamNews, ValueTask> onNews, CancellationToken cancellationToken = default) =>
        SubscribeAsync(StreamNames.Market(market), onNews, cancellationToken);

    /// <summary>Follows a job.</summary>
    public Task<StreamSubscription> FollowJobAsync(Guid jobId, Func<StreamNews, ValueTask> onNews, CancellationToken cancellationToken = default) =>
        SubscribeAsync(StreamNames.Job(jobId), onNews, cancellationToken);

    /// <summary>Follows a provider.</summary>
    public Task<StreamSubscription> FollowProviderAsync(Guid providerId, Func<StreamNews, ValueTask> onNews, CancellationToken cancellationToken = default) =>
        SubscribeAsync(StreamNames.Provider(providerId), onNews, cancellationToken);

    /// <summary>Follows a customer.</summary>
    public Task<StreamSubscription> FollowCustomerAsync(Guid customerId, Func<StreamNews, ValueTask> onNews, CancellationToken cancellationToken = default) =>
        SubscribeAsync(StreamNames.Customer(customerId), onNews, cancellationToken);

    /// <summary>Follows a merchant's orders.</summary>
    public Task<StreamSubscription> FollowMerchantAsync(Guid merchantId, Func<StreamNews, ValueTask> onNews, CancellationToken cancellationToken = default) =>
        SubscribeAsync(StreamNames.Merchant(merchantId), onNews, cancellationToken);

    /// <summary>Watches the map of a market: all of it, then its changes, about 4 a second. Returns when all of it is there.</summary>
    /// <param name="market">The market; one watch for each.</param>
    /// <param name="onChange">Told after each change, one at a time.</param>
    /// <param name="cancellationToken">Ends the wait for the first answer.</param>
    /// <exception cref="HubRefusedException">The caller may not, or there is no such market.</exception>
    public Task<MapWatch> WatchMapAsync(string market, Func<MarketMap, ValueTask> onChange, CancellationToken cancellationToken = default) =>
        BeginAsync(new MapWatch(this, market, null, onChange), cancellationToken);

    /// <summary>Watches a part of the map of a market, which <see cref="MapWatch.MoveAsync"/> moves. Vehicles and waiting jobs outside are not told, and those that leave it are off the map.</summary>
    /// <param name="market">The market; one watch for each.</param>
    /// <param name="view">The part.</param>
    /// <param name="onChange">Told after each change, one at a time.</param>
    /// <param name="cancellationToken">Ends the wait for the first answer.</param>
    /// <exception cref="HubRefusedException">The caller may not, there is no such market, or the view can be none.</exception>
    public Task<MapWatch> WatchMapAsync(string market, MapView view, Func<MarketMap, ValueTask> onChange, CancellationToken cancellationToken = default) =>
        BeginAsync(new MapWatch(this, market, view, onChange), cancellationToken);
}
