using System.Diagnostics;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Index.Strtree;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Matching.Bench;

namespace O2O.Dispatch.Geo.Bench;

internal static class ZonesBench
{
    public static void Run()
    {
        if (Data.Folder() is not { } data)
        {
            Console.WriteLine("skipped: the zones of New York, ../shared/data is not there");
            return;
        }

        var watch = Stopwatch.StartNew();
        var map = ZoneMap.FromGeoJsonFile(Path.Combine(data, "nyc_taxi_zones.geojson.gz"), ZoneKind.Pricing, mend: true);
        Console.WriteLine($"{map.Zones.Count} zones read and laid out in {watch.ElapsedMilliseconds:N0} ms on the wall; mended: {map.Mended.Count}");
        var tree = new STRtree<(int Zone, IPreparedGeometry Area)>();
        var factory = new GeometryFactory();
        for (var zone = 0; zone < map.Zones.Count; zone++)
        {
            var area = GeometryFixer.Fix(factory.CreateMultiPolygon([.. map.Zones[zone].Polygons.Select(p => factory.CreatePolygon(Ring(p.Outer), [.. p.Holes!.Select(Ring)]))]));
            tree.Insert(area.EnvelopeInternal, (zone, PreparedGeometryFactory.Prepare(area)));
        }

        tree.Build();
        LinearRing Ring(IReadOnlyList<GeoPoint> points) => factory.CreateLinearRing([.. points.Select(p => new Coordinate(p.Longitude, p.Latitude))]);
        int Peer(GeoPoint point)
        {
            var place = factory.CreatePoint(new Coordinate(point.Longitude, point.Latitude));
            var first = int.MaxValue;
            foreach (var (zone, area) in tree.Query(place.EnvelopeInternal))
            {
                first = zone < first && area.Covers(place) ? zone : first;
            }

            return first == int.MaxValue ? -1 : first;
        }

        var random = new Random(1);
        GeoPoint[] box = [.. Enumerable.Range(0, 20_000).Select(_ => new GeoPoint(-74.256 + 0.556 * random.NextDouble(), 40.496 + 0.42 * random.NextDouble()))];
        GeoPoint[] town = [.. Enumerable.Range(0, 20_000).Select(_ => new GeoPoint(-74.0181 + 0.1069 * random.NextDouble(), 40.7015 + 0.1715 * random.NextDouble()))];
        foreach (var (name, points) in new[] { ("anywhere in the box of the city", box), ("in the box of Manhattan", town) })
        {
            var (inside, differ) = (points.Count(p => map.Find(ZoneKind.Pricing, p) >= 0), points.Count(p => map.Find(ZoneKind.Pricing, p) != Peer(p)));
            var sum = 0;
            var times = Rounds.Nanoseconds(
                (points.Length, () => sum += points.Sum(p => map.Find(ZoneKind.Pricing, p))),
                (points.Length, () => sum += points.Sum(Peer)));
            Console.WriteLine($"points {name} ({100.0 * inside / points.Length:0} % in a zone): {times[0]:0} ns; an STR tree of prepared polygons {times[1]:0} ns; ratio {times[1] / times[0]:0.0}; {differ} differ");
            GC.KeepAlive(sum);
        }

        var outside = Rounds.Nanoseconds((100, () => _ = Enumerable.Range(0, 100).Sum(i => map.Nearest(ZoneKind.Pricing, new GeoPoint(-75 + i * 0.001, 41))!.Value.Zone)))[0];
        Console.WriteLine($"nearest zone from outside all: {outside / 1e3:0} us");
    }
}
