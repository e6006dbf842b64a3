using System.Buffers.Binary;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Geo.Cities;

namespace O2O.Dispatch.Silo.Runtime;

/// <summary>Version 7 ids (RFC 9562, section 5.7) of the injected clock and a seed: the same run names everything the same. Ids of one millisecond ascend. For one thread at a time.</summary>
public sealed class SeededIdSource(TimeProvider time, ulong seed) : IIdSource
{
    private SeededRandom _random = new(seed ^ 0x1D5_0001);
    private long _millisecond;
    private ushort _count;

    /// <inheritdoc/>
    public Guid Next()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (now > _millisecond)
        {
            (_millisecond, _count) = (now, 0);
        }
        else if (_count == 0x0FFF)
        {
            // More than 4,096 ids in a millisecond: borrow from the next, as the RFC allows.
            (_millisecond, _count) = (_millisecond + 1, 0);
        }
        else
        {
            _count++;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, _millisecond << 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | _count));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (_random.NextBits() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }
}
