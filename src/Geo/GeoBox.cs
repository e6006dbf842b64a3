using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo;

/// <summary>A box between two parallels and two meridians, edges included. It does not cross the 180th meridian.</summary>
public readonly record struct GeoBox
{
    /// <summary>Makes a box from its south-west and north-east corners.</summary>
    /// <exception cref="ArgumentException">The second corner is south or west of the first.</exception>
    public GeoBox(GeoPoint southWest, GeoPoint northEast)
    {
        if (northEast.Longitude < southWest.Longitude || northEast.Latitude < southWest.Latitude)
        {
            throw new ArgumentException($"A box goes from south-west to north-east; {northEast} is not north-east of {southWest}.", nameof(northEast));
        }

        SouthWest = southWest;
        NorthEast = northEast;
    }

    /// <summary>The corner of least longitude and latitude.</summary>
    public GeoPoint SouthWest { get; }

    /// <summary>The corner of greatest longitude and latitude.</summary>
    public GeoPoint NorthEast { get; }

    /// <summary>The smallest box around some points.</summary>
    /// <exception cref="ArgumentException">There is no point.</exception>
    public static GeoBox Around(ReadOnlySpan<GeoPoint> points)
    {
        if (points.IsEmpty)
        {
            throw new ArgumentException("A box around no points does not exist.", nameof(points));
        }

        double west = 180, south = 90, east = -180, north = -90;
        foreach (var point in points)
        {
            west = Math.Min(west, point.Longitude);
            east = Math.Max(east, point.Longitude);
            south = Math.Min(south, point.Latitude);
            north = Math.Max(north, point.Latitude);
        }

        return new GeoBox(new GeoPoint(west, south), new GeoPoint(east, north));
    }

    /// <summary>The box around a circle: what lies within the radius lies in it, and so does a little more in the corners. It ends at the poles and at the 180th meridian.</summary>
    public static GeoBox Around(GeoPoint centre, Metres radius)
    {
        var degrees = radius.Value / GreatCircle.EarthRadiusMetres * (180 / Math.PI);
        var south = Math.Max(-90, centre.Latitude - degrees);
        var north = Math.Min(90, centre.Latitude + degrees);

        // A degree of longitude is shortest at the parallel nearest to a pole.
        var shortest = Math.Cos(Math.Max(Math.Abs(south), Math.Abs(north)) * (Math.PI / 180));
        var wide = shortest > 1e-9 ? Math.Min(360, degrees / shortest) : 360;
        return new GeoBox(
            new GeoPoint(Math.Max(-180, centre.Longitude - wide), south),
            new GeoPoint(Math.Min(180, centre.Longitude + wide), north));
    }

    /// <summary>Whether the point lies in the box or on its edge.</summary>
    public bool Contains(GeoPoint point) =>
        point.Longitude >= SouthWest.Longitude && point.Longitude <= NorthEast.Longitude
        && point.Latitude >= SouthWest.Latitude && point.Latitude <= NorthEast.Latitude;
}
