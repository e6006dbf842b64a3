using System.Collections.Concurrent;
using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Markets;

namespace O2O.Dispatch.Grains.Markets;

/// <summary>The maps of the markets that this host serves. Thread-safe.</summary>
public sealed class MarketMaps : IRouteEstimator
{
    private readonly ConcurrentDictionary<MarketId, MarketMap> _maps = new();

    /// <summary>Takes in a map, or replaces it.</summary>
    public void Set(MarketId market, MarketMap map) => _maps[market] = map;

    /// <summary>Finds a map.</summary>
    public MarketMap? Find(MarketId market) => _maps.GetValueOrDefault(market);

    /// <inheritdoc/>
    public RouteEstimate? Estimate(MarketId market, ImmutableArray<GeoPoint> places) => Find(market)?.Estimate(places);

    /// <inheritdoc/>
    public RouteEstimate? Line(MarketId market, ImmutableArray<GeoPoint> places) => Find(market)?.Line(places);

    /// <inheritdoc/>
    public string PricingZoneOf(MarketId market, GeoPoint place) => Find(market)?.PricingZoneOf(place) ?? string.Empty;

    /// <inheritdoc/>
    public MapDrawing? Drawing(MarketId market) => Find(market)?.Drawing;
}
