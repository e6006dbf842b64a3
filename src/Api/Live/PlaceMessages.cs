using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using O2O.Dispatch.Contracts.Dispatch;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Places between nodes, little endian: a byte with the version of the form; the instant that ages count from, in Unix milliseconds (int64); how many sets of dispatch shards (uint16), and each set: how many shards (uint16), each its
/// length in bytes (uint16) and UTF-8; how many vehicles (uint16), and 34 bytes for each: provider (16 bytes), longitude and latitude in millionths of a degree (int32 each), age in milliseconds (uint32), number of the shift (uint32),
/// which set it serves (uint16). A message ends with its last vehicle.
/// </summary>
internal static class PlaceMessages
{
    /// <summary>Vehicles in a message at the most.</summary>
    public const int MostVehicles = 2_000;

    /// <summary>Bytes of a message at the most; what is longer is not read.</summary>
    public const int MostBytes = 256 * 1024;

    private const byte Version = 1;
    private const int VehicleBytes = 34;
    private const int FixedBytes = 1 + 8 + 2 + 2;

    // From both sides of the earth's seam.
    private const int MostLongitude = 180_000_000;
    private const int MostLatitude = 90_000_000;
    private static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Packs places.</summary>
    /// <param name="places">Any number; none gives no message.</param>
    /// <param name="now">Not before the last of them; one that is later counts as of now.</param>
    public static List<byte[]> Of(IReadOnlyList<ToldPlace> places, DateTimeOffset now)
    {
        var messages = new List<byte[]>();
        var sets = new Dictionary<ImmutableArray<string>, int>(SameShards.Instance);
        for (var first = 0; first < places.Count;)
        {
            sets.Clear();
            var (next, size) = (first, FixedBytes);
            while (next < places.Count && next - first < MostVehicles)
            {
                var more = VehicleBytes + (sets.ContainsKey(places[next].Shards) ? 0 : SizeOf(places[next].Shards));
                if (size + more > MostBytes)
                {
                    break;
                }

                sets.TryAdd(places[next].Shards, sets.Count);
                (next, size) = (next + 1, size + more);
            }

            if (next == first)
            {
                // One that no message holds is told to nobody, rather than none to anybody.
                first++;
                continue;
            }

            messages.Add(Pack(places, first, next, sets, size, now.ToUnixTimeMilliseconds()));
            first = next;
        }

        return messages;
    }

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="market">Whose vehicles it is to tell of.</param>
    /// <param name="places">All of it; empty when it cannot be read.</param>
    /// <returns>Whether it is one of this version, whole, and of that market.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, string market, out ImmutableArray<ToldPlace> places)
    {
        places = [];
        if (message.Length is < FixedBytes or > MostBytes || message[0] != Version
            || BinaryPrimitives.ReadInt64LittleEndian(message[1..]) is var now && (now < 0 || now > LastMillisecond)
            || !TryReadSets(message[9..], market, out var sets, out var rest) || rest.Length < 2)
        {
            return false;
        }

        var count = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        rest = rest[2..];
        if (count > MostVehicles || rest.Length != count * VehicleBytes)
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<ToldPlace>(count);
        for (; rest.Length > 0; rest = rest[VehicleBytes..])
        {
            var longitude = BinaryPrimitives.ReadInt32LittleEndian(rest[16..]);
            var latitude = BinaryPrimitives.ReadInt32LittleEndian(rest[20..]);
            var age = BinaryPrimitives.ReadUInt32LittleEndian(rest[24..]);
            var set = BinaryPrimitives.ReadUInt16LittleEndian(rest[32..]);
            if (longitude is < -MostLongitude or > MostLongitude || latitude is < -MostLatitude or > MostLatitude || age > now || set >= sets.Length)
            {
                return false;
            }

            read.Add(new ToldPlace(
                new Guid(rest[..16]), longitude, latitude, DateTimeOffset.FromUnixTimeMilliseconds(now - age), BinaryPrimitives.ReadUInt32LittleEndian(rest[28..]), sets[set]));
        }

        places = read.MoveToImmutable();
        return true;
    }

    private static byte[] Pack(IReadOnlyList<ToldPlace> places, int first, int next, Dictionary<ImmutableArray<string>, int> sets, int size, long now)
    {
        var message = new byte[size];
        message[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(message.AsSpan(1), now);
        var at = Write(message, 9, sets.Count);
        foreach (var (shards, _) in sets.OrderBy(set => set.Value))
        {
            at = Write(message, at, shards.Length);
            foreach (var shard in shards)
            {
                var length = Encoding.UTF8.GetBytes(shard, message.AsSpan(at + 2));
                at = Write(message, at, length) + length;
            }
        }

        at = Write(message, at, next - first);
        for (var i = first; i < next; i++)
        {
            var place = places[i];
            var vehicle = message.AsSpan(at, VehicleBytes);
            place.Provider.TryWriteBytes(vehicle);
            BinaryPrimitives.WriteInt32LittleEndian(vehicle[16..], place.Longitude);
            BinaryPrimitives.WriteInt32LittleEndian(vehicle[20..], place.Latitude);
            BinaryPrimitives.WriteUInt32LittleEndian(vehicle[24..], (uint)Math.Clamp(now - place.At.ToUnixTimeMilliseconds(), 0, uint.MaxValue));
            BinaryPrimitives.WriteUInt32LittleEndian(vehicle[28..], (uint)Math.Clamp(place.Shift, 0, uint.MaxValue));
            BinaryPrimitives.WriteUInt16LittleEndian(vehicle[32..], (ushort)sets[place.Shards]);
            at += VehicleBytes;
        }

        return message;
    }

    private static int SizeOf(ImmutableArray<string> shards) => 2 + shards.Sum(shard => 2 + Encoding.UTF8.GetByteCount(shard));

    private static int Write(byte[] message, int at, int number)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(at), (ushort)number);
        return at + 2;
    }

    private static bool TryReadSets(ReadOnlySpan<byte> from, string market, out ImmutableArray<string>[] sets, out ReadOnlySpan<byte> rest)
    {
        sets = [];
        rest = from;
        if (!TryReadNumber(ref rest, out var count) || count > MostVehicles)
        {
            return false;
        }

        sets = new ImmutableArray<string>[count];
        for (var i = 0; i < count; i++)
        {
            // Each takes two bytes at least: nothing is reserved for what is not there.
            if (!TryReadNumber(ref rest, out var shards) || shards > rest.Length / 2)
            {
                return false;
            }

            var set = ImmutableArray.CreateBuilder<string>(shards);
            for (var j = 0; j < shards; j++)
            {
                if (!TryReadNumber(ref rest, out var length) || length > rest.Length)
                {
                    return false;
                }

                var shard = Encoding.UTF8.GetString(rest[..length]);
                rest = rest[length..];
                if (!shard.StartsWith(ShardKey.Of(market, string.Empty), StringComparison.Ordinal))
                {
                    return false;
                }

                set.Add(shard);
            }

            sets[i] = set.MoveToImmutable();
        }

        return true;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> from, out int number)
    {
        number = 0;
        if (from.Length < 2)
        {
            return false;
        }

        number = BinaryPrimitives.ReadUInt16LittleEndian(from);
        from = from[2..];
        return true;
    }

    /// <summary>By what is in them.</summary>
    private sealed class SameShards : IEqualityComparer<ImmutableArray<string>>
    {
        public static SameShards Instance { get; } = new();

        public bool Equals(ImmutableArray<string> one, ImmutableArray<string> other) => one == other || one.AsSpan().SequenceEqual(other.AsSpan());

        public int GetHashCode(ImmutableArray<string> shards)
        {
            var hash = default(HashCode);
            foreach (var shard in shards)
            {
                hash.Add(shard, StringComparer.Ordinal);
            }

            return hash.ToHashCode();
        }
    }
}
