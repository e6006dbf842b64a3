using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>Hashes that are the same in every process and on every machine.</summary>
internal static class StableHash
{
    private const uint P1 = 2654435761, P2 = 2246822519, P3 = 3266489917, P4 = 668265263, P5 = 374761393;

    /// <summary>64 bits of a text, over its UTF-16 units.</summary>
    public static ulong Of(string text)
    {
        unchecked
        {
            var hash = 0xcbf29ce484222325UL;
            foreach (var unit in text)
                hash = (hash ^ unit) * 0x100000001b3UL;
            return Mix(hash ^ (ulong)text.Length);
        }
    }

    /// <summary>32 bits of a grain's identity; reminder ranges are cut by it.</summary>
    public static uint Of(GrainId id) => (uint)(Join(Of(id.Type.ToString()), Of(id.Key.ToString())) >> 32);

    /// <summary>Adds one number to a running hash; order matters.</summary>
    public static ulong Join(ulong hash, ulong value)
    {
        unchecked
        {
            return Mix((BitOperations.RotateLeft(hash, 23) ^ value) + 0x9e3779b97f4a7c15UL);
        }
    }

    /// <summary>Adds bytes to a running hash, eight at a time, with their count.</summary>
    public static ulong Join(ulong hash, ReadOnlySpan<byte> data)
    {
        var length = data.Length;
        for (; data.Length >= 8; data = data[8..])
            hash = Join(hash, BinaryPrimitives.ReadUInt64LittleEndian(data));
        var tail = 0UL;
        for (var i = 0; i < data.Length; i++)
            tail |= (ulong)data[i] << (8 * i);
        return Join(Join(hash, tail), (ulong)length);
    }

    /// <summary>
    /// xxHash32 with seed 0, its bytes swapped: what Orleans keys its rows by (it reads the hash's big-endian form as a little-endian
    /// number), so that a database serves both engines.
    /// </summary>
    public static int RowHash(ReadOnlySpan<byte> data) => unchecked((int)BinaryPrimitives.ReverseEndianness((uint)XxHash32(data)));

    private static int XxHash32(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            var length = (uint)data.Length;
            uint hash;
            if (data.Length >= 16)
            {
                uint a = P1 + P2, b = P2, c = 0, d = 0 - P1;
                for (; data.Length >= 16; data = data[16..])
                {
                    a = Round(a, data);
                    b = Round(b, data[4..]);
                    c = Round(c, data[8..]);
                    d = Round(d, data[12..]);
                }

                hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            }
            else
            {
                hash = P5;
            }

            hash += length;
            for (; data.Length >= 4; data = data[4..])
                hash = BitOperations.RotateLeft(hash + (BinaryPrimitives.ReadUInt32LittleEndian(data) * P3), 17) * P4;
            foreach (var single in data)
                hash = BitOperations.RotateLeft(hash + (single * P5), 11) * P1;
            hash = (hash ^ (hash >> 15)) * P2;
            hash = (hash ^ (hash >> 13)) * P3;
            return (int)(hash ^ (hash >> 16));
        }
    }

    private static uint Round(uint lane, ReadOnlySpan<byte> data)
    {
        unchecked
        {
            return BitOperations.RotateLeft(lane + (BinaryPrimitives.ReadUInt32LittleEndian(data) * P2), 13) * P1;
        }
    }

    private static ulong Mix(ulong x)
    {
        unchecked
        {
            x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9UL;
            x = (x ^ (x >> 27)) * 0x94d049bb133111ebUL;
            return x ^ (x >> 31);
        }
    }
}
