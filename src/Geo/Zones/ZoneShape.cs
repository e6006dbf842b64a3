using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Geo.Zones;

/// <summary>The geometry of one zone. Immutable; safe for many threads because the indexes inside are built at once.</summary>
internal sealed class ZoneShape
{
    // The sides of a polygon are straight in degrees. Cut this short, the straight line through the earth between the ends of a piece is the same within 3 cm.
    private const double LongestPieceDegrees = 0.01;

    private readonly IPreparedGeometry prepared;
    private readonly IndexedPointInAreaLocator locator;
    private readonly GeometryFactory factory;
    private readonly EdgeGrid.Piece[] border;

    public ZoneShape(Geometry area)
    {
        factory = area.Factory;
        Outline = Polygons.Outline(area);
        Bounds = GeoBox.Around([.. Outline.SelectMany(p => p.Outer)]);
        prepared = PreparedGeometryFactory.Prepare(area);
        locator = new IndexedPointInAreaLocator(area);
        border = [.. Outline.SelectMany(p => p.Holes!.Prepend(p.Outer)).SelectMany(Pieces)];

        // The first question builds the index inside; asked here, no two threads build it at once.
        _ = Covers(Bounds.SouthWest);
        _ = prepared.Intersects(factory.CreatePoint(Polygons.Coordinate(Bounds.SouthWest)));
    }

    public IReadOnlyList<AreaPolygon> Outline { get; }

    public GeoBox Bounds { get; }

    /// <summary>Whether the point is inside or on the border.</summary>
    public bool Covers(GeoPoint point) => Bounds.Contains(point) && locator.Locate(Polygons.Coordinate(point)) != Location.Exterior;

    /// <summary>Whether a rectangle lies wholly in the zone (true), wholly outside (false) or neither for certain (null).</summary>
    public bool? Rectangle(Envelope rectangle)
    {
        var square = factory.ToGeometry(rectangle);
        return prepared.Covers(square) ? true : prepared.Intersects(square) ? null : false;
    }

    /// <summary>Straight distance to the zone, 0 inside.</summary>
    public double Metres(GeoPoint point)
    {
        if (Covers(point))
        {
            return 0;
        }

        var (x, y, z) = GreatCircle.Vector(point);
        var best = double.PositiveInfinity;
        foreach (ref readonly var piece in border.AsSpan())
        {
            best = Math.Min(best, piece.Nearest(x, y, z).Square);
        }

        return GreatCircle.ArcOfSquaredChord(best);
    }

    private static IEnumerable<EdgeGrid.Piece> Pieces(IReadOnlyList<GeoPoint> ring)
    {
        for (var i = 1; i < ring.Count; i++)
        {
            var (a, b) = (ring[i - 1], ring[i]);
            var (east, north) = (b.Longitude - a.Longitude, b.Latitude - a.Latitude);
            var count = Math.Max(1, (int)Math.Ceiling(Math.Max(Math.Abs(east), Math.Abs(north)) / LongestPieceDegrees));
            for (var part = 0; part < count; part++)
            {
                yield return new EdgeGrid.Piece(0, 0, At(part), At(part + 1));
            }

            (double X, double Y, double Z) At(int part) => GreatCircle.Vector(
                part == count ? b : new GeoPoint(a.Longitude + east * part / count, a.Latitude + north * part / count));
        }
    }
}
