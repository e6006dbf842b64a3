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
    private readonly ConcurrentDictionary<MarketId, MapDrawing> _drawings = new();

    /// <summary>Takes in a map, or replaces it.</summary>
    public void Set(MarketId market, MarketMap map)
    {
        _maps[market] = map;
        _drawings.TryRemove(market, out _);
    }

    /// <summary>Finds a map.</summary>
    public MarketMap? Find(MarketId market) => _maps.GetValueOrDefault(market);

    /// <inheritdoc/>
    public RouteEstimate? Estimate(MarketId market, ImmutableArray<GeoPoint> places)
    {
        if (Find(market) is not { } map)
        {
            return null;
        }

        if (map.FirstNotServed(places) is { } outside)
        {
            return new RouteEstimate(Metres.Zero, TimeSpan.Zero, outside, []);
        }

        var points = new List<GeoPoint>();
        var (distance, duration) = map.Route(places, points);
        return new RouteEstimate(distance, duration, null, [.. points]);
    }

    /// <inheritdoc/>
    public RouteLine? Line(MarketId market, ImmutableArray<GeoPoint> places)
    {
        if (Find(market) is not { } map)
        {
            return null;
        }

        var points = new List<GeoPoint>();
        var (distance, duration) = map.Route(places, points);
        return new RouteLine(distance, duration, [.. points]);
    }

    /// <inheritdoc/>
    public MapDrawing? Drawing(MarketId market) => Find(market) is not { } map ? null : _drawings.GetOrAdd(market, _ => new MapDrawing(
        map.Roads.Bounds.SouthWest,
        map.Roads.Bounds.NorthEast,
        map.Segments(),
        [.. map.ServiceArea.Outline.Select(polygon => (ImmutableArray<ImmutableArray<GeoPoint>>)[[.. polygon.Outer], .. (polygon.Holes ?? []).Select(hole => hole.ToImmutableArray())])]));
}
