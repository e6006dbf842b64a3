using NetTopologySuite.Geometries;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Geo.Zones;

/// <summary>
/// Where a market serves: polygons with holes, or everything near a road network. Points on a border are inside. Immutable and safe for many threads.
/// </summary>
public sealed class ServiceArea
{
    private readonly ZoneMap? zones;
    private readonly RoadNetwork? network;
    private readonly Metres distance;

    private ServiceArea(string name, Geometry area, ZoneMap zones)
    {
        Name = name;
        Mended = zones.Mended;
        Outline = Polygons.Outline(area);
        Bounds = GeoBox.Around([.. Outline.SelectMany(p => p.Outer)]);
        this.zones = zones;
    }

    private ServiceArea(RoadNetwork network, Metres distance)
    {
        Name = $"within {distance} of the roads";
        Outline = [];
        Mended = [];
        this.network = network;
        this.distance = distance;

        // A degree of latitude is never less than 111 km, one of longitude shrinks with the cosine.
        var bounds = network.Bounds;
        var up = distance.Value / 111_000;
        var cosine = Math.Cos(Math.Min(89, Math.Max(Math.Abs(bounds.SouthWest.Latitude), Math.Abs(bounds.NorthEast.Latitude)) + up) * Math.PI / 180);
        var across = up / cosine;
        Bounds = new GeoBox(
            new GeoPoint(Math.Max(-180, bounds.SouthWest.Longitude - across), Math.Max(-90, bounds.SouthWest.Latitude - up)),
            new GeoPoint(Math.Min(180, bounds.NorthEast.Longitude + across), Math.Min(90, bounds.NorthEast.Latitude + up)));
    }

    /// <summary>What the area is called in messages.</summary>
    public string Name { get; }

    /// <summary>A box around the area; not the area itself.</summary>
    public GeoBox Bounds { get; }

    /// <summary>The border for drawing, overlaps merged; empty for an area made by <see cref="Around"/>.</summary>
    public IReadOnlyList<AreaPolygon> Outline { get; }

    /// <summary>The names of features that crossed themselves and were mended; empty unless that was asked for.</summary>
    public IReadOnlyList<string> Mended { get; }

    /// <summary>Makes an area of one or more polygons, which may touch or overlap.</summary>
    /// <exception cref="ZoneException">There is no polygon, or one is empty or crosses itself; the message says which and where.</exception>
    public static ServiceArea FromPolygons(string name, IEnumerable<AreaPolygon> polygons)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(polygons);
        AreaPolygon[] all = [.. polygons];
        return new ServiceArea(name, Polygons.Union(name, all, mend: false), new ZoneMap([new Zone(name, ZoneKind.ServiceArea, all)]));
    }

    /// <summary>Makes an area of one outer ring and its holes.</summary>
    /// <exception cref="ZoneException">The polygon is empty or crosses itself.</exception>
    public static ServiceArea FromRings(string name, IReadOnlyList<GeoPoint> outer, params IReadOnlyList<IReadOnlyList<GeoPoint>> holes) =>
        FromPolygons(name, [new AreaPolygon(outer, holes)]);

    /// <summary>Makes an area of the polygons of a GeoJSON file, plain or gzip, but for features of another kind than service areas; see <see cref="ZoneMap.FromGeoJsonFile"/>.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="mend">
    /// Whether polygons that cross themselves are mended, and named in <see cref="Mended"/>, instead of refused. Published outlines that were simplified
    /// cross themselves here and there: two of the 69 taxi zones of Manhattan do.
    /// </param>
    /// <exception cref="Files.InputFileException">The file is missing or no GeoJSON.</exception>
    /// <exception cref="ZoneException">There is no polygon, or one is empty or crosses itself; the message names its feature.</exception>
    public static ServiceArea FromGeoJsonFile(string file, bool mend = false)
    {
        // Each feature is a zone of its own, so that a message says which of many is broken or nearest.
        return Of(Path.GetFileName(file), ZoneMap.FromGeoJsonFile(file, ZoneKind.ServiceArea, mend), mend);
    }

    /// <summary>Makes an area of the zones of a map that are service areas.</summary>
    /// <param name="name">What the area is called in messages.</param>
    /// <param name="zones">The map.</param>
    /// <param name="mend">Whether polygons that cross themselves are mended; as the map was made.</param>
    /// <exception cref="ZoneException">The map has no service area, or one crosses itself.</exception>
    public static ServiceArea Of(string name, ZoneMap zones, bool mend = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(zones);
        return new ServiceArea(name, Polygons.Union(name, zones.Zones.Where(zone => zone.Kind == ZoneKind.ServiceArea).SelectMany(zone => zone.Polygons), mend), zones);
    }

    /// <summary>Everything within a straight distance of a node of the network: the area where a customer can be brought to a road.</summary>
    public static ServiceArea Around(RoadNetwork network, Metres distance)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new ServiceArea(network, distance);
    }

    /// <summary>Whether the point is served. On the border counts as inside.</summary>
    public bool Contains(GeoPoint point)
    {
        if (!Bounds.Contains(point))
        {
            return false;
        }

        return zones is not null
            ? zones.Find(ZoneKind.ServiceArea, point) >= 0
            : network!.NearestNode(point).Distance <= distance;
    }

    /// <summary>Why a point is not served: the nearest zone (a feature of the file, else the area itself) and how far off it is; null when it is served.</summary>
    public NotServed? WhyNot(GeoPoint point)
    {
        if (Contains(point))
        {
            return null;
        }

        return zones is not null
            ? zones.WhyNotServed(point)
            : new NotServed(Name, new Metres(Math.Max(0, network!.NearestNode(point).Distance.Value - distance.Value)));
    }
}
