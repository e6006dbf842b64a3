using System.Runtime.Intrinsics;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// The point a search starts from, in the index's units, and what distances from it are: exact ones as the haversine h = sin²(d/2R), which orders as distance does, and how
/// far the plane at the point's latitude can be trusted instead.
/// </summary>
internal readonly struct SearchPoint
{
    private const double RadiansPerUnit = Math.PI / 180 / IndexGrid.UnitsPerDegree;
    private const double SmallAngle = 0.02;

    private readonly double sine;
    private readonly double tangent;
    private readonly double furthestTrusted;

    public SearchPoint(int longitude, int latitude)
    {
        (Longitude, Latitude) = (longitude, latitude);
        (sine, var cosine) = Math.SinCos(latitude * RadiansPerUnit);
        Cosine = Math.Max(0, cosine);
        tangent = Math.Abs(sine) / Cosine;

        // In terms of t, the angle over the cosine; see Stretch. Past the 180th meridian differences of longitude mean nothing.
        furthestTrusted = Math.Min(0.25, (Math.PI - Math.Abs(longitude * RadiansPerUnit)) / 1.2);
    }

    public int Longitude { get; }

    public int Latitude { get; }

    public double Cosine { get; }

    /// <summary>Squared units in the plane for a haversine, without the <see cref="Stretch"/>.</summary>
    public static double Square(double h) => 4 * h / (RadiansPerUnit * RadiansPerUnit);

    /// <summary>A haversine in metres on the ground.</summary>
    public static double Metres(double h)
    {
        var y = Math.Sqrt(h);
        if (y >= SmallAngle)
        {
            return 2 * GreatCircle.EarthRadiusMetres * Math.Asin(Math.Min(1, y));
        }

        // The first terms of the arcsine: what is left out is below 1e-17 of the whole.
        return 2 * GreatCircle.EarthRadiusMetres * y * (1 + h * (1.0 / 6) * (1 + h * (9.0 / 20) * (1 + h * (25.0 / 42) * (1 + h * (49.0 / 72)))));
    }

    /// <summary>The haversine of the way to a place.</summary>
    public double Haversine(int longitude, int latitude)
    {
        var s = Sine(((long)latitude - Latitude) * (RadiansPerUnit / 2));
        var t = Sine(((long)longitude - Longitude) * (RadiansPerUnit / 2));
        var square = s * s;
        var other = Math.Max(0, Cosine * (1 - 2 * square) - sine * 2 * s * Math.Sqrt(1 - square));
        return square + Cosine * other * (t * t);
    }

    /// <summary>
    /// A number F such that every point with haversine at most h lies, in the plane at the query's latitude p, within a squared angle of 4hF; infinite where none
    /// is proven. With d the angle of h and t = d / cos p: the latitudes differ by at most d, so the other cosine is at least cos p (1 - d tan p - d²/2);
    /// for t at most 1/4 the longitudes differ by at most 1.2 t, so the square of half that angle exceeds the square of its sine by less than t²/8
    /// of it. The last factor is room for single precision, whose errors here stay below 5e-7.
    /// </summary>
    public double Stretch(double h)
    {
        var d = 2 * Math.Sqrt(h) * 1.01;
        var t = d / Cosine;
        var shrink = 1 - d * tangent - d * d / 2;
        return t <= furthestTrusted && shrink >= 0.7 ? (1 + t * t / 8) / shrink * (1 + 2e-6) : double.PositiveInfinity;
    }

    /// <summary>The squared units in the plane within which every place lies that is not farther than so many metres; infinite where none is proven.</summary>
    public double Reach(double metres)
    {
        // The sine of half the angle is smaller than that.
        var half = metres / (2 * GreatCircle.EarthRadiusMetres);
        return Square(half * half) * Stretch(half * half);
    }

    /// <summary>A place as seen from here: the difference of longitudes below that of latitudes, each wrapped, as <see cref="PlaneCircle"/> makes them.</summary>
    public long Difference(long place) =>
        unchecked(IndexStore.Pack(IndexStore.Longitude(place) - Longitude, IndexStore.Latitude(place) - Latitude));

    /// <summary>The metres to eight places with such differences (<see cref="Difference"/>), each within 0.02 of a radian.</summary>
    public Vector512<double> Metres(Vector512<long> differences)
    {
        var s = Sine(HalfAngle(differences >> 32));
        var t = Sine(HalfAngle((differences << 32) >> 32));
        var square = s * s;
        var one = Vector512<double>.One;

        // The cosine of the difference of latitudes by its first terms: what is left out is below 1e-17.
        var cosine = one - square * 0.5 * (one + square * 0.25 * (one + square * 0.5));
        var other = (one - (square + square)) * Cosine - s * (2 * sine) * cosine;
        var h = square + other * Cosine * (t * t);
        return Vector512.Sqrt(h) * (2 * GreatCircle.EarthRadiusMetres) * (one + h * (1.0 / 6) * (one + h * (9.0 / 20) * (one + h * (25.0 / 42))));
    }

    private static Vector512<double> HalfAngle(Vector512<long> units) => Vector512.ConvertToDouble(units) * (RadiansPerUnit / 2);

    private static Vector512<double> Sine(Vector512<double> x)
    {
        var square = x * x;
        return x * (Vector512<double>.One - square * (1.0 / 6) * (Vector512<double>.One - square * (1.0 / 20)));
    }

    private static double Sine(double x)
    {
        if (Math.Abs(x) >= SmallAngle)
        {
            return Math.Sin(x);
        }

        var square = x * x;
        return x * (1 - square * (1.0 / 6) * (1 - square * (1.0 / 20) * (1 - square * (1.0 / 42))));
    }
}
