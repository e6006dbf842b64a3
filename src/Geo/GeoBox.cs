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

    /// <summary>Whether the point lies in the box or on its edge.</summary>
    public bool Contains(GeoPoint point) =>
        point.Longitude >= SouthWest.Longitude && point.Longitude <= NorthEast.Longitude
        && point.Latitude >= SouthWest.Latitude && point.Latitude <= NorthEast.Latitude;
}
