using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Zones;

/// <summary>
/// The zones of a market. A point belongs to at most one zone of a kind: the first in the order of the map that it is inside or on the border of, so a point on
/// a shared border, or where zones overlap, has one zone and always the same. Immutable and safe for many threads.
/// </summary>
public sealed class ZoneMap
{
    private readonly Zone[] zones;
    private readonly ZoneShape[] shapes;
    private readonly Dictionary<ZoneKind, (int[] Zones, ZoneGrid Grid)> kinds = [];

    /// <summary>Makes a map.</summary>
    /// <param name="zones">The zones; their places in this list are their indices.</param>
    /// <param name="mend">Whether polygons that cross themselves are mended, and their zones named in <see cref="Mended"/>, instead of refused.</param>
    /// <exception cref="ZoneException">A zone is empty or crosses itself; the message says which and where.</exception>
    public ZoneMap(IReadOnlyList<Zone> zones, bool mend = false)
    {
        ArgumentNullException.ThrowIfNull(zones);
        this.zones = [.. zones];
        var mended = new List<string>();
        shapes = Array.ConvertAll(this.zones, zone => Shape(zone, mend, mended));
        Mended = mended;
        foreach (var kind in Enum.GetValues<ZoneKind>())
        {
            int[] own = [.. Enumerable.Range(0, zones.Count).Where(i => this.zones[i].Kind == kind)];
            if (own.Length > 0)
            {
                kinds.Add(kind, (own, new ZoneGrid(Array.ConvertAll(own, i => shapes[i]))));
            }
        }
    }

    /// <summary>The zones, by index.</summary>
    public IReadOnlyList<Zone> Zones => zones;

    /// <summary>The names of zones that crossed themselves and were mended; empty unless that was asked for.</summary>
    public IReadOnlyList<string> Mended { get; }

    /// <summary>Reads the zones of a GeoJSON file, plain or gzip; see <see cref="GeoJson"/>.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="kind">The kind of features without a property <c>kind</c> (<c>service_area</c>, <c>pricing</c>, <c>no_pickup</c>, <c>queue</c>).</param>
    /// <param name="mend">Whether polygons that cross themselves are mended instead of refused.</param>
    /// <exception cref="Files.InputFileException">The file is missing or no GeoJSON.</exception>
    /// <exception cref="ZoneException">A zone is empty, crosses itself or is of an unknown kind; the message says which.</exception>
    public static ZoneMap FromGeoJsonFile(string file, ZoneKind kind, bool mend = false) => new(
        [.. GeoJson.ReadFile(file).Select(f => new Zone(f.Name, KindOf(f, kind), f.Polygons))], mend);

    /// <summary>The index of the zone of a kind that a point belongs to, or -1.</summary>
    public int Find(ZoneKind kind, GeoPoint point)
    {
        if (!kinds.TryGetValue(kind, out var own))
        {
            return -1;
        }

        var found = own.Grid.Find(point);
        return found < 0 ? -1 : own.Zones[found];
    }

    /// <summary>Whether a point is inside a zone or on its border, whatever other zones it is in.</summary>
    public bool Contains(int zone, GeoPoint point) => shapes[zone].Covers(point);

    /// <summary>Straight distance from a point to a zone; zero inside.</summary>
    public Metres Distance(int zone, GeoPoint point) => new(shapes[zone].Metres(point));

    /// <summary>The zone of a kind nearest to a point, of equally near ones the first; null when there is none of the kind. It looks at every border of the kind: for messages, not for every report.</summary>
    public ZoneNearby? Nearest(ZoneKind kind, GeoPoint point)
    {
        var inside = Find(kind, point);
        if (inside >= 0)
        {
            return new ZoneNearby(inside, Metres.Zero);
        }

        if (!kinds.TryGetValue(kind, out var own))
        {
            return null;
        }

        var (metres, zone) = own.Zones.Select(i => (shapes[i].Metres(point), i)).Min();
        return new ZoneNearby(zone, new Metres(metres));
    }

    /// <summary>Why a point is not served: the nearest zone of <see cref="ZoneKind.ServiceArea"/>; null when it is served, or when the map has no such zone.</summary>
    public NotServed? WhyNotServed(GeoPoint point) => Find(ZoneKind.ServiceArea, point) >= 0 || Nearest(ZoneKind.ServiceArea, point) is not { } nearest
        ? null
        : new NotServed(zones[nearest.Zone].Name, nearest.Distance);

    private static ZoneShape Shape(Zone zone, bool mend, List<string> mended)
    {
        try
        {
            return new ZoneShape(Polygons.Union(zone.Name, zone.Polygons, mend: false));
        }
        catch (ZoneException) when (mend)
        {
            var shape = new ZoneShape(Polygons.Union(zone.Name, zone.Polygons, mend: true));
            mended.Add(zone.Name);
            return shape;
        }
    }

    private static ZoneKind KindOf(GeoJsonFeature feature, ZoneKind otherwise) => feature.Properties.GetValueOrDefault("kind") switch
    {
        null => otherwise,
        "service_area" => ZoneKind.ServiceArea,
        "pricing" => ZoneKind.Pricing,
        "no_pickup" => ZoneKind.NoPickup,
        "queue" => ZoneKind.Queue,
        var other => throw new ZoneException($"The zone '{feature.Name}' is of kind '{other}'; known are service_area, pricing, no_pickup and queue."),
    };
}
