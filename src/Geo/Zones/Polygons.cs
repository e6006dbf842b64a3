using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Valid;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Zones;

/// <summary>The bridge to NetTopologySuite: points to checked polygons and back. SRID 4326, overlay NG, double precision.</summary>
internal static class Polygons
{
    private static readonly NtsGeometryServices Services = new(
        CoordinateArraySequenceFactory.Instance, PrecisionModel.Floating.Value, 4326, GeometryOverlay.NG, new CoordinateEqualityComparer());

    private static readonly GeometryFactory Factory = Services.CreateGeometryFactory();

    /// <summary>One area of several polygons; their shared borders and overlaps merge.</summary>
    public static Geometry Union(string name, IEnumerable<AreaPolygon> polygons, bool mend)
    {
        var all = polygons.Select((polygon, i) => Checked(name, i, polygon, mend)).ToArray();
        if (all.Length == 0)
        {
            throw new ZoneException($"The area '{name}' is empty: it has no polygon.");
        }

        return all.Length == 1 ? all[0] : OverlayNGRobust.Union(Factory.BuildGeometry(all));
    }

    public static IReadOnlyList<AreaPolygon> Outline(Geometry area) =>
    [
        .. Enumerable.Range(0, area.NumGeometries).Select(area.GetGeometryN).OfType<Polygon>()
            .Select(p => new AreaPolygon(Points(p.ExteriorRing), [.. p.InteriorRings.Select(Points)])),
    ];

    public static Coordinate Coordinate(GeoPoint point) => new(point.Longitude, point.Latitude);

    private static Geometry Checked(string name, int number, AreaPolygon polygon, bool mend)
    {
        var shell = Ring(name, number, polygon.Outer);
        var holes = (polygon.Holes ?? []).Select(h => Ring(name, number, h)).ToArray();
        Geometry result = Factory.CreatePolygon(shell, holes);
        result = mend ? GeometryFixer.Fix(result) : result;
        var check = new IsValidOp(result);
        if (check.ValidationError is { } error)
        {
            throw new ZoneException(
                $"Polygon {number + 1} of the area '{name}' is not valid: {error.Message} at {error.Coordinate.X:0.######},{error.Coordinate.Y:0.######}. "
                + "Rings must not cross themselves or each other, and holes lie inside; mending them cuts a crossing ring into rings that do not.");
        }

        if (!(result.Area > 0))
        {
            throw new ZoneException($"Polygon {number + 1} of the area '{name}' is empty: it encloses nothing.");
        }

        return result;
    }

    private static LinearRing Ring(string name, int number, IReadOnlyList<GeoPoint> points)
    {
        if (points.Distinct().Count() < 3)
        {
            throw new ZoneException($"Polygon {number + 1} of the area '{name}' has a ring with fewer than three different points; it encloses nothing.");
        }

        var open = points[0] != points[^1];
        return Factory.CreateLinearRing([.. points.Select(Coordinate), .. open ? [Coordinate(points[0])] : Array.Empty<Coordinate>()]);
    }

    private static GeoPoint[] Points(LineString ring) => Array.ConvertAll(ring.Coordinates, c => new GeoPoint(c.X, c.Y));
}
