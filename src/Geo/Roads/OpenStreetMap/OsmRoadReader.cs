using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Files;

namespace O2O.Dispatch.Geo.Roads.OpenStreetMap;

/// <summary>
/// Reads the roads of an OpenStreetMap extract, PBF or XML, the latter also gzipped; which it is shows in the first bytes. A way is cut into edges at every
/// node that another road, or it itself again, uses too; the nodes between become the edge's shape. Time is length by speed: the limit where there is one, else
/// a usual speed of the class. Both formats of one data set give the same network.
/// </summary>
public static class OsmRoadReader
{
    private const double MillisecondsPerHour = 3_600_000;

    /// <summary>Reads a file and builds the network.</summary>
    /// <param name="file">Path of the file.</param>
    /// <exception cref="InputFileException">
    /// The file is missing, empty, cut, of another format or absurd, needs a feature that is not known, or holds no network of roads. The message names the file, the
    /// place in it and the reason.
    /// </exception>
    public static OsmReading Read(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var source = Open(file);
        var roads = new List<(OsmWay Way, OsmRoad Road)>();
        var uses = new Dictionary<long, int>();
        int ways = 0, notRoads = 0, noAccess = 0, strangeSpeeds = 0;
        source.ReadWays(way =>
        {
            ways++;
            var road = OsmRules.Road(way.Tags);
            notRoads += road.Refusal == OsmRefusal.NotARoad ? 1 : 0;
            noAccess += road.Refusal == OsmRefusal.NoAccess ? 1 : 0;
            if (road.Refusal == OsmRefusal.None)
            {
                strangeSpeeds += road.SpeedNotUnderstood ? 1 : 0;
                roads.Add((way with { Nodes = WithoutRepeats(way.Nodes) }, road));
            }
        });
        if (roads.Count == 0)
        {
            throw new InputFileException(file, $"there is no road for cars among the {ways} ways of the file.");
        }

        foreach (var node in roads.SelectMany(r => r.Way.Nodes))
        {
            uses[node] = 0;
        }

        var points = new Dictionary<long, GeoPoint>(uses.Count);
        source.ReadNodes((id, longitude, latitude, place) =>
        {
            if (!GeoPoint.TryCreate(longitude, latitude, out var point, out var fault))
            {
                throw new InputFileException(file, $"{place()}: node {id} is not on the earth. {fault}");
            }

            if (uses.ContainsKey(id))
            {
                points[id] = point;
            }
        });

        // The order of ways and nodes in the file decides nothing.
        roads.Sort((a, b) => a.Way.Id.CompareTo(b.Way.Id));
        var cut = new List<(long[] Nodes, OsmRoad Road)>();
        int missing = 0, tooShort = 0;
        foreach (var (way, road) in roads)
        {
            missing += way.Nodes.Count(node => !points.ContainsKey(node));
            var stretches = Stretches(way.Nodes, points).ToArray();
            tooShort += stretches.Length == 0 ? 1 : 0;
            cut.AddRange(stretches.Select(nodes => (nodes, road)));
        }

        return new OsmReading(
            Build(file, cut, points, uses),
            new OsmCounts(ways, roads.Count - tooShort, notRoads, noAccess, tooShort, missing, strangeSpeeds));
    }

    private static RoadNetwork Build(string file, List<(long[] Nodes, OsmRoad Road)> stretches, Dictionary<long, GeoPoint> points, Dictionary<long, int> uses)
    {
        foreach (var (nodes, _) in stretches)
        {
            foreach (var node in nodes)
            {
                uses[node]++;
            }

            // The ends of a road are crossings, or nothing could start there.
            uses[nodes[0]]++;
            uses[nodes[^1]]++;
        }

        var pieces = stretches.SelectMany(s => Pieces(s.Nodes, uses).Select(nodes => (Nodes: nodes, s.Road))).ToArray();
        var builder = new RoadNetworkBuilder();
        foreach (var node in pieces.SelectMany(p => new[] { p.Nodes[0], p.Nodes[^1] }).Distinct().Order())
        {
            builder.AddNode(node, points[node]);
        }

        foreach (var (nodes, road) in pieces)
        {
            var line = Array.ConvertAll(nodes, node => points[node]);
            var metres = 0.0;
            for (var i = 1; i < line.Length; i++)
            {
                metres += GreatCircle.Distance(line[i - 1], line[i]).Value;
            }

            var shape = line[1..^1];
            Add(builder, nodes[0], nodes[^1], metres, road.ForwardKmh, shape);
            Add(builder, nodes[^1], nodes[0], metres, road.BackwardKmh, [.. shape.Reverse()]);
        }

        try
        {
            return builder.Build();
        }
        catch (RoadNetworkException e)
        {
            throw new InputFileException(file, e.Message, e);
        }
    }

    private static void Add(RoadNetworkBuilder builder, long from, long to, double metres, double? kmh, GeoPoint[] shape)
    {
        if (kmh is { } speed)
        {
            var milliseconds = Math.Round(metres / 1_000 / speed * MillisecondsPerHour, MidpointRounding.AwayFromZero);
            builder.AddEdge(from, to, (int)Math.Min(int.MaxValue, milliseconds), new Metres(metres), shape);
        }
    }

    private static long[] WithoutRepeats(IReadOnlyList<long> nodes) => [.. nodes.Where((node, i) => i == 0 || node != nodes[i - 1])];

    /// <summary>The parts of a way whose nodes are all there, two nodes or more.</summary>
    private static IEnumerable<long[]> Stretches(IReadOnlyList<long> nodes, Dictionary<long, GeoPoint> points)
    {
        var stretch = new List<long>();
        for (var i = 0; i <= nodes.Count; i++)
        {
            if (i < nodes.Count && points.ContainsKey(nodes[i]))
            {
                stretch.Add(nodes[i]);
                continue;
            }

            if (stretch.Count >= 2)
            {
                yield return [.. stretch];
            }

            stretch.Clear();
        }
    }

    /// <summary>A stretch cut at its crossings. One that comes back to where it began is cut in the middle too, because a network has no edge from a node to itself.</summary>
    private static IEnumerable<long[]> Pieces(long[] nodes, Dictionary<long, int> uses)
    {
        var start = 0;
        for (var i = 1; i < nodes.Length; i++)
        {
            if (uses[nodes[i]] < 2)
            {
                continue;
            }

            if (nodes[start] == nodes[i] && i - start >= 2)
            {
                var middle = (start + i) / 2;
                yield return nodes[start..(middle + 1)];
                yield return nodes[middle..(i + 1)];
            }
            else
            {
                yield return nodes[start..(i + 1)];
            }

            start = i;
        }
    }

    private static IOsmSource Open(string file)
    {
        var head = new byte[16];
        int read;
        try
        {
            using var stream = File.OpenRead(file);
            read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputFileException(file, "the file is not there. Check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputFileException(file, $"the file cannot be read ({e.Message}).", e);
        }

        var bytes = head.AsSpan(0, read);
        if (read == 0)
        {
            throw new InputFileException(file, "the file is empty. It needs an OpenStreetMap extract, PBF or XML.");
        }

        if (bytes.StartsWith("BZh"u8))
        {
            throw new InputFileException(file, "the file is packed with bzip2. Unpack it first, or fetch the extract as .osm.pbf.");
        }

        if (bytes.IndexOf("OSMHeader"u8) >= 0)
        {
            return new OsmPbfSource(file);
        }

        var gzip = bytes.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);
        var text = bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
        return gzip || text.TrimStart(" \t\r\n"u8).StartsWith("<"u8)
            ? new OsmXmlSource(file, gzip)
            : throw new InputFileException(file, "the file is neither OpenStreetMap PBF (which begins with OSMHeader) nor XML.");
    }
}
