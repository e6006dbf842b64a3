using System.Buffers.Binary;
using System.IO.Compression;

namespace O2O.Dispatch.Simulation.Demand;

/// <summary>
/// Unpacks a gzip file and says so when it was cut off, which GZipStream passes over. The last four bytes of a whole file are the length unpacked (RFC 1952, of its last member); in one that was
/// cut off they are packed data, and as a number almost always more than what was unpacked.
/// </summary>
internal sealed class CheckedGzipStream : GZipStream
{
    private readonly uint _length;
    private long _unpacked;

    /// <summary>Makes it.</summary>
    /// <param name="file">Seekable, at its beginning.</param>
    public CheckedGzipStream(Stream file)
        : base(file, CompressionMode.Decompress)
    {
        Span<byte> last = stackalloc byte[4];
        file.Seek(-4, SeekOrigin.End);
        file.ReadExactly(last);
        file.Position = 0;
        _length = BinaryPrimitives.ReadUInt32LittleEndian(last);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Count(base.Read(buffer), buffer.Length);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Count(base.Read(buffer, offset, count), count);

    private int Count(int read, int wanted)
    {
        _unpacked += read;
        return read == 0 && wanted > 0 && _unpacked < _length ? throw new InvalidDataException("The gzip data is cut off.") : read;
    }
}
