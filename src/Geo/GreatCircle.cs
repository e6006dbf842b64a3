using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo;

/// <summary>Distances along the surface of a sphere: the straight distance of this product. A road is never shorter.</summary>
public static class GreatCircle
{
    /// <summary>Mean radius of the earth in metres (IUGG, 2a+b over 3 of the WGS-84 ellipsoid). A sphere is off by at most 0.6 %, which no decision here rests on.</summary>
    public const double EarthRadiusMetres = 6_371_008.8;

    private const double RadiansPerDegree = Math.PI / 180;

    /// <summary>The straight distance between two points in metres, by the haversine formula, which stays exact for near points.</summary>
    public static Metres Distance(GeoPoint from, GeoPoint to)
    {
        var sinLatitude = Math.Sin((to.Latitude - from.Latitude) * RadiansPerDegree / 2);
        var sinLongitude = Math.Sin((to.Longitude - from.Longitude) * RadiansPerDegree / 2);
        var square = sinLatitude * sinLatitude
            + Math.Cos(from.Latitude * RadiansPerDegree) * Math.Cos(to.Latitude * RadiansPerDegree) * sinLongitude * sinLongitude;
        return new Metres(2 * EarthRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(square))));
    }

    /// <summary>The point as a vector of length <see cref="EarthRadiusMetres"/>. Straight lines between such vectors (chords) order as great circles do, without a sine per pair.</summary>
    internal static (double X, double Y, double Z) Vector(GeoPoint point)
    {
        var (sinLatitude, cosLatitude) = Math.SinCos(point.Latitude * RadiansPerDegree);
        var (sinLongitude, cosLongitude) = Math.SinCos(point.Longitude * RadiansPerDegree);
        return (EarthRadiusMetres * cosLatitude * cosLongitude, EarthRadiusMetres * cosLatitude * sinLongitude, EarthRadiusMetres * sinLatitude);
    }

    /// <summary>Metres along the surface for the square of a chord in metres.</summary>
    internal static double ArcOfSquaredChord(double squaredChord) =>
        2 * EarthRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(squaredChord) / (2 * EarthRadiusMetres)));
}
