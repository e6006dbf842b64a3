using System.Net.WebSockets;
using System.Text;

namespace O2O.Dispatch.Live.Bench;

/// <summary>A hub connection by the protocol's own words: as little of SignalR's JSON protocol as will do, so that the clients leave the processor to the server.</summary>
internal sealed class HubSocket : IDisposable
{
    /// <summary>Ends a message.</summary>
    public const byte End = 0x1e;

    private static readonly byte[] Hello = Message("""{"protocol":"json","version":1}""");
    private static readonly byte[] Ping = Message("""{"type":6}""");
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _buffer = new byte[2_048];

    private HubSocket() => _socket.Options.KeepAliveInterval = TimeSpan.Zero;

    /// <summary>Connects and shakes hands.</summary>
    /// <param name="port">Of the server.</param>
    /// <param name="hub">Its name.</param>
    /// <param name="number">Whose connection, as <see cref="LiveServer.Id"/> numbers them.</param>
    public static async Task<HubSocket> Open(int port, string hub, int number)
    {
        var link = new HubSocket();
        await link._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/hubs/{hub}?{LiveServer.Who}={number}"), default);
        await link.Send(Hello);
        return (await link.Receive()).Span.StartsWith("{}\u001e"u8) ? link : throw new IOException("The server did not shake hands.");
    }

    /// <summary>A message as it is sent.</summary>
    public static byte[] Message(string text) => [.. Encoding.UTF8.GetBytes(text), End];

    /// <summary>Sends a message.</summary>
    public async Task Send(ReadOnlyMemory<byte> message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, true, default);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Says that it is still there, as clients have to.</summary>
    public Task KeepAlive() => Send(Ping);

    /// <summary>What came at once: one message or several. Good until the next call.</summary>
    /// <exception cref="IOException">The server ended the connection.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> Receive()
    {
        for (var length = 0; ;)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), default);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new IOException("The server ended the connection.");
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return _buffer.AsMemory(0, length);
            }

            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, length * 2);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
