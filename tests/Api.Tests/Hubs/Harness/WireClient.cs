using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace O2O.Dispatch.Api.Tests.Hubs.Harness;

/// <summary>A hub client that speaks SignalR's JSON protocol over a WebSocket by the protocol's own words, so that what is on the wire is what is tested. It can send what no client library would.</summary>
internal sealed class WireClient : IAsyncDisposable
{
    private const char End = '\u001e';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonObject> _events = Channel.CreateUnbounded<JsonObject>();
    private readonly Dictionary<string, TaskCompletionSource<JsonObject>> _calls = [];
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private int _invocation;
    private Task _reading = Task.CompletedTask;

    /// <summary>The text of the server's close message, once it came; null for none.</summary>
    public string? CloseError { get; private set; }

    /// <summary>Ends when the connection does.</summary>
    public Task Closed => _reading;

    /// <summary>Connects.</summary>
    /// <param name="server">Where.</param>
    /// <param name="hub">Its name.</param>
    /// <param name="query">With the token.</param>
    /// <param name="reads">Whether incoming messages are read. One that does not read is a slow client.</param>
    /// <param name="from">Whom a proxy before the server would name as the caller; null for no proxy.</param>
    public static async Task<WireClient> Connect(Uri server, string hub, string query, bool reads = true, string? from = null)
    {
        var client = new WireClient();
        if (from is not null)
        {
            client._socket.Options.SetRequestHeader("X-Forwarded-For", from);
        }

        using var patience = new CancellationTokenSource(Patience);
        await client._socket.ConnectAsync(new Uri($"ws://{server.Authority}/hubs/{hub}?{query}"), patience.Token);
        await client.SendRaw($$"""{"protocol":"json","version":1}{{End}}""");
        var answer = (await client.Receive(patience.Token))!.Split(End, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("{}", answer[0]);
        foreach (var more in answer.Skip(1))
        {
            client.Take(JsonNode.Parse(more)!.AsObject());
        }

        client._reading = reads ? client.Read() : Task.CompletedTask;
        return client;
    }

    public Task SendRaw(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>Calls a hub method and gives its result; an error of the server is a <see cref="WireError"/>.</summary>
    public async Task<JsonNode?> Invoke(string method, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref _invocation).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var done = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _calls[id] = done;
        }

        await SendRaw(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }) + End);
        var completion = await done.Task.WaitAsync(Patience);
        return completion["error"] is { } error ? throw new WireError(error.GetValue<string>()) : completion["result"]?.DeepClone();
    }

    /// <summary>The error that a call ends with.</summary>
    public async Task<string> Error(string method, params object?[] arguments) => (await Assert.ThrowsAsync<WireError>(() => Invoke(method, arguments))).Message;

    /// <summary>The next message that the server sends for a target; others are passed over.</summary>
    public async Task<JsonNode> Next(string target, Func<JsonNode, bool>? wanted = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                var message = await _events.Reader.ReadAsync(patience.Token);
                if (message["target"]!.GetValue<string>() == target && (wanted is null || wanted(message["arguments"]![0]!)))
                {
                    return message["arguments"]![0]!;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No {target} came within {Patience}.");
        }
    }

    /// <summary>What came for a target and was not looked at yet, without waiting.</summary>
    public IReadOnlyList<JsonNode> Come(string target)
    {
        var come = new List<JsonNode>();
        while (_events.Reader.TryRead(out var message))
        {
            if (message["target"]!.GetValue<string>() == target)
            {
                come.Add(message["arguments"]![0]!);
            }
        }

        return come;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task Read()
    {
        try
        {
            while (await Receive(_stop.Token) is { } text)
            {
                foreach (var part in text.Split(End, StringSplitOptions.RemoveEmptyEntries))
                {
                    Take(JsonNode.Parse(part)!.AsObject());
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException)
        {
            // The connection is over.
        }

        lock (_gate)
        {
            foreach (var call in _calls.Values)
            {
                call.TrySetException(new WireError("the connection is closed"));
            }
        }
    }

    private void Take(JsonObject message)
    {
        switch (message["type"]!.GetValue<int>())
        {
            case 1:
                _events.Writer.TryWrite(message);
                break;
            case 3:
                lock (_gate)
                {
                    if (_calls.Remove(message["invocationId"]!.GetValue<string>(), out var call))
                    {
                        call.TrySetResult(message);
                    }
                }

                break;
            case 7:
                CloseError = message["error"]?.GetValue<string>() ?? string.Empty;
                break;
        }
    }

    private async Task<string?> Receive(CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16_384];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer, cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            text.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(text.ToArray());
            }
        }
    }
}

internal sealed class WireError(string message) : Exception(message);
