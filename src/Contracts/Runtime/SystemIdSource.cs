using System.Buffers.Binary;

namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>
/// Version 7 ids (RFC 9562, section 6.2, method 1) of the injected clock and the system's random source. Each is later than those that this source gave before, also within a millisecond and after the
/// clock was put back: lists that are ordered by id keep the order in which their rows were made. Thread-safe.
/// </summary>
public sealed class SystemIdSource(TimeProvider time) : IIdSource
{
    /// <summary>The millisecond of the newest id in the upper 48 bits, its place within that millisecond in the lower 12.</summary>
    private long _newest;

    /// <inheritdoc/>
    public Guid Next()
    {
        var now = time.GetUtcNow();
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        long seen, next;
        do
        {
            // Past 4,096 ids in a millisecond the next one is borrowed, as the RFC allows.
            seen = Volatile.Read(ref _newest);
            next = Math.Max(now.ToUnixTimeMilliseconds() << 12, seen + 1);
        }
        while (Interlocked.CompareExchange(ref _newest, next, seen) != seen);

        BinaryPrimitives.WriteInt64BigEndian(bytes, (next >> 12 << 16) | 0x7000 | (next & 0x0FFF));
        return new Guid(bytes, bigEndian: true);
    }
}
