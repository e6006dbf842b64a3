using System.Diagnostics;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Matching.Bench;

namespace O2O.Dispatch.Geo.Bench;

internal static class SnapBench
{
    public static void Run()
    {
        if (Data.Folder() is not { } data)
        {
            Console.WriteLine("skipped: the roads of Manhattan, ../shared/data is not there");
            return;
        }

        var network = RoadCsvReader.Read(Path.Combine(data, "manhattan_nodes.csv.gz"), Path.Combine(data, "manhattan_edges.csv.gz")).Network;
        var watch = Stopwatch.StartNew();
        network.Snap(network.Point(0));
        Console.WriteLine($"{network.EdgeCount:N0} edges laid out in {watch.ElapsedMilliseconds:N0} ms on the wall");

        // The peer measures in a plane that is right in the middle of the town, so its answers differ a little.
        var cosine = Math.Cos(40.79 * Math.PI / 180);
        Coordinate Plane(GeoPoint p) => new(p.Longitude * cosine, p.Latitude);
        var factory = new GeometryFactory();
        var tree = new STRtree<Geometry>();
        for (var edge = 0; edge < network.EdgeCount; edge++)
        {
            var line = factory.CreateLineString([Plane(network.Point(network.Origin(edge))), Plane(network.Point(network.Heads[edge]))]);
            tree.Insert(line.EnvelopeInternal, line);
        }

        tree.Build();
        var points = new Fleet(1).Asked.AsSpan(0, 5_000).ToArray();
        var sum = 0.0;
        var times = Rounds.Nanoseconds(
            (points.Length, () => sum += points.Sum(p => network.Snap(p).Fraction)),
            (points.Length, () => sum += points.Sum(p =>
            {
                var place = factory.CreatePoint(Plane(p));
                return tree.NearestNeighbour(place.EnvelopeInternal, place, new GeometryItemDistance()).Length;
            })));
        Console.WriteLine($"nearest place on a road: {times[0]:0} ns; an STR tree of lines {times[1]:0} ns; ratio {times[1] / times[0]:0.0}");
        GC.KeepAlive(sum);
    }
}
