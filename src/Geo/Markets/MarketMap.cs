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
/// <param name="Zones">Its zones: where nobody is picked up, and those that prices go by; null for none.</param>
public sealed record MarketMap(RoadNetwork Roads, ITravelTimes TravelTimes, ServiceArea ServiceArea, ZoneMap? Zones = null)
{
    // A point this far off the straight way, about a fifth of a metre, is no corner that anybody sees.
    private const double AsideDegrees = 2e-6;

    private readonly Lazy<MapDrawing> drawing = new(() => new MapDrawing(
        Roads.Bounds.SouthWest,
        Roads.Bounds.NorthEast,
        Segments(Roads),
        [.. ServiceArea.Outline.Select(polygon => (ImmutableArray<ImmutableArray<GeoPoint>>)[[.. polygon.Outer], .. (polygon.Holes ?? []).Select(hole => hole.ToImmutableArray())])]));

    /// <summary>The map with the travel times of this moment, for a piece of work that must not see two states of traffic.</summary>
    public MarketMap AtThisMoment => TravelTimes is LiveTravelTimes live ? this with { TravelTimes = live.Current } : this;

    /// <summary>What it is drawn from; made when it is first asked for.</summary>
    public MapDrawing Drawing => drawing.Value;

    /// <summary>How far and how long it is from place to place, and whether all of them are served.</summary>
    /// <param name="places">At least one.</param>
    public RouteEstimate Estimate(ImmutableArray<GeoPoint> places) =>
        FirstNotServed(places) is { } outside ? new RouteEstimate(Metres.Zero, TimeSpan.Zero, outside, [], ServiceArea.WhyNot(places[outside])?.ToString())
        : NoPickUpZone(places[0]) is { } zone ? new RouteEstimate(Metres.Zero, TimeSpan.Zero, 0, [], NoPickUpZone: zone)
        : Line(places);

    /// <summary>The names of the zones that prices go by, each once, in order of name; and the empty one, for what lies in none.</summary>
    public ImmutableArray<string> PricingZones =>
        [string.Empty, .. (Zones?.Zones ?? []).Where(zone => zone.Kind == ZoneKind.Pricing).Select(zone => zone.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The zone that the price of a place goes by; empty for none.</summary>
    public string PricingZoneOf(GeoPoint place) => NameOf(ZoneKind.Pricing, place) ?? string.Empty;

    /// <summary>The zone around a place in which nobody is picked up; null for none.</summary>
    public string? NoPickUpZone(GeoPoint place) => NameOf(ZoneKind.NoPickup, place);

    /// <summary>The way from place to place, to be drawn: the places themselves and the corners between them, not the nodes along a straight street. Whether they are served is not asked.</summary>
    /// <param name="places">At least one.</param>
    public RouteEstimate Line(ImmutableArray<GeoPoint> places)
    {
        var points = new List<GeoPoint>();
        var (distance, duration) = Route(places, points);
        return new RouteEstimate(distance, duration, null, [.. points]);
    }

    private string? NameOf(ZoneKind kind, GeoPoint place) => Zones is { } zones && zones.Find(kind, place) is >= 0 and var zone ? zones.Zones[zone].Name : null;

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
    /// <param name="line">Filled with the way: the places themselves and the corners between them, not the nodes along a straight street; null when nobody needs it.</param>
    public (Metres Distance, TimeSpan Duration) Route(ImmutableArray<GeoPoint> places, List<GeoPoint>? line = null)
    {
        var metres = 0.0;
        var milliseconds = 0L;
        line?.Add(places[0]);
        for (var i = 1; i < places.Length; i++)
        {
            var path = TravelTimes.Path(Roads.NearestNode(places[i - 1]).Node, Roads.NearestNode(places[i]).Node);
            milliseconds += path.TotalMilliseconds;
            Extend(line, Roads.Point(path.Nodes[0]));
            for (var at = 1; at < path.Nodes.Length; at++)
            {
                var edge = Roads.EdgeBetween(path.Nodes[at - 1], path.Nodes[at]);
                metres += Roads.LengthMetres[edge];
                foreach (var bend in Roads.Shape(edge))
                {
                    Extend(line, bend);
                }

                Extend(line, Roads.Point(path.Nodes[at]));
            }

            Extend(line, places[i]);
        }

        return (new Metres(metres), TimeSpan.FromMilliseconds(milliseconds));
    }

    /// <summary>Every road once, as longitude, latitude, longitude, latitude; a street of two directions is one.</summary>
    private static ImmutableArray<ImmutableArray<double>> Segments(RoadNetwork roads)
    {
        var segments = ImmutableArray.CreateBuilder<ImmutableArray<double>>();
        for (var from = 0; from < roads.NodeCount; from++)
        {
            for (var edge = roads.FirstOut[from]; edge < roads.FirstOut[from + 1]; edge++)
            {
                var to = roads.Heads[edge];
                if (from < to || roads.EdgeBetween(to, from) < 0)
                {
                    var a = roads.Point(from);
                    foreach (var b in (ReadOnlySpan<GeoPoint>)[.. roads.Shape(edge), roads.Point(to)])
                    {
                        segments.Add([a.Longitude, a.Latitude, b.Longitude, b.Latitude]);
                        a = b;
                    }
                }
            }
        }

        return segments.ToImmutable();
    }

    /// <summary>Adds a point to a line; the one before it goes when it lies on the straight way to it.</summary>
    private static void Extend(List<GeoPoint>? line, GeoPoint next)
    {
        if (line is null)
        {
            return;
        }

        if (line.Count >= 2)
        {
            var (a, b) = (line[^2], line[^1]);
            var (abX, abY) = (b.Longitude - a.Longitude, b.Latitude - a.Latitude);
            var (bcX, bcY) = (next.Longitude - b.Longitude, next.Latitude - b.Latitude);
            var aside = Math.Abs((abX * bcY) - (abY * bcX));
            var onward = (abX * bcX) + (abY * bcY) >= 0;
            var length = Math.Abs(abX + bcX) + Math.Abs(abY + bcY);
            if (onward && aside <= AsideDegrees * length)
            {
                line[^1] = next;
                return;
            }
        }

        line.Add(next);
    }
}
