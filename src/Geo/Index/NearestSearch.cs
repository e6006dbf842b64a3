using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// One search: the best so far in the caller's buffer, sorted; until the end their distance is the haversine h = sin²(d/2R), which orders as distance does.
/// Eight vehicles at a time are weighed in the plane at the query's latitude with single precision; those that could be near enough are measured exactly.
/// </summary>
internal ref struct NearestSearch
{
    private const double RadiansPerUnit = Math.PI / 180 / IndexGrid.UnitsPerDegree;
    private const double SmallAngle = 0.02;

    private readonly Span<VehicleHit> hits;
    private readonly Vector256<int> longitudes;
    private readonly Vector256<int> latitudes;
    private readonly Vector256<float> cosines;
    private readonly double sine;
    private readonly double cosine;
    private readonly double tangent;
    private readonly double furthestTrusted;
    private readonly uint services;
    private readonly int capacity;
    private readonly uint states;
    private readonly long seenAfter;
    private readonly bool filters;
    private Vector256<float> threshold;
    private double worst;
    private double stretchHolds;
    private double stretch;

    public NearestSearch(GeoPoint point, Span<VehicleHit> hits, in VehicleFilter filter, long seenAfter)
    {
        this.hits = hits;
        Longitude = IndexGrid.Units(point.Longitude);
        Latitude = IndexGrid.Units(point.Latitude);
        longitudes = Vector256.Create(Longitude);
        latitudes = Vector256.Create(Latitude);
        (sine, cosine) = Math.SinCos(Latitude * RadiansPerUnit);
        cosine = Math.Max(0, cosine);
        cosines = Vector256.Create((float)cosine);
        tangent = Math.Abs(sine) / cosine;

        // In terms of t, the angle over the cosine; see Stretch. Past the 180th meridian differences of longitude mean nothing.
        furthestTrusted = Math.Min(0.25, (Math.PI - Math.Abs(Longitude * RadiansPerUnit)) / 1.2);
        services = filter.Services;
        capacity = filter.FreeCapacity;
        states = filter.States == 0 ? uint.MaxValue : filter.States;
        this.seenAfter = seenAfter;
        filters = filter.Services != 0 || filter.FreeCapacity > 0 || filter.States != 0 || seenAfter != long.MinValue;
        Restart(careful: false);
    }

    public int Longitude { get; }

    public int Latitude { get; }

    public readonly double Cosine => cosine;

    /// <summary>How many vehicles are in the buffer.</summary>
    public int Found { get; private set; }

    /// <summary>How many vehicles were looked at.</summary>
    public int Seen { get; private set; }

    /// <summary>Squared distance in the plane, in square units, beyond which nothing can be among the nearest any more.</summary>
    public double Limit { get; private set; }

    /// <summary>Whether a vehicle may be met twice, so that each insertion must look for itself.</summary>
    public bool Careful { get; private set; }

    public void Restart(bool careful)
    {
        Found = 0;
        Seen = 0;
        Careful = careful;
        worst = double.PositiveInfinity;
        Limit = double.PositiveInfinity;
        threshold = Vector256.Create(float.PositiveInfinity);
        stretchHolds = double.PositiveInfinity;
        stretch = double.PositiveInfinity;
    }

    /// <summary>Looks at all vehicles of a cell, again when the writer changed it meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Scan(IndexCells cells, int cell)
    {
        while (!TryScan(cells, cell))
        {
            Careful = true;
        }
    }

    public readonly int Finish()
    {
        for (var i = 0; i < Found; i++)
        {
            var hit = new VehicleHit(hits[i].Slot, Metres(hits[i].DistanceMetres));
            var at = i;

            // What differs by less than metres can say is equally near.
            for (; at > 0 && hits[at - 1].DistanceMetres == hit.DistanceMetres && hits[at - 1].Slot > hit.Slot; at--)
            {
                hits[at] = hits[at - 1];
            }

            hits[at] = hit;
        }

        return Found;
    }

    private static double Metres(double h)
    {
        var y = Math.Sqrt(h);
        if (y >= SmallAngle)
        {
            return 2 * GreatCircle.EarthRadiusMetres * Math.Asin(Math.Min(1, y));
        }

        // The first terms of the arcsine: what is left out is below 1e-17 of the whole.
        return 2 * GreatCircle.EarthRadiusMetres * y * (1 + h / 6 * (1 + h * (9.0 / 20) * (1 + h * (25.0 / 42) * (1 + h * (49.0 / 72)))));
    }

    private static double Sine(double x)
    {
        if (Math.Abs(x) >= SmallAngle)
        {
            return Math.Sin(x);
        }

        var square = x * x;
        return x * (1 - square / 6 * (1 - square / 20 * (1 - square / 42)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryScan(IndexCells cells, int cell)
    {
        var (version, start, count, store) = cells.Read(cell);
        for (var left = count; left > 0; left = unchecked(left - IndexStore.Lanes), start = unchecked(start + 1))
        {
            ref var places = ref store.Places(start);
            var x = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref places) - longitudes) * cosines;
            var y = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref places, IndexStore.LatitudeAt) - latitudes);
            var near = Vector256.LessThanOrEqual(x * x + y * y, threshold).ExtractMostSignificantBits();
            near &= left >= IndexStore.Lanes ? 0xFF : unchecked((1u << left) - 1);
            for (; near != 0; near = unchecked(near & (near - 1)))
            {
                var lane = BitOperations.TrailingZeroCount(near);
                var slot = Unsafe.Add(ref store.Slots(start), lane);
                var longitude = Unsafe.Add(ref places, lane);
                var latitude = Unsafe.Add(ref places, IndexStore.LatitudeAt + lane);
                var passes = !filters || Passes(Unsafe.Add(ref store.Reports(start), lane));
                if (!cells.Unchanged(cell, version))
                {
                    return false;
                }

                if (passes)
                {
                    Consider(slot, longitude, latitude);
                }
            }
        }

        if (!cells.Unchanged(cell, version))
        {
            return false;
        }

        Seen += count;
        return true;
    }

    private readonly bool Passes(IndexReport report)
    {
        var traits = VehicleTraits.Unpack(report.Traits);
        return report.Seen > seenAfter && (traits.Services & services) == services && traits.FreeCapacity >= capacity
            && ((states >> traits.State) & 1) != 0;
    }

    private void Consider(int slot, int longitude, int latitude)
    {
        var s = Sine(((long)latitude - Latitude) * (RadiansPerUnit / 2));
        var t = Sine(((long)longitude - Longitude) * (RadiansPerUnit / 2));
        var square = s * s;
        var other = Math.Max(0, cosine * (1 - 2 * square) - sine * 2 * s * Math.Sqrt(1 - square));
        var h = square + cosine * other * (t * t);
        if (h <= worst)
        {
            Insert(h, slot);
        }
    }

    private void Insert(double h, int slot)
    {
        if (Careful && Known(h, slot))
        {
            return;
        }

        if (Found == hits.Length)
        {
            var last = hits[^1];
            if (h == last.DistanceMetres && slot > last.Slot)
            {
                return;
            }
        }
        else
        {
            Found++;
        }

        var at = Found - 1;
        while (at > 0 && (hits[at - 1].DistanceMetres > h || (hits[at - 1].DistanceMetres == h && hits[at - 1].Slot > slot)))
        {
            hits[at] = hits[at - 1];
            at--;
        }

        hits[at] = new VehicleHit(slot, h);
        if (Found == hits.Length)
        {
            worst = hits[^1].DistanceMetres;
            Tighten();
        }
    }

    /// <summary>Whether the vehicle is listed already, not farther away; a farther one makes room.</summary>
    private bool Known(double h, int slot)
    {
        for (var i = 0; i < Found; i++)
        {
            if (hits[i].Slot == slot)
            {
                if (hits[i].DistanceMetres <= h)
                {
                    return true;
                }

                hits[(i + 1)..Found].CopyTo(hits[i..]);
                Found--;
                return false;
            }
        }

        return false;
    }

    private void Tighten()
    {
        // The stretch of a greater distance holds for a smaller one, so it is worked out only now and then.
        if (4 * worst < stretchHolds)
        {
            stretch = Stretch(worst);
            stretchHolds = worst;
        }

        Limit = 4 * worst * stretch / (RadiansPerUnit * RadiansPerUnit);
        threshold = Vector256.Create((float)Limit);
    }

    /// <summary>
    /// A number F such that every point with haversine at most h lies, in the plane at the query's latitude p, within a squared angle of 4hF; infinite where none
    /// is proven. With d the angle of h and t = d / cos p: the latitudes differ by at most d, so the other cosine is at least cos p (1 - d tan p - d²/2);
    /// for t at most 1/4 the longitudes differ by at most 1.2 t, so the square of half that angle exceeds the square of its sine by less than t²/8
    /// of it. The last factor is room for single precision, whose errors here stay below 5e-7.
    /// </summary>
    private readonly double Stretch(double h)
    {
        var d = 2 * Math.Sqrt(h) * 1.01;
        var t = d / cosine;
        var shrink = 1 - d * tangent - d * d / 2;
        return t <= furthestTrusted && shrink >= 0.7 ? (1 + t * t / 8) / shrink * (1 + 2e-6) : double.PositiveInfinity;
    }
}
