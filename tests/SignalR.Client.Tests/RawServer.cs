using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.SignalR.Client.Tests;

/// <summary>A server that speaks the protocol by hand, one WebSocket after the other, so that a test can say anything at all.</summary>
public sealed class RawServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<RawSocket> _sockets = Channel.CreateUnbounded<RawSocket>();

    private RawServer(WebApplication app) => _app = app;

    public WatchedClock Clock { get; } = new();

    public string Url => _app.Urls.Single();

    /// <summary>What negotiation answers, for the request; null is 503.</summary>
    public Func<HttpRequest, string?> Negotiate { get; set; } = _ =>
        """{"negotiateVersion":1,"connectionId":"shown","connectionToken":"secret","availableTransports":[{"transport":"WebSockets","transferFormats":["Text"]}]}""";

    public static async Task<RawServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new RawServer(app);
        app.UseWebSockets();
        app.Run(server.ServeAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>The next WebSocket that a client opened.</summary>
    public Task<RawSocket> NextAsync() => _sockets.Reader.ReadAsync().AsTask().Soon("a WebSocket");

    /// <summary>The next WebSocket, with the handshake done.</summary>
    public async Task<RawSocket> AcceptAsync()
    {
        var socket = await NextAsync();
        Assert.Equal("""{"protocol":"json","version":1}""", await socket.ReadAsync());
        await socket.SendAsync("{}");
        return socket;
    }

    /// <summary>A client of this server, on its clock.</summary>
    public HubConnection Connect(Action<IHubConnectionBuilder>? configure = null)
    {
        var builder = new HubConnectionBuilder().WithUrl(Url + "/raw");
        builder.Services.AddSingleton<TimeProvider>(Clock);
        configure?.Invoke(builder);
        return builder.Build();
    }

    public async Task<(HubConnection Connection, RawSocket Socket)> ConnectedAsync(Action<IHubConnectionBuilder>? configure = null)
    {
        var connection = Connect(configure);
        var started = connection.StartAsync();
        var socket = await AcceptAsync();
        await started.Soon();
        return (connection, socket);
    }

    public async ValueTask DisposeAsync()
    {
        while (_sockets.Reader.TryRead(out var left))
        {
            left.Cut();
        }

        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            var socket = new RawSocket(await context.WebSockets.AcceptWebSocketAsync(), context);
            _sockets.Writer.TryWrite(socket);
            await socket.Over;
        }
        else if (Negotiate(context.Request) is { } answer)
        {
            await context.Response.WriteAsync(answer);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }
}

/// <summary>The server's end of a WebSocket.</summary>
public sealed class RawSocket(WebSocket socket, HttpContext context)
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _read = new();

    public Task Over => _over.Task;

    public HttpRequest Request => context.Request;

    /// <summary>The next message of the client, without its separator; null when the client closed. Pings are passed over.</summary>
    public async Task<string?> ReadAsync()
    {
        while (true)
        {
            if (await ReadAnyAsync() is var message && message is not """{"type":6}""")
            {
                return message;
            }
        }
    }

    /// <summary>The next message of the client, a ping too.</summary>
    public async Task<string?> ReadAnyAsync()
    {
        if (_read.TryDequeue(out var next))
        {
            return next;
        }

        using var bytes = new MemoryStream();
        var part = new byte[64 * 1024];
        while (true)
        {
            var got = await socket.ReceiveAsync(part.AsMemory(), CancellationToken.None).AsTask().Soon("a message of the client");
            if (got.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            bytes.Write(part, 0, got.Count);
            if (got.EndOfMessage)
            {
                break;
            }
        }

        foreach (var message in Encoding.UTF8.GetString(bytes.ToArray()).Split('\u001e', StringSplitOptions.RemoveEmptyEntries))
        {
            _read.Enqueue(message);
        }

        return _read.Dequeue();
    }

    /// <summary>Sends messages in one frame, each with its separator.</summary>
    public Task SendAsync(params string[] messages) => SendRawAsync(string.Concat(messages.Select(message => message + '\u001e')));

    /// <summary>Sends text as it is.</summary>
    public Task SendRawAsync(string text, bool end = true) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, end, CancellationToken.None);

    /// <summary>Says goodbye, reads the client's, and lets go.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure)
    {
        await socket.CloseAsync(status, null, CancellationToken.None).Soon("the client's half of the close");
        _over.TrySetResult();
    }

    /// <summary>Answers the client's goodbye.</summary>
    public async Task AnswerCloseAsync()
    {
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        _over.TrySetResult();
    }

    /// <summary>Lets go without a word.</summary>
    public void Cut()
    {
        if (!_over.Task.IsCompleted)
        {
            context.Abort();
            _over.TrySetResult();
        }
    }
}
