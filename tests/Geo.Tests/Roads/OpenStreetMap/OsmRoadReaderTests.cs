using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Files;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.Roads.OpenStreetMap;

namespace O2O.Dispatch.Geo.Tests.Roads.OpenStreetMap;

public sealed class OsmRoadReaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("osm").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_XmlAndPbfInEveryForm_GiveTheSameNetwork()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var map = RandomMap(seed);
            var xml = Describe(OsmRoadReader.Read(Write("map.osm", Encoding.UTF8.GetBytes(OsmFiles.Xml(map)))));
            var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            {
                gzip.Write(Encoding.UTF8.GetBytes(OsmFiles.Xml(map)));
            }

            Assert.Equal(xml, Describe(OsmRoadReader.Read(Write("map.osm.gz", packed.ToArray()))));
            foreach (var options in new[]
            {
                new PbfOptions(), new PbfOptions(Dense: false), new PbfOptions(Packed: false), new PbfOptions(ScaleLast: false, NodesPerBlock: 7),
                new PbfOptions(Granularity: 1, Offset: 5_000_000_000), new PbfOptions(Granularity: 20, Offset: -700),
            })
            {
                Assert.True(
                    xml == Describe(OsmRoadReader.Read(Write("map.osm.pbf", OsmFiles.Pbf(map, options)))), $"seed {seed}, {options}");
            }

            // The order in the file decides nothing.
            map.Ways.Reverse();
            Assert.Equal(xml, Describe(OsmRoadReader.Read(Write("map.osm", Encoding.UTF8.GetBytes(OsmFiles.Xml(map))))));
        }
    }

    /// <summary>A street from node 1 over 2 to 3 of 222.39 m, and a ring of residential streets back, so that both ends reach each other.</summary>
    [Theory]
    [InlineData("highway=primary", 65, 65)]
    [InlineData("highway=primary;oneway=yes", 65, null)]
    [InlineData("highway=primary;oneway=1", 65, null)]
    [InlineData("highway=primary;oneway=-1", null, 65)]
    [InlineData("highway=primary;oneway=reverse", null, 65)]
    [InlineData("highway=motorway", 90, null)]
    [InlineData("highway=motorway;oneway=no", 90, 90)]
    [InlineData("highway=motorway_link", 45, 45)]
    [InlineData("highway=tertiary;junction=roundabout", 40, null)]
    [InlineData("highway=tertiary;junction=circular", 40, null)]
    [InlineData("highway=tertiary;junction=roundabout;oneway=-1", null, 40)]
    [InlineData("highway=tertiary;oneway=yes;oneway:motor_vehicle=no", 40, 40)]
    [InlineData("highway=tertiary;oneway=reversible", null, null)]
    [InlineData("highway=residential;maxspeed=30", 30, 30)]
    [InlineData("highway=residential;maxspeed=30 km/h", 30, 30)]
    [InlineData("highway=residential;maxspeed=25 mph", 40.2336, 40.2336)]
    [InlineData("highway=residential;maxspeed=25mph", 40.2336, 40.2336)]
    [InlineData("highway=residential;maxspeed=walk", 6, 6)]
    [InlineData("highway=residential;maxspeed=DE:walk", 6, 6)]
    [InlineData("highway=motorway;maxspeed=none", 120, null)]
    [InlineData("highway=residential;maxspeed=DE:urban", 25, 25)]
    [InlineData("highway=residential;maxspeed=signals", 25, 25)]
    [InlineData("highway=residential;maxspeed=50|30", 50, 50)]
    [InlineData("highway=residential;maxspeed=fast", 25, 25)]
    [InlineData("highway=residential;maxspeed=-5", 25, 25)]
    [InlineData("highway=residential;maxspeed=9999", 25, 25)]
    [InlineData("highway=residential;maxspeed=NaN", 25, 25)]
    [InlineData("highway=residential;maxspeed=30;maxspeed:backward=20", 30, 20)]
    [InlineData("highway=service;access=private", null, null)]
    [InlineData("highway=service;access=no", null, null)]
    [InlineData("highway=service;access=no;motor_vehicle=yes", 15, 15)]
    [InlineData("highway=service;access=no;vehicle=destination", 15, 15)]
    [InlineData("highway=service;motor_vehicle=no", null, null)]
    [InlineData("highway=service;vehicle=private;motorcar=permissive", 15, 15)]
    [InlineData("highway=service;access=customers", 15, 15)]
    [InlineData("highway=footway", null, null)]
    [InlineData("highway=construction", null, null)]
    [InlineData("highway=service;area=yes", null, null)]
    [InlineData("building=yes", null, null)]
    public void Read_TagsOfAStreet_GiveItsDirectionsAndSpeeds(string tags, object? forwardKmh, object? backwardKmh)
    {
        var map = new TestMap(
            new() { [1] = (13, 52), [2] = (13, 52.001), [3] = (13, 52.002), [4] = (13.001, 52.001) },
            [
                new TestWay(7, [1, 2, 3], [.. tags.Split(';').Select(t => t.Split('=')).Select(t => (t[0], t[1]))]),
                new TestWay(8, [1, 4, 3], ("highway", "residential"), ("name", "back")),
            ]);
        var network = OsmRoadReader.Read(Write("map.osm", Encoding.UTF8.GetBytes(OsmFiles.Xml(map)))).Network;
        Assert.True(network.TryIndexOf(1, out var a) & network.TryIndexOf(3, out var b));
        Check(a, b, forwardKmh);
        Check(b, a, backwardKmh);

        void Check(int from, int to, object? kmh)
        {
            const double street = 222.390;
            var edge = network.EdgeBetween(from, to);
            var middle = network.Shape(edge)[0];
            if (kmh is null || Convert.ToDouble(kmh) < 21)
            {
                // The way back is the faster one: of parallel edges the slower is dropped.
                Assert.Equal(13.001, middle.Longitude);
                return;
            }

            Assert.Equal(new GeoPoint(13, 52.001), middle);
            Assert.Equal(street, network.LengthMetres[edge], 0.01);
            Assert.Equal(street / Convert.ToDouble(kmh) * 3_600, network.FreeFlowMilliseconds[edge], 1.0);
        }
    }

    [Fact]
    public void Read_JunctionsLoopsGapsAndTheRest_AreCutAndCounted()
    {
        var map = new TestMap(
            new()
            {
                [1] = (13.000, 52), [2] = (13.001, 52), [3] = (13.002, 52), [4] = (13.003, 52), [5] = (13.002, 52.001),
                [10] = (13.004, 52.001), [11] = (13.005, 52.001), [12] = (13.004, 52.002), [20] = (13.1, 52.1), [21] = (13.2, 52.1),
            },
            [
                new TestWay(1, [1, 2, 3, 3, 4], ("highway", "residential")),
                new TestWay(2, [3, 5], ("highway", "residential")),
                new TestWay(3, [4, 10, 11, 12, 4], ("highway", "residential")),
                new TestWay(4, [5, 99, 1], ("highway", "residential")),
                new TestWay(5, [20, 21], ("highway", "residential")),
                new TestWay(6, [1, 5], ("highway", "footway")),
                new TestWay(7, [1, 5], ("highway", "service"), ("access", "private")),
                new TestWay(8, [1, 5], ("highway", "residential"), ("maxspeed", "quick"), ("oneway", "yes")),
            ]);
        var reading = OsmRoadReader.Read(Write("map.osm.pbf", OsmFiles.Pbf(map)));
        var network = reading.Network;
        Assert.Equal(new OsmCounts(Ways: 8, Roads: 5, NotRoads: 1, NoAccess: 1, TooShort: 1, MissingNodes: 1, SpeedsNotUnderstood: 1), reading.Counts);
        Assert.Equal([1, 3, 4, 5, 11], Enumerable.Range(0, network.NodeCount).Select(network.PublishedId));
        Assert.Equal(new RoadNetworkDropped(IslandNodes: 2, IslandEdges: 2, SelfLoops: 0, ParallelEdges: 2), network.Dropped);

        // 1-3 both ways over 2, 3-4, 3-5, 1 to 5, and the loop in two halves between 4 and 11, the slower of each direction dropped.
        Assert.Equal(9, network.EdgeCount);
        network.TryIndexOf(1, out var one);
        network.TryIndexOf(3, out var three);
        network.TryIndexOf(4, out var four);
        network.TryIndexOf(11, out var eleven);
        network.TryIndexOf(5, out var five);
        Assert.Equal([new GeoPoint(13.001, 52)], network.Shape(network.EdgeBetween(three, one)).ToArray());
        Assert.Equal(network.EdgeBetween(three, one), network.Opposite(network.EdgeBetween(one, three)));
        Assert.Equal(-1, network.Opposite(network.EdgeBetween(one, five)));
        Assert.NotEqual(-1, network.EdgeBetween(four, eleven));
    }

    [Fact]
    public void Read_BrokenXml_NamesLineAndReason()
    {
        var good = OsmFiles.Xml(RandomMap(1));
        foreach (var (text, expected) in new[]
        {
            (good[..(good.Length / 2)], "broken or cut off"),
            ("<osm><node id=\"1\" lat=\"91\" lon=\"2\"/><way id=\"1\"><nd ref=\"1\"/><nd ref=\"2\"/><tag k=\"highway\" v=\"primary\"/></way></osm>", "line 1: node 1 is not on the earth"),
            ("<osm>\n<node id=\"1\" lat=\"NaN\" lon=\"2\"/><way id=\"1\"><nd ref=\"1\"/><nd ref=\"2\"/><tag k=\"highway\" v=\"primary\"/></way></osm>", "line 2: node 1 is not on the earth"),
            ("<osm>\n<node id=\"1\" lat=\"x\" lon=\"2\"/><way id=\"1\"><nd ref=\"1\"/><nd ref=\"2\"/><tag k=\"highway\" v=\"primary\"/></way></osm>", "line 2: lat=\"x\" of <node> is not a number"),
            ("<osm>\n<way id=\"1.5\"/></osm>", "line 2: id=\"1.5\" of <way> is not a whole number"),
            ("<osm>\n<way id=\"1\"><nd/></way></osm>", "line 2: <nd> has no ref"),
            ("<gpx/>", "begins with <gpx>"),
            ("<osm/>", "no road for cars among the 0 ways"),
            ("<osm><way id=\"1\"><nd ref=\"1\"/><nd ref=\"2\"/><tag k=\"highway\" v=\"primary\"/></way></osm>", "has no nodes"),
            ("<!DOCTYPE osm [<!ENTITY a \"b\">]><osm/>", "broken"),
            ("hello", "neither"),
            ("", "empty"),
        })
        {
            var error = Assert.Throws<InputFileException>(() => OsmRoadReader.Read(Write("map.osm", Encoding.UTF8.GetBytes(text))));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.Contains("map.osm", error.Message, StringComparison.Ordinal);
        }

        Assert.Contains("not there", Assert.Throws<InputFileException>(() => OsmRoadReader.Read(Path.Combine(folder, "none"))).Message, StringComparison.Ordinal);
        Assert.Contains("bzip2", Assert.Throws<InputFileException>(() => OsmRoadReader.Read(Write("a.bz2", "BZh9abc"u8.ToArray()))).Message, StringComparison.Ordinal);
        Assert.Contains("unpacked", Assert.Throws<InputFileException>(() => OsmRoadReader.Read(Write("a.gz", [0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BrokenPbf_NamesBlobAndReason()
    {
        var map = RandomMap(1);
        var good = OsmFiles.Pbf(map);
        var plain = new PbfOptions(Packed: false);
        byte[] header = OsmFiles.Blob("OSMHeader", [], plain);
        OsmFiles.Message way = new(), dense = new(), group = new(), far = new();
        way.Number(1, 77);
        way.Bytes(2, [9]);
        way.Bytes(3, [9]);
        group.Bytes(3, way.ToArray());
        dense.Bytes(1, [2, 2]);
        dense.Bytes(8, [2]);
        dense.Bytes(9, [2]);
        far.Bytes(2, dense.ToArray());
        OsmFiles.Message bomb = new(), bombHeader = new();
        bomb.Number(2, 10);
        var zeros = new MemoryStream();
        using (var zlib = new ZLibStream(zeros, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(new byte[1_000_000]);
        }

        bomb.Bytes(3, zeros.ToArray());
        bombHeader.Bytes(1, "OSMData"u8.ToArray());
        bombHeader.Number(3, (ulong)bomb.ToArray().Length);
        byte[] roads = OsmFiles.Pbf(new TestMap([], [new TestWay(1, [1, 2], ("highway", "primary"))]), plain);
        foreach (var (bytes, expected) in new (byte[], string)[]
        {
            (good[..(good.Length - 10)], "cut off"),
            ([.. good, 0, 0], "cut off"),
            ([.. good, 0x7F, 0, 0, 0, 1], "claims 2130706432 bytes"),
            ([.. good, 0xFF, 0, 0, 0, 1], "claims -"),
            (OsmFiles.Pbf(map, new PbfOptions(Features: ["OsmSchema-V0.6", "HistoricalInformation"])), "requires the feature 'HistoricalInformation'"),
            (OsmFiles.Pbf(map, new PbfOptions(BlobField: 7)), "Zstandard"),
            (OsmFiles.Pbf(map, new PbfOptions(BlobField: 4)), "LZMA"),
            (OsmFiles.Pbf(map, new PbfOptions(Granularity: 0)), "granularity of 0"),
            ([.. header, .. OsmFiles.Blob("OSMData", OsmFiles.Block([""], group.ToArray(), plain), plain)], "way 77 names string 9 of 1"),
            ([.. header, .. OsmFiles.Blob("OSMData", OsmFiles.Block([""], [0x1A, 0x7F, 1], plain), plain)], "byte"),
            ([.. header, 0, 0, 0, (byte)bombHeader.ToArray().Length, .. bombHeader.ToArray(), .. bomb.ToArray()], "unpacks to more than the 10"),
            ([.. roads, .. OsmFiles.Blob("OSMData", OsmFiles.Block([""], far.ToArray(), plain), plain)], "2 ids, 1 latitudes"),
            ([.. roads, .. OsmFiles.Blob("OSMData", OsmFiles.Block([""], Node(1, 95_0000000, 0), plain), plain)], "node 1 is not on the earth"),
            ([.. roads, .. OsmFiles.Blob("OSMData", OsmFiles.Block([""], Node(1, long.MaxValue / 2, 0), plain), plain)], "beyond any"),
            (roads, "has no nodes"),
            (header, "no road for cars among the 0 ways"),
        })
        {
            var error = Assert.Throws<InputFileException>(() => OsmRoadReader.Read(Write("map.osm.pbf", bytes)));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.Contains("map.osm.pbf", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_AnyBytesChangedOrCut_ReadsOrIsNamed()
    {
        var good = OsmFiles.Pbf(RandomMap(2), new PbfOptions(Packed: false));
        var file = Path.Combine(folder, "fuzzed.pbf");
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 10; i++)
            {
                var bytes = good[..(random.Next(3) == 0 ? random.Next(1, good.Length) : good.Length)];
                for (var changes = random.Next(6); changes > 0; changes--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                File.WriteAllBytes(file, bytes);
                try
                {
                    OsmRoadReader.Read(file);
                }
                catch (InputFileException e)
                {
                    Assert.Contains("fuzzed.pbf", e.Message, StringComparison.Ordinal);
                }
            }
        }).QuickCheckThrowOnFailure();
    }

    private static byte[] Node(long id, long latitude, long longitude)
    {
        OsmFiles.Message node = new(), group = new();
        node.Number(1, (ulong)id << 1);
        node.Number(8, (ulong)latitude << 1);
        node.Number(9, (ulong)longitude << 1);
        group.Bytes(1, node.ToArray());
        return group.ToArray();
    }

    private static string Describe(OsmReading reading)
    {
        var n = reading.Network;
        var text = new StringBuilder($"{reading.Counts} {n.Dropped}\n");
        for (var edge = 0; edge < n.EdgeCount; edge++)
        {
            var (from, to) = (n.Origin(edge), n.Heads[edge]);
            text.AppendLine($"{n.PublishedId(from)} {n.Point(from).Longitude:R} {n.Point(from).Latitude:R} -> {n.PublishedId(to)}: {n.FreeFlowMilliseconds[edge]} ms, "
                + $"{n.LengthMetres[edge]:R} m, {string.Join(' ', n.Shape(edge).ToArray().Select(p => $"{p.Longitude:R},{p.Latitude:R}"))}");
        }

        return text.ToString();
    }

    private static TestMap RandomMap(int seed)
    {
        var random = new Random(seed);
        var nodes = new SortedDictionary<long, (double, double)>();
        while (nodes.Count < 60)
        {
            nodes[random.NextInt64(1, 12_000_000_000)] = (Math.Round(13 + random.NextDouble(), 7), Math.Round(-5 + random.NextDouble(), 7));
        }

        var ids = nodes.Keys.ToArray();
        string[] classes = ["motorway", "primary", "residential", "service", "footway", "tertiary_link"];
        string[] ways = ["yes", "no", "-1", "maybe"];
        var list = new List<TestWay> { new(500, [.. ids.Take(30), ids[0]], ("highway", "residential")) };
        for (var i = 0; i < 40; i++)
        {
            var refs = Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(30) == 0 ? 5L : ids[random.Next(ids.Length)]).ToArray();
            list.Add(new TestWay(
                i + 1, refs, ("highway", classes[random.Next(classes.Length)]), ("oneway", ways[random.Next(ways.Length)]), ("name", $"Straße \"{i}\""),
                ("maxspeed", random.Next(4) == 0 ? "20 mph" : "30")));
        }

        return new TestMap(nodes, list);
    }

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
