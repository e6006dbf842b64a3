using O2O.Dispatch.Client.Http;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Client.Merchants;

/// <summary>Stores as customers find them.</summary>
public sealed class StoresClient
{
    private readonly ApiRequests _api;

    internal StoresClient(ApiRequests api) => _api = api;

    /// <summary>Stores near a place, the nearest first.</summary>
    /// <param name="market">The market.</param>
    /// <param name="longitude">Degrees.</param>
    /// <param name="latitude">Degrees.</param>
    /// <param name="channel">delivery, counter or visit; null for delivery.</param>
    /// <param name="text">In the name of the store, its merchant or a product; null for any.</param>
    /// <param name="merchantId">Whose; null for anybody's.</param>
    /// <param name="productId">Of the merchant: the one nearest store that has it in stock; null for no matter what.</param>
    /// <param name="closed">Whether those that are closed are shown, too.</param>
    /// <param name="limit">1 to 50; null for the server's default.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<NearStoresResource> NearAsync(
        string market,
        double longitude,
        double latitude,
        string? channel = null,
        string? text = null,
        Guid? merchantId = null,
        Guid? productId = null,
        bool? closed = null,
        int? limit = null,
        CancellationToken cancellationToken = default) => _api.GetAsync<NearStoresResource>(
            Route.Query(
                $"v1/markets/{Route.Segment(market)}/stores",
                ("longitude", longitude),
                ("latitude", latitude),
                ("channel", channel),
                ("text", text),
                ("merchant_id", merchantId),
                ("product_id", productId),
                ("closed", closed is { } shown ? (shown ? "true" : "false") : null),
                ("limit", limit)),
            cancellationToken);

    /// <summary>Says that the customer has opened a placed store: once, however often it is said.</summary>
    public Task<PlacementClickResource> ClickAsync(PlacementClickBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<PlacementClickBody, PlacementClickResource>("v1/placements/clicks", body, cancellationToken);

    /// <summary>A store with what it sells.</summary>
    /// <param name="storeId">Which.</param>
    /// <param name="longitude">Degrees, of the place that it is to be had at; null for none.</param>
    /// <param name="latitude">Degrees.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<StorefrontResource> StoreAsync(Guid storeId, double? longitude = null, double? latitude = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<StorefrontResource>(Route.Query($"v1/stores/{storeId:N}", ("longitude", longitude), ("latitude", latitude)), cancellationToken);
}
