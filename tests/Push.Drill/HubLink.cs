using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace O2O.Dispatch.Pushes.Drill;

/// <summary>A hub connection by the protocol's own words on a socket of its own: light, and lost in the ways in which connections are.</summary>
internal sealed class HubLink : IDisposable
{
    private const byte End = 0x1e;
    private const int LongestHead = 4_096;
    private static readonly byte[] Ping = [.. """{"type":6}"""u8, End];
    private static readonly byte[] Hello = [.. """{"protocol":"json","version":1}"""u8, End];

    private readonly Socket _socket;
    private readonly WebSocket _web;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly Dictionary<string, Action<JsonElement>> _calls = [];
    private readonly Lock _gate = new();
    private readonly byte[] _buffer = new byte[4_096];
    private readonly CancellationTokenSource _deaf = new();
    private int _invocation;

    private HubLink(Socket socket, WebSocket web) => (_socket, _web) = (socket, web);

    /// <summary>Ends when the connection does, or nothing is read any more.</summary>
    public Task Over { get; private set; } = Task.CompletedTask;

    /// <summary>Connects and shakes hands.</summary>
    /// <param name="node">Where.</param>
    /// <param name="hub">Its name.</param>
    /// <param name="token">Of whom.</param>
    /// <param name="hear">Is given the argument of each Event, in order.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="LinkRefusedException">The server takes no more, for now.</exception>
    /// <exception cref="IOException">It broke.</exception>
    /// <exception cref="SocketException">There is no server.</exception>
    public static async Task<HubLink> Open(Uri node, string hub, string token, Action<HubLink, JsonElement> hear, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(node.Host, node.Port, stop);
            var stream = new NetworkStream(socket, ownsSocket: true);
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"GET /hubs/{hub} HTTP/1.1\r\nHost: {node.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer {token}\r\n\r\n"),
                stop);
            Check(await Head(stream, stop));
            var web = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { KeepAliveInterval = TimeSpan.Zero });
            var link = new HubLink(socket, web);
            await link.Send(Hello, stop);
            if (await link.Receive(stop) is not { } first || first.WrittenSpan.IndexOf("{}\u001e"u8) != 0)
            {
                throw new IOException("The server did not shake hands.");
            }

            link.Over = link.Listen(first.WrittenMemory[3..].ToArray(), hear);
            return link;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Subscribes. The answer is given to the caller in the order of what comes over this connection.</summary>
    /// <param name="stream">To which stream.</param>
    /// <param name="epoch">That is known.</param>
    /// <param name="after">The last sequence that is known.</param>
    /// <param name="take">Is given the reply.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="LinkRefusedException">It was refused.</exception>
    /// <exception cref="IOException">The connection broke before the answer.</exception>
    public async Task Subscribe(string stream, long epoch, long after, Action<JsonElement> take, CancellationToken stop)
    {
        var id = Interlocked.Increment(ref _invocation).ToString(CultureInfo.InvariantCulture);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _calls[id] = completion =>
            {
                if (completion.TryGetProperty("error", out var error))
                {
                    var text = error.GetString()!.Split("HubException: ")[^1];
                    done.TrySetException(new LinkRefusedException(text.Split(' ')[0]));
                    return;
                }

                take(completion.GetProperty("result"));
                done.TrySetResult();
            };
        }

        await Send(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"type":1,"invocationId":"{{id}}","target":"Subscribe","arguments":["{{stream}}",{{epoch}},{{after}}]}{{(char)End}}""")), stop);
        if (await Task.WhenAny(done.Task, Over).WaitAsync(stop) == Over && !done.Task.IsCompleted)
        {
            throw new IOException("The connection ended before the answer.");
        }

        await done.Task;
    }

    /// <summary>Says that it is still here. A connection that broke says so elsewhere.</summary>
    public async Task KeepAlive()
    {
        try
        {
            await Send(Ping, CancellationToken.None);
        }
        catch (Exception fault) when (IsBreak(fault))
        {
            // Whoever listens hears it.
        }
    }

    /// <summary>Loses the connection.</summary>
    public void Lose(Drop how)
    {
        if (how == Drop.Silent)
        {
            _deaf.Cancel();
            return;
        }

        try
        {
            if (how == Drop.Reset)
            {
                // With no time to linger the close is a reset.
                _socket.LingerState = new LingerOption(true, 0);
            }

            _socket.Dispose();
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The server has closed it before.
        }
    }

    /// <summary>Whether a fault is a connection that broke.</summary>
    public static bool IsBreak(Exception fault) => fault is IOException or SocketException or WebSocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException;

    /// <inheritdoc/>
    public void Dispose()
    {
        Lose(Drop.Reset);
        _web.Dispose();
    }

    private static async Task<string> Head(NetworkStream stream, CancellationToken stop)
    {
        // Nothing comes behind the head of an upgrade before the client has said more.
        var head = new StringBuilder();
        var buffer = new byte[512];
        while (head.Length < LongestHead)
        {
            var count = await stream.ReadAsync(buffer, stop);
            if (count == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            head.Append(Encoding.Latin1.GetString(buffer, 0, count));
            if (head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                break;
            }
        }

        return head.ToString();
    }

    private static void Check(string head)
    {
        var lines = head.Split("\r\n");
        if (lines[0].Split(' ') is not [_, var status, ..])
        {
            throw new IOException("That was no HTTP.");
        }

        if (status != "101")
        {
            var wait = lines.FirstOrDefault(line => line.StartsWith("Retry-After:", StringComparison.OrdinalIgnoreCase))?["Retry-After:".Length..].Trim();
            throw new LinkRefusedException(status, int.TryParse(wait, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null);
        }
    }

    private async Task Send(ReadOnlyMemory<byte> message, CancellationToken stop)
    {
        await _sending.WaitAsync(stop);
        try
        {
            await _web.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The next message whole; null when the other side closes.</summary>
    private async Task<ArrayBufferWriter<byte>?> Receive(CancellationToken stop)
    {
        var message = new ArrayBufferWriter<byte>();
        while (true)
        {
            var part = await _web.ReceiveAsync(_buffer.AsMemory(), stop);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(_buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
            {
                return message;
            }
        }
    }

    private async Task Listen(ReadOnlyMemory<byte> first, Action<HubLink, JsonElement> hear)
    {
        await Task.Yield();
        try
        {
            Take(first, hear);
            while (await Receive(CancellationToken.None).WaitAsync(_deaf.Token) is { } message && !_deaf.IsCancellationRequested)
            {
                Take(message.WrittenMemory, hear);
            }
        }
        catch (Exception fault) when (IsBreak(fault))
        {
            // It is over.
        }
    }

    private void Take(ReadOnlyMemory<byte> messages, Action<HubLink, JsonElement> hear)
    {
        while (messages.Span.IndexOf(End) is >= 0 and var end)
        {
            using var message = JsonDocument.Parse(messages[..end]);
            messages = messages[(end + 1)..];
            var root = message.RootElement;
            switch (root.GetProperty("type").GetInt32())
            {
                case 1 when root.GetProperty("target").GetString() == "Event":
                    hear(this, root.GetProperty("arguments")[0]);
                    break;
                case 3:
                    Action<JsonElement>? call;
                    lock (_gate)
                    {
                        _calls.Remove(root.GetProperty("invocationId").GetString()!, out call);
                    }

                    call?.Invoke(root);
                    break;
            }
        }
    }
}
