using System.Collections.Immutable;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Contracts.Quotes;

/// <summary>Says how far and how long a route is, and whether its places are served.</summary>
public interface IRouteEstimator
{
    /// <summary>Estimates a route.</summary>
    /// <returns>Null when the market has no map; otherwise the estimate.</returns>
    RouteEstimate? Estimate(MarketId market, ImmutableArray<GeoPoint> places);
}
