using System.Collections.Immutable;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Contracts.Quotes;

/// <summary>Says how far and how long a route is, and whether its places are served. Quick, in memory; thread-safe.</summary>
public interface IRouteEstimator
{
    /// <summary>Estimates a route.</summary>
    /// <returns>Null when the market has no map; otherwise the estimate.</returns>
    RouteEstimate? Estimate(MarketId market, ImmutableArray<GeoPoint> places);

    /// <summary>The way from place to place, to be drawn. Whether the places are served is not asked.</summary>
    /// <returns>Null when the market has no map.</returns>
    RouteEstimate? Line(MarketId market, ImmutableArray<GeoPoint> places);

    /// <summary>The zone that the price of a place goes by; empty for none, or where the market has no map.</summary>
    string PricingZoneOf(MarketId market, GeoPoint place);

    /// <summary>The map itself, to be drawn.</summary>
    /// <returns>Null when the market has no map.</returns>
    MapDrawing? Drawing(MarketId market);
}
