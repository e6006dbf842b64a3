using System.Buffers.Binary;
using System.IO.Compression;
using Google.Protobuf;
using O2O.Dispatch.Geo.Files;

namespace O2O.Dispatch.Geo.Roads.OpenStreetMap;

/// <summary>
/// OpenStreetMap PBF (wiki.openstreetmap.org/wiki/PBF_Format): a chain of blobs, each a header and a protocol buffer, plain or packed with zlib. The messages
/// are read by hand over the wire format; field numbers are those of osmformat.proto and fileformat.proto.
/// </summary>
internal sealed class OsmPbfSource(string file) : IOsmSource
{
    // The limits of the format itself; more is no OpenStreetMap file.
    private const int LargestHeader = 64 * 1_024;
    private const int LargestBlob = 32 * 1_024 * 1_024;
    private const int WireTypeBits = 3;
    private const double UnitsPerDegree = 1e9;

    private static readonly string[] KnownFeatures = ["OsmSchema-V0.6", "DenseNodes"];

    public void ReadWays(Action<OsmWay> way) => ReadBlocks((block, group) =>
    {
        foreach (var (field, bytes) in Messages(group))
        {
            if (field == 3)
            {
                way(Way(block, bytes));
            }
        }
    });

    public void ReadNodes(OsmNodeReceiver node) => ReadBlocks((block, group) =>
    {
        foreach (var (field, bytes) in Messages(group))
        {
            if (field == 1)
            {
                Node(block, bytes, node);
            }
            else if (field == 2)
            {
                Dense(block, bytes, node);
            }
        }
    });

    private void ReadBlocks(Action<Block, ByteString> group)
    {
        var place = "the beginning";
        try
        {
            using var stream = File.OpenRead(file);
            for (var number = 1; stream.Position < stream.Length; number++)
            {
                place = $"blob {number} at byte {stream.Position}";
                var (type, body) = Blob(stream);
                if (number == 1 && type != "OSMHeader")
                {
                    throw new InvalidDataException($"it is of type '{type}'; the first is OSMHeader");
                }

                if (type == "OSMHeader")
                {
                    CheckFeatures(body);
                }
                else if (type == "OSMData")
                {
                    ReadBlock(body, place, group);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidProtocolBufferException or OverflowException or EndOfStreamException)
        {
            var reason = e switch
            {
                EndOfStreamException => "the file is cut off here; fetch it again",
                OverflowException => "a number in it is beyond any that can be meant",
                _ => e.Message.TrimEnd('.'),
            };
            throw new InputFileException(file, $"{place}: {reason}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputFileException(file, $"the file cannot be read ({e.Message}).", e);
        }
    }

    private static (string Type, ByteString Body) Blob(FileStream stream)
    {
        var prefix = new byte[sizeof(int)];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadInt32BigEndian(prefix);
        if (length is <= 0 or > LargestHeader)
        {
            throw new InvalidDataException($"its header claims {length} bytes; the format allows up to {LargestHeader}");
        }

        var type = string.Empty;
        var size = -1;
        foreach (var (field, value, bytes) in Fields(Bytes(stream, length)))
        {
            type = field == 1 && bytes is not null ? bytes.ToStringUtf8() : type;
            size = field == 3 && bytes is null ? Size(value) : size;
        }

        if (size < 0)
        {
            throw new InvalidDataException("its header does not say how long it is");
        }

        return (type, Unpack(Bytes(stream, size)));
    }

    private static ByteString Bytes(FileStream stream, int count)
    {
        // Checked before memory is taken: a broken length asks for far more than is there.
        if (count > stream.Length - stream.Position)
        {
            throw new EndOfStreamException();
        }

        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static int Size(ulong value) =>
        value <= LargestBlob ? (int)value : throw new InvalidDataException($"it claims {value} bytes; the format allows up to {LargestBlob}");

    private static ByteString Unpack(ByteString blob)
    {
        ByteString? raw = null;
        ByteString? packed = null;
        var size = -1;
        foreach (var (field, value, bytes) in Fields(blob))
        {
            switch (field)
            {
                case 1:
                    raw = bytes;
                    break;
                case 2 when bytes is null:
                    size = Size(value);
                    break;
                case 3:
                    packed = bytes;
                    break;
                case 4 or 5 or 6 or 7:
                    var name = field switch { 4 => "LZMA", 5 => "bzip2", 6 => "LZ4", _ => "Zstandard" };
                    throw new InvalidDataException($"it is packed with {name}; only zlib and none are read. Convert it, e.g. with osmium cat");
            }
        }

        if (packed is null)
        {
            return raw ?? throw new InvalidDataException("it holds no data");
        }

        if (size < 0)
        {
            throw new InvalidDataException("it does not say how large it is unpacked");
        }

        // One byte of room more shows when there is more than it said.
        var unpacked = new byte[size + 1];
        using var zlib = new ZLibStream(new MemoryStream(packed.ToByteArray()), CompressionMode.Decompress);
        var read = zlib.ReadAtLeast(unpacked, unpacked.Length, throwOnEndOfStream: false);
        return read == size
            ? UnsafeByteOperations.UnsafeWrap(unpacked.AsMemory(0, size))
            : throw new InvalidDataException($"it unpacks to {(read > size ? "more than" : $"{read} bytes instead of")} the {size} that it says");
    }

    private static void CheckFeatures(ByteString header)
    {
        foreach (var (field, _, bytes) in Fields(header))
        {
            if (field == 4 && bytes?.ToStringUtf8() is { } feature && !KnownFeatures.Contains(feature))
            {
                throw new InvalidDataException($"the file requires the feature '{feature}', which is not known here ({string.Join(", ", KnownFeatures)} are)");
            }
        }
    }

    private static void ReadBlock(ByteString body, string place, Action<Block, ByteString> group)
    {
        var block = new Block(place);
        var groups = new List<ByteString>();
        foreach (var (field, value, bytes) in Fields(body))
        {
            switch (field)
            {
                case 1 when bytes is not null:
                    block.Strings.AddRange(Messages(bytes).Where(m => m.Field == 1).Select(m => m.Bytes.ToStringUtf8()));
                    break;
                case 2 when bytes is not null:
                    groups.Add(bytes);
                    break;
                case 17 when bytes is null:
                    block.Granularity = Granularity(value);
                    break;
                case 19 when bytes is null:
                    block.LatitudeOffset = unchecked((long)value);
                    break;
                case 20 when bytes is null:
                    block.LongitudeOffset = unchecked((long)value);
                    break;
            }
        }

        // Scale and offsets may stand behind the groups, so these come last.
        foreach (var bytes in groups)
        {
            group(block, bytes);
        }
    }

    private static int Granularity(ulong value) =>
        value is >= 1 and <= int.MaxValue ? (int)value : throw new InvalidDataException($"its granularity of {unchecked((long)value)} is no number of nanodegrees above 0");

    private static OsmWay Way(Block block, ByteString message)
    {
        var id = 0L;
        List<ulong> keys = [], values = [], nodes = [];
        foreach (var (field, value, bytes) in Fields(message))
        {
            switch (field)
            {
                case 1:
                    id = unchecked((long)value);
                    break;
                case 2:
                    Numbers(value, bytes, keys);
                    break;
                case 3:
                    Numbers(value, bytes, values);
                    break;
                case 8:
                    Numbers(value, bytes, nodes);
                    break;
            }
        }

        if (keys.Count != values.Count)
        {
            throw new InvalidDataException($"way {id} has {keys.Count} keys and {values.Count} values");
        }

        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < keys.Count; i++)
        {
            tags[block.Text(keys[i], id)] = block.Text(values[i], id);
        }

        return new OsmWay(id, Sums(nodes), tags);
    }

    private static void Node(Block block, ByteString message, OsmNodeReceiver node)
    {
        long id = 0, latitude = 0, longitude = 0;
        foreach (var (field, value, _) in Fields(message))
        {
            id = field == 1 ? Signed(value) : id;
            latitude = field == 8 ? Signed(value) : latitude;
            longitude = field == 9 ? Signed(value) : longitude;
        }

        node(id, block.Longitude(longitude), block.Latitude(latitude), block.Where);
    }

    private static void Dense(Block block, ByteString message, OsmNodeReceiver node)
    {
        List<ulong> ids = [], latitudes = [], longitudes = [];
        foreach (var (field, value, bytes) in Fields(message))
        {
            if (field is 1 or 8 or 9)
            {
                Numbers(value, bytes, field == 1 ? ids : field == 8 ? latitudes : longitudes);
            }
        }

        if (ids.Count != latitudes.Count || ids.Count != longitudes.Count)
        {
            throw new InvalidDataException($"its dense nodes have {ids.Count} ids, {latitudes.Count} latitudes and {longitudes.Count} longitudes");
        }

        long id = 0, latitude = 0, longitude = 0;
        for (var i = 0; i < ids.Count; i++)
        {
            id += Signed(ids[i]);
            latitude += Signed(latitudes[i]);
            longitude += Signed(longitudes[i]);
            node(id, block.Longitude(longitude), block.Latitude(latitude), block.Where);
        }
    }

    private static long Signed(ulong value) => unchecked((long)(value >> 1) ^ -(long)(value & 1));

    private static long[] Sums(List<ulong> differences)
    {
        var sums = new long[differences.Count];
        var sum = 0L;
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = sum += Signed(differences[i]);
        }

        return sums;
    }

    /// <summary>The numbers of a repeated field, packed into bytes or one by one.</summary>
    private static void Numbers(ulong value, ByteString? packed, List<ulong> numbers)
    {
        if (packed is null)
        {
            numbers.Add(value);
            return;
        }

        var input = packed.CreateCodedInput();
        while (!input.IsAtEnd)
        {
            numbers.Add(input.ReadUInt64());
        }
    }

    private static IEnumerable<(int Field, ByteString Bytes)> Messages(ByteString message) =>
        Fields(message).Where(f => f.Bytes is not null).Select(f => (f.Field, f.Bytes!));

    /// <summary>The fields of a message: a number, or bytes.</summary>
    private static IEnumerable<(int Field, ulong Value, ByteString? Bytes)> Fields(ByteString message)
    {
        var input = message.CreateCodedInput();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            var field = (int)(tag >> WireTypeBits);
            switch (tag & ((1 << WireTypeBits) - 1))
            {
                case 0:
                    yield return (field, input.ReadUInt64(), null);
                    break;
                case 2:
                    yield return (field, 0, input.ReadBytes());
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    /// <summary>What the nodes and ways of a block share.</summary>
    private sealed class Block(string place)
    {
        public List<string> Strings { get; } = [];

        public int Granularity { get; set; } = 100;

        public long LatitudeOffset { get; set; }

        public long LongitudeOffset { get; set; }

        public string Where() => place;

        // A division, so that the result is the double nearest to the decimal number, as it is when read from XML.
        public double Latitude(long value) => (LatitudeOffset + Granularity * value) / UnitsPerDegree;

        public double Longitude(long value) => (LongitudeOffset + Granularity * value) / UnitsPerDegree;

        public string Text(ulong index, long way) => index < (ulong)Strings.Count
            ? Strings[(int)index]
            : throw new InvalidDataException($"way {way} names string {index} of {Strings.Count}");
    }
}
