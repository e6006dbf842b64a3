using System.Buffers;

namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>
/// Bytes that were received and not yet understood. It grows to the largest message and stays so large, but for messages past <see cref="Kept"/>, after
/// which it shrinks again.
/// </summary>
internal sealed class ReceiveBuffer
{
    private const int Smallest = 4 * 1024;
    private const int Kept = 256 * 1024;

    private byte[] _bytes = new byte[Smallest];
    private int _start;
    private int _end;

    public ReadOnlySequence<byte> Unread => new(_bytes, _start, _end - _start);

    /// <summary>Room for at least one byte more.</summary>
    public Memory<byte> Room()
    {
        if (_end == _bytes.Length)
        {
            var unread = _end - _start;
            if (_start >= _bytes.Length / 2)
            {
                Buffer.BlockCopy(_bytes, _start, _bytes, 0, unread);
            }
            else
            {
                var larger = new byte[_bytes.Length * 2];
                Buffer.BlockCopy(_bytes, _start, larger, 0, unread);
                _bytes = larger;
            }

            (_start, _end) = (0, unread);
        }

        return _bytes.AsMemory(_end);
    }

    public void Received(int count) => _end += count;

    /// <summary>Forgets all but the last bytes of <see cref="Unread"/>.</summary>
    public void Keep(long unread)
    {
        _start = _end - (int)unread;
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
            if (_bytes.Length > Kept)
            {
                _bytes = new byte[Smallest];
            }
        }
    }
}
