using System.Collections.Immutable;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Geo.Zones;

namespace O2O.Dispatch.Geo.Markets;

/// <summary>The map of a market. Immutable; thread-safe.</summary>
/// <param name="Roads">The road network.</param>
/// <param name="TravelTimes">Over its nodes.</param>
/// <param name="ServiceArea">Where it is served.</param>
public sealed record MarketMap(RoadNetwork Roads, ITravelTimes TravelTimes, ServiceArea ServiceArea)
{
    /// <summary>The index of the first place outside the service area; null when all are inside.</summary>
    public int? FirstNotServed(ImmutableArray<GeoPoint> places)
    {
        for (var i = 0; i < places.Length; i++)
        {
            if (!ServiceArea.Contains(places[i]))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>How far and how long it is from place to place, between the nearest nodes of each.</summary>
    /// <param name="places">At least one.</param>
    /// <param name="line">Filled with the nodes on the way, with the places themselves at both ends; null when nobody needs it.</param>
    public (Metres Distance, TimeSpan Duration) Route(ImmutableArray<GeoPoint> places, ICollection<GeoPoint>? line = null)
    {
        var metres = 0.0;
        var milliseconds = 0L;
        line?.Add(places[0]);
        for (var i = 1; i < places.Length; i++)
        {
            var path = TravelTimes.Path(Roads.NearestNode(places[i - 1]).Node, Roads.NearestNode(places[i]).Node);
            milliseconds += path.TotalMilliseconds;
            line?.Add(Roads.Point(path.Nodes[0]));
            for (var at = 1; at < path.Nodes.Length; at++)
            {
                metres += Roads.LengthMetres[Roads.EdgeBetween(path.Nodes[at - 1], path.Nodes[at])];
                line?.Add(Roads.Point(path.Nodes[at]));
            }

            line?.Add(places[i]);
        }

        return (new Metres(metres), TimeSpan.FromMilliseconds(milliseconds));
    }

    /// <summary>Every road once, as longitude, latitude, longitude, latitude; a street of two directions is one.</summary>
    public ImmutableArray<ImmutableArray<double>> Segments()
    {
        var segments = ImmutableArray.CreateBuilder<ImmutableArray<double>>();
        for (var from = 0; from < Roads.NodeCount; from++)
        {
            for (var edge = Roads.FirstOut[from]; edge < Roads.FirstOut[from + 1]; edge++)
            {
                var to = Roads.Heads[edge];
                if (from < to || !Leads(to, from))
                {
                    var (a, b) = (Roads.Point(from), Roads.Point(to));
                    segments.Add([a.Longitude, a.Latitude, b.Longitude, b.Latitude]);
                }
            }
        }

        return segments.ToImmutable();
    }

    private bool Leads(int from, int to)
    {
        for (var edge = Roads.FirstOut[from]; edge < Roads.FirstOut[from + 1]; edge++)
        {
            if (Roads.Heads[edge] == to)
            {
                return true;
            }
        }

        return false;
    }
}
