using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace O2O.Dispatch.Geo.Tests.Roads.OpenStreetMap;

internal sealed record TestWay(long Id, long[] Nodes, params (string Key, string Value)[] Tags);

internal sealed record TestMap(SortedDictionary<long, (double Longitude, double Latitude)> Nodes, List<TestWay> Ways);

internal sealed record PbfOptions(
    bool Dense = true,
    bool Packed = true,
    int Granularity = 100,
    long Offset = 0,
    string[]? Features = null,
    int BlobField = 0,
    bool ScaleLast = true,
    int NodesPerBlock = 1_000);

/// <summary>Writes OpenStreetMap files from scratch, apart from the product's reader and from any library.</summary>
internal static class OsmFiles
{
    public static string Xml(TestMap map)
    {
        var text = new StringBuilder("<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\">\n <bounds minlat=\"0\" minlon=\"0\" maxlat=\"1\" maxlon=\"1\"/>\n");
        foreach (var (id, (longitude, latitude)) in map.Nodes)
        {
            text.Append(CultureInfo.InvariantCulture, $" <node id=\"{id}\" lat=\"{latitude:0.#######}\" lon=\"{longitude:0.#######}\"><tag k=\"x\" v=\"y\"/></node>\n");
        }

        foreach (var way in map.Ways)
        {
            text.Append(CultureInfo.InvariantCulture, $" <way id=\"{way.Id}\">\n");
            foreach (var node in way.Nodes)
            {
                text.Append(CultureInfo.InvariantCulture, $"  <nd ref=\"{node}\"/>\n");
            }

            foreach (var (key, value) in way.Tags)
            {
                text.Append(CultureInfo.InvariantCulture, $"  <tag k=\"{key}\" v=\"{value.Replace("\"", "&quot;", StringComparison.Ordinal)}\"/>\n");
            }

            text.Append(" </way>\n");
        }

        return text.Append(" <relation id=\"1\"><member type=\"way\" ref=\"1\" role=\"\"/></relation>\n</osm>\n").ToString();
    }

    public static byte[] Pbf(TestMap map, PbfOptions? options = null)
    {
        options ??= new PbfOptions();
        var header = new Message();
        foreach (var feature in options.Features ?? ["OsmSchema-V0.6", "DenseNodes"])
        {
            header.Bytes(4, Encoding.UTF8.GetBytes(feature));
        }

        var file = new List<byte>(Blob("OSMHeader", header.ToArray(), options));
        foreach (var chunk in map.Nodes.Chunk(options.NodesPerBlock))
        {
            file.AddRange(Blob("OSMData", Block([""], NodeGroup(chunk, options), options), options));
        }

        var strings = new List<string> { "" };
        var ways = new Message();
        foreach (var way in map.Ways)
        {
            ways.Bytes(3, WayMessage(way, strings));
        }

        file.AddRange(Blob("Unknown", [1, 2, 3], options));
        file.AddRange(Blob("OSMData", Block(strings, ways.ToArray(), options), options));
        return [.. file];
    }

    public static byte[] Blob(string type, byte[] content, PbfOptions options)
    {
        var blob = new Message();
        if (options.BlobField != 0)
        {
            blob.Bytes(options.BlobField, content);
        }
        else if (options.Packed)
        {
            var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            {
                zlib.Write(content);
            }

            blob.Number(2, (ulong)content.Length);
            blob.Bytes(3, packed.ToArray());
        }
        else
        {
            blob.Bytes(1, content);
        }

        var body = blob.ToArray();
        var header = new Message();
        header.Bytes(1, Encoding.UTF8.GetBytes(type));
        header.Number(3, (ulong)body.Length);
        var head = header.ToArray();
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, head.Length);
        return [.. length, .. head, .. body];
    }

    public static byte[] Block(List<string> strings, byte[] group, PbfOptions options)
    {
        var table = new Message();
        foreach (var text in strings)
        {
            table.Bytes(1, Encoding.UTF8.GetBytes(text));
        }

        var block = new Message();
        block.Bytes(1, table.ToArray());
        if (options.ScaleLast)
        {
            block.Bytes(2, group);
        }

        block.Number(17, (ulong)options.Granularity);
        block.Number(19, unchecked((ulong)options.Offset));
        block.Number(20, unchecked((ulong)options.Offset));
        if (!options.ScaleLast)
        {
            block.Bytes(2, group);
        }

        return block.ToArray();
    }

    private static byte[] NodeGroup(KeyValuePair<long, (double Longitude, double Latitude)>[] nodes, PbfOptions options)
    {
        long Scaled(double degrees) => (long)Math.Round((degrees * 1e9 - options.Offset) / Math.Max(1, options.Granularity));
        var group = new Message();
        if (!options.Dense)
        {
            foreach (var (id, at) in nodes)
            {
                var node = new Message();
                node.Number(1, ZigZag(id));
                node.Number(8, ZigZag(Scaled(at.Latitude)));
                node.Number(9, ZigZag(Scaled(at.Longitude)));
                group.Bytes(1, node.ToArray());
            }

            return group.ToArray();
        }

        var dense = new Message();
        dense.Bytes(1, Differences(nodes.Select(n => n.Key)));
        dense.Bytes(8, Differences(nodes.Select(n => Scaled(n.Value.Latitude))));
        dense.Bytes(9, Differences(nodes.Select(n => Scaled(n.Value.Longitude))));
        dense.Bytes(10, new byte[nodes.Length]);
        group.Bytes(2, dense.ToArray());
        return group.ToArray();
    }

    private static byte[] WayMessage(TestWay way, List<string> strings)
    {
        int Index(string text)
        {
            var at = strings.IndexOf(text);
            if (at < 0)
            {
                strings.Add(text);
                at = strings.Count - 1;
            }

            return at;
        }

        var message = new Message();
        message.Number(1, unchecked((ulong)way.Id));
        message.Bytes(2, [.. way.Tags.SelectMany(t => Varint((ulong)Index(t.Key)))]);
        message.Bytes(3, [.. way.Tags.SelectMany(t => Varint((ulong)Index(t.Value)))]);
        message.Bytes(8, Differences(way.Nodes));
        return message.ToArray();
    }

    private static byte[] Differences(IEnumerable<long> values)
    {
        var bytes = new List<byte>();
        var last = 0L;
        foreach (var value in values)
        {
            bytes.AddRange(Varint(ZigZag(value - last)));
            last = value;
        }

        return [.. bytes];
    }

    private static ulong ZigZag(long value) => unchecked((ulong)((value << 1) ^ (value >> 63)));

    private static IEnumerable<byte> Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)((value & 0x7F) | 0x80);
        }

        yield return (byte)value;
    }

    internal sealed class Message
    {
        private readonly List<byte> bytes = [];

        public void Number(int field, ulong value)
        {
            bytes.AddRange(Varint((ulong)(field << 3)));
            bytes.AddRange(Varint(value));
        }

        public void Bytes(int field, byte[] value)
        {
            bytes.AddRange(Varint((ulong)((field << 3) | 2)));
            bytes.AddRange(Varint((ulong)value.Length));
            bytes.AddRange(value);
        }

        public byte[] ToArray() => [.. bytes];
    }
}
