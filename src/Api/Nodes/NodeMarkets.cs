using System.Collections.Concurrent;
using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Markets;

namespace O2O.Dispatch.Api.Nodes;

/// <summary>The markets of an API node: their definitions as the market grains have them, over one map. Thread-safe.</summary>
/// <param name="map">The map of all of them.</param>
internal sealed class NodeMarkets(MarketMap map) : IMarketCatalog, IRouteEstimator
{
    private readonly ConcurrentDictionary<MarketId, Market> _markets = new();

    /// <inheritdoc/>
    public IReadOnlyList<Market> All => [.. _markets.Values.OrderBy(market => market.Id)];

    /// <inheritdoc/>
    public Market? Find(MarketId market) => _markets.GetValueOrDefault(market);

    /// <inheritdoc/>
    public RouteEstimate? Estimate(MarketId market, ImmutableArray<GeoPoint> places) => MapOf(market)?.Estimate(places);

    /// <inheritdoc/>
    public RouteEstimate? Line(MarketId market, ImmutableArray<GeoPoint> places) => MapOf(market)?.Line(places);

    /// <inheritdoc/>
    public string PricingZoneOf(MarketId market, GeoPoint place) => MapOf(market)?.PricingZoneOf(place) ?? string.Empty;

    /// <inheritdoc/>
    public MapDrawing? Drawing(MarketId market) => MapOf(market)?.Drawing;

    /// <summary>Takes in what a market is now.</summary>
    public void Set(Market market) => _markets[market.Id] = market;

    private MarketMap? MapOf(MarketId market) => _markets.ContainsKey(market) ? map : null;
}
