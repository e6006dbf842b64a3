using System.Collections.Concurrent;
using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;

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
    public RouteEstimate? Estimate(MarketId market, ImmutableArray<GeoPoint> places)
    {
        if (Find(market) is not { } map)
        {
            return null;
        }

        for (var i = 0; i < places.Length; i++)
        {
            if (!map.ServiceArea.Contains(places[i]))
            {
                return new RouteEstimate(Metres.Zero, TimeSpan.Zero, i);
            }
        }

        var metres = 0.0;
        var milliseconds = 0L;
        for (var i = 1; i < places.Length; i++)
        {
            var from = map.Roads.NearestNode(places[i - 1]).Node;
            var to = map.Roads.NearestNode(places[i]).Node;
            var path = map.TravelTimes.Path(from, to);
            milliseconds += path.TotalMilliseconds;
            for (var at = 1; at < path.Nodes.Length; at++)
            {
                metres += map.Roads.LengthMetres[map.Roads.EdgeBetween(path.Nodes[at - 1], path.Nodes[at])];
            }
        }

        return new RouteEstimate(new Metres(metres), TimeSpan.FromMilliseconds(milliseconds), null);
    }
}
