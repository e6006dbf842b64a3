using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.SignalR.Client.Tests;

/// <summary>What a well-behaved hub never does, or only after a long time: a server by hand and a clock by hand.</summary>
public sealed class RawTests : IAsyncLifetime
{
    private static readonly TimeSpan KeepAlive = HubConnection.DefaultKeepAliveInterval;
    private static readonly TimeSpan ServerTimeout = HubConnection.DefaultServerTimeout;

    private RawServer _server = null!;

    public async Task InitializeAsync() => _server = await RawServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Negotiation_OfVersionOne_ShowsTheIdAndConnectsWithTheToken()
    {
        string? asked = null;
        var answer = _server.Negotiate;
        _server.Negotiate = request =>
        {
            asked = $"{request.Method} {request.Path}{request.QueryString}";
            return answer(request);
        };
        var (hub, socket) = await _server.ConnectedAsync(builder => builder.WithUrl(_server.Url + "/raw/?a=b"));
        Assert.Equal("POST /raw/negotiate?a=b&negotiateVersion=1", asked);
        Assert.Equal("shown", hub.ConnectionId);
        Assert.Equal("?a=b&id=secret", socket.Request.QueryString.Value);
        await EndAsync(hub, socket);
    }

    [Fact]
    public async Task Negotiation_OfVersionZero_ConnectsWithTheId()
    {
        _server.Negotiate = _ => """{"connectionId":"only","availableTransports":[{"transport":"WebSockets","transferFormats":["Text"]}]}""";
        var (hub, socket) = await _server.ConnectedAsync();
        Assert.Equal("?id=only", socket.Request.QueryString.Value);
        await EndAsync(hub, socket);
    }

    [Fact]
    public async Task Negotiation_ThatSendsOn_IsFollowedWithItsToken()
    {
        var seen = new List<string>();
        var answer = _server.Negotiate;
        _server.Negotiate = request =>
        {
            seen.Add($"{request.Path} {request.Headers.Authorization}");
            return request.Path == "/raw/negotiate" ? $$"""{"url":"{{_server.Url}}/other?x=1","accessToken":"theirs"}""" : answer(request);
        };
        var (hub, socket) = await _server.ConnectedAsync(builder => builder.WithUrl(
            _server.Url + "/raw", options => options.AccessTokenProvider = () => Task.FromResult<string?>("mine")));
        Assert.Equal(["/raw/negotiate Bearer mine", "/other/negotiate Bearer theirs"], seen);
        Assert.Equal("/other?x=1&id=secret", socket.Request.Path + socket.Request.QueryString);
        Assert.Equal("Bearer theirs", socket.Request.Headers.Authorization);
        await EndAsync(hub, socket);
    }

    [Fact]
    public async Task Negotiation_InACircle_EndsWithAnError()
    {
        var asked = 0;
        _server.Negotiate = _ =>
        {
            asked++;
            return $$"""{"url":"{{_server.Url}}/raw"}""";
        };
        await using var hub = _server.Connect();
        Assert.Contains("redirection limit", (await Assert.ThrowsAsync<InvalidOperationException>(() => hub.StartAsync().Soon())).Message);
        Assert.Equal(101, asked);
    }

    [Theory]
    [InlineData("""{"error":"The shop is closed."}""", "The shop is closed.")]
    [InlineData("<html>", "Invalid negotiation response")]
    [InlineData("""{"negotiateVersion":1,"connectionId":"a","connectionToken":"b","availableTransports":[{"transport":"LongPolling","transferFormats":["Text"]}]}""", "WebSockets")]
    public async Task Negotiation_ThatRefuses_SaysWhy(string answer, string reason)
    {
        _server.Negotiate = _ => answer;
        await using var hub = _server.Connect();
        var error = await Assert.ThrowsAnyAsync<Exception>(() => hub.StartAsync().Soon());
        Assert.Contains(reason, error.Message);
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
    }

    [Fact]
    public async Task Handshake_Refused_ThrowsTheReason()
    {
        await using var hub = _server.Connect();
        var started = hub.StartAsync();
        var socket = await _server.NextAsync();
        await socket.SendAsync("""{"error":"No such protocol."}""");
        Assert.Contains("No such protocol.", (await Assert.ThrowsAsync<HubException>(() => started.Soon())).Message);
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
        socket.Cut();
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("""{"type":6}""")]
    public async Task Handshake_Garbage_Throws(string answer)
    {
        await using var hub = _server.Connect();
        var started = hub.StartAsync();
        var socket = await _server.NextAsync();
        await socket.SendAsync(answer);
        await Assert.ThrowsAnyAsync<Exception>(() => started.Soon());
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
        socket.Cut();
    }

    [Fact]
    public async Task Handshake_ServerCloses_Throws()
    {
        await using var hub = _server.Connect();
        var started = hub.StartAsync();
        var socket = await _server.NextAsync();
        await socket.ReadAsync();
        var closing = socket.CloseAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => started.Soon());
        await Record.ExceptionAsync(() => closing);
        socket.Cut();
    }

    [Fact]
    public async Task Handshake_NoAnswerInTime_Throws()
    {
        await using var hub = _server.Connect();
        var started = hub.StartAsync();
        var socket = await _server.NextAsync();
        await socket.ReadAsync();
        _server.Clock.Advance(HubConnection.DefaultHandshakeTimeout - TimeSpan.FromTicks(1));
        Assert.Equal(HubConnectionState.Connecting, hub.State);
        _server.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Contains("15 s", (await Assert.ThrowsAsync<OperationCanceledException>(() => started.Soon())).Message);
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
        socket.Cut();
    }

    [Fact]
    public async Task Stop_WhileStarting_EndsTheStart()
    {
        await using var hub = _server.Connect();
        var started = hub.StartAsync();
        var socket = await _server.NextAsync();
        await hub.StopAsync().Soon();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => started.Soon());
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
        socket.Cut();
    }

    [Fact]
    public async Task Messages_InOneFrameWithTheHandshake_AreAllRead()
    {
        var seen = new List<int>();
        await using var hub = _server.Connect();
        hub.On<int>("N", seen.Add);
        var started = hub.StartAsync();
        var socket = await _server.NextAsync();
        await socket.ReadAsync();
        await socket.SendAsync("{}", N(1), N(2));
        await started.Soon();

        // The last message is over two WebSocket messages and four frames.
        var last = N(3) + '\u001e';
        await socket.SendRawAsync(last[..5], end: false);
        await socket.SendRawAsync(last[5..9], end: true);
        await socket.SendRawAsync(last[9..20], end: false);
        await socket.SendRawAsync(last[20..] + """{"type":1,"invocationId":"q","target":"Q","arguments":[]}""" + '\u001e', end: true);
        Assert.Contains("\"invocationId\":\"q\"", await socket.ReadAsync());
        Assert.Equal([1, 2, 3], seen);
        await EndAsync(hub, socket);

        static string N(int n) => $$"""{"type":1,"target":"N","arguments":[{{n}}]}""";
    }

    [Fact]
    public async Task Sends_OfOneCaller_GoOutInOrder()
    {
        var (hub, socket) = await _server.ConnectedAsync();
        var sends = Enumerable.Range(0, 500).Select(i => hub.SendAsync("N", i)).ToList();
        for (var i = 0; i < 500; i++)
        {
            Assert.Equal($$"""{"type":1,"target":"N","arguments":[{{i}}]}""", await socket.ReadAsync());
        }

        await Task.WhenAll(sends).Soon();
        await EndAsync(hub, socket);
    }

    [Fact]
    public async Task Completions_OutOfOrderOrUnknown_ReachTheirCalls()
    {
        var (hub, socket) = await _server.ConnectedAsync();
        var first = hub.InvokeAsync<int>("A");
        var second = hub.InvokeAsync<int>("B");
        Assert.Equal("""{"type":1,"invocationId":"1","target":"A","arguments":[]}""", await socket.ReadAsync());
        Assert.Equal("""{"type":1,"invocationId":"2","target":"B","arguments":[]}""", await socket.ReadAsync());
        await socket.SendAsync("""{"type":3,"invocationId":"77","result":0}""", """{"type":3,"invocationId":"2","result":22}""", """{"type":3,"invocationId":"1","error":"no"}""");
        Assert.Equal(22, await second.Soon());
        Assert.Equal("no", (await Assert.ThrowsAsync<HubException>(() => first.Soon())).Message);
        await EndAsync(hub, socket);
    }

    [Fact]
    public async Task Stream_ItemThatCannotBeRead_EndsTheStreamAndTellsTheServer()
    {
        var (hub, socket) = await _server.ConnectedAsync();
        var reader = await hub.StreamAsChannelAsync<int>("S").Soon();
        Assert.Equal("""{"type":4,"invocationId":"1","target":"S","arguments":[]}""", await socket.ReadAsync());
        await socket.SendAsync("""{"type":2,"invocationId":"1","item":1}""", """{"type":2,"invocationId":"1","item":"x"}""", """{"type":2,"invocationId":"1","item":3}""");
        await Assert.ThrowsAnyAsync<Exception>(() => reader.ToEndAsync());
        Assert.Equal("""{"type":5,"invocationId":"1"}""", await socket.ReadAsync());
        await EndAsync(hub, socket);
    }

    [Fact]
    public async Task Garbage_FromTheServer_ClosesWithTheError()
    {
        var (hub, socket) = await _server.ConnectedAsync();
        var events = new Recorder(hub);
        var call = hub.InvokeAsync<int>("A");
        await socket.ReadAsync();
        await socket.SendAsync("this is no JSON");
        var error = await events.Next<InvalidDataException>("closed");
        Assert.Same(error, await Assert.ThrowsAsync<InvalidDataException>(() => call.Soon()));
        Assert.Null(await socket.ReadAsync());
        socket.Cut();
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task UnknownMessageType_IsPassedOver()
    {
        var (hub, socket) = await _server.ConnectedAsync();
        var call = hub.InvokeAsync<int>("A");
        await socket.ReadAsync();
        await socket.SendAsync("""{"type":99,"a":[1,{"type":1}]}""", """{"type":3,"invocationId":"1","result":1}""");
        Assert.Equal(1, await call.Soon());
        await EndAsync(hub, socket);
    }

    [Fact]
    public async Task Silence_OfTheClient_IsBrokenByPings()
    {
        var (hub, socket) = await _server.ConnectedAsync();
        Assert.Equal("""{"type":6}""", await socket.ReadAnyAsync());
        await hub.InvokeOnceAsync(socket);
        _server.Clock.Advance(KeepAlive);
        Assert.Equal("""{"type":6}""", await socket.ReadAnyAsync());
        await hub.SendAsync("N").Soon();
        Assert.Contains("N", await socket.ReadAnyAsync());
        await EndAsync(hub, socket);
    }

    [Fact]
    public async Task Silence_OfTheServer_LosesTheConnection()
    {
        var (hub, socket) = await _server.ConnectedAsync();
        var events = new Recorder(hub);
        var call = hub.InvokeAsync<int>("A");
        await socket.ReadAsync();
        await _server.Clock.WaitOfAsync(ServerTimeout);
        _server.Clock.Advance(ServerTimeout - TimeSpan.FromTicks(1));
        Assert.Equal(HubConnectionState.Connected, hub.State);
        _server.Clock.Advance(TimeSpan.FromTicks(1));
        var error = await events.Next<TimeoutException>("closed");
        Assert.Equal("Server timeout (30000.00ms) elapsed without receiving a message from the server.", error.Message);
        Assert.Same(error, await Assert.ThrowsAsync<TimeoutException>(() => call.Soon()));
        socket.Cut();
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task Ping_OfTheServer_CountsAsALifeSign()
    {
        var (hub, socket) = await _server.ConnectedAsync();
        var events = new Recorder(hub);
        await _server.Clock.WaitOfAsync(ServerTimeout);
        _server.Clock.Advance(ServerTimeout - TimeSpan.FromSeconds(1));
        var call = hub.InvokeAsync<int>("A");
        Assert.Equal("""{"type":1,"invocationId":"1","target":"A","arguments":[]}""", await socket.ReadAsync());

        // The completion is read after the ping, so when it is there the ping has been seen.
        await socket.SendAsync("""{"type":6}""");
        await socket.SendAsync("""{"type":3,"invocationId":"1","result":1}""");
        await call.Soon();
        _server.Clock.Advance(ServerTimeout - TimeSpan.FromSeconds(1));
        Assert.Equal(HubConnectionState.Connected, hub.State);
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        await events.Next<TimeoutException>("closed");
        socket.Cut();
        await hub.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"type":7,"error":"Out of order.","allowReconnect":true}""", "reconnecting")]
    [InlineData("""{"type":7,"error":"Out of order."}""", "closed")]
    public async Task CloseMessage_WithAnError_SaysWhetherToComeBack(string close, string expected)
    {
        var (hub, socket) = await _server.ConnectedAsync(builder => builder.WithAutomaticReconnect([TimeSpan.FromDays(1)]));
        var events = new Recorder(hub);
        await socket.SendAsync(close);
        Assert.Contains("Out of order.", (await events.Next<HubException>(expected)).Message);
        Assert.Null(await socket.ReadAsync());
        socket.Cut();
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task WebSocketClose_WithoutAMessage_ComesBack()
    {
        var (hub, socket) = await _server.ConnectedAsync(builder => builder.WithAutomaticReconnect());
        var events = new Recorder(hub);
        await socket.CloseAsync();
        Assert.Null(await events.Next("reconnecting"));
        var second = await _server.AcceptAsync();
        Assert.Equal("shown", await events.Next<string>("reconnected"));
        await second.CloseAsync(WebSocketCloseStatus.InternalServerError);
        Assert.Contains("InternalServerError", (await events.Next<InvalidOperationException>("reconnecting")).Message);
        var third = await _server.AcceptAsync();
        await events.Next<string>("reconnected");
        await EndAsync(hub, third);
    }

    [Fact]
    public async Task Reconnect_ByDefault_TriesAfter0And2And10And30SecondsAndThenCloses()
    {
        var (hub, socket) = await _server.ConnectedAsync(builder => builder.WithAutomaticReconnect());
        var events = new Recorder(hub);
        var asked = 0;
        _server.Negotiate = _ =>
        {
            Interlocked.Increment(ref asked);
            return null;
        };
        socket.Cut();
        var lost = await events.Next<Exception>("reconnecting");
        foreach (var (wait, attempts) in new[] { (2, 1), (10, 2), (30, 3) })
        {
            await _server.Clock.WaitOfAsync(TimeSpan.FromSeconds(wait));
            Assert.Equal(attempts, asked);
            Assert.Equal(HubConnectionState.Reconnecting, hub.State);
            await Assert.ThrowsAsync<InvalidOperationException>(() => hub.InvokeAsync("A"));
            _server.Clock.Advance(TimeSpan.FromSeconds(wait));
        }

        var end = await events.Next<OperationCanceledException>("closed");
        Assert.Equal(4, asked);
        Assert.Contains("4 failed attempts and 00:00:42", end.Message);
        Assert.Same(lost, end.InnerException);
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task Reconnect_OwnPolicy_IsToldHowOftenHowLongAndWhy()
    {
        var told = new List<(long Count, TimeSpan Elapsed, Exception? Why)>();
        var (hub, socket) = await _server.ConnectedAsync(builder => builder.WithAutomaticReconnect(new Policy(context =>
        {
            told.Add((context.PreviousRetryCount, context.ElapsedTime, context.RetryReason));
            return told.Count < 3 ? TimeSpan.FromSeconds(told.Count) : null;
        })));
        var events = new Recorder(hub);
        _server.Negotiate = _ => null;
        socket.Cut();
        var lost = await events.Next<Exception>("reconnecting");
        await _server.Clock.WaitOfAsync(TimeSpan.FromSeconds(1));
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        await _server.Clock.WaitOfAsync(TimeSpan.FromSeconds(2));
        _server.Clock.Advance(TimeSpan.FromSeconds(2));
        await events.Next<OperationCanceledException>("closed");
        Assert.Equal([(0, TimeSpan.Zero), (1, TimeSpan.FromSeconds(1)), (2, TimeSpan.FromSeconds(3))], told.Select(each => (each.Count, each.Elapsed)));
        Assert.Same(lost, told[0].Why);
        Assert.All(told[1..], each => Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, Assert.IsType<HttpRequestException>(each.Why).StatusCode));
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task Reconnect_PolicyThatThrows_Closes()
    {
        var (hub, socket) = await _server.ConnectedAsync(builder => builder.WithAutomaticReconnect(new Policy(_ => throw new InvalidOperationException())));
        var events = new Recorder(hub);
        socket.Cut();
        await events.Next<Exception>("closed");
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task Stop_WhileReconnecting_EndsTheAttempts()
    {
        var (hub, socket) = await _server.ConnectedAsync(builder => builder.WithAutomaticReconnect([TimeSpan.FromHours(1)]));
        var events = new Recorder(hub);
        socket.Cut();
        await events.Next<Exception>("reconnecting");
        await _server.Clock.WaitOfAsync(TimeSpan.FromHours(1));
        await hub.StopAsync().Soon();
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
        await events.Next<OperationCanceledException>("closed");
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task Reconnected_WithoutNegotiation_HasNoId()
    {
        var (hub, socket) = await _server.ConnectedAsync(builder => builder
            .WithUrl(_server.Url + "/raw", HttpTransportType.WebSockets, options => options.SkipNegotiation = true)
            .WithAutomaticReconnect());
        var events = new Recorder(hub);
        socket.Cut();
        await events.Next<Exception>("reconnecting");
        var second = await _server.AcceptAsync();
        Assert.Null(await events.Next("reconnected"));
        await EndAsync(hub, second);
    }

    [Fact]
    public async Task Handlers_OverAReconnect_SeeMessagesInOrder()
    {
        var gate = new TaskCompletionSource();
        var seen = System.Threading.Channels.Channel.CreateUnbounded<int>();
        var (hub, socket) = await _server.ConnectedAsync(builder => builder.WithAutomaticReconnect());
        var events = new Recorder(hub);
        hub.On<int>("N", async n =>
        {
            await gate.Task;
            seen.Writer.TryWrite(n);
        });
        await socket.SendAsync("""{"type":1,"target":"N","arguments":[1]}""", """{"type":1,"target":"N","arguments":[2]}""");
        await socket.CloseAsync();
        await events.Next("reconnecting");
        var second = await _server.AcceptAsync();
        await events.Next("reconnected");
        await second.SendAsync("""{"type":1,"target":"N","arguments":[3]}""");
        gate.SetResult();
        for (var n = 1; n <= 3; n++)
        {
            Assert.Equal(n, await seen.Reader.ReadAsync().AsTask().Soon());
        }

        await EndAsync(hub, second);
    }

    [Fact]
    public async Task Stop_ServerThatDoesNotAnswer_IsCutAfterTheCloseTimeout()
    {
        var (hub, socket) = await _server.ConnectedAsync();
        await hub.InvokeOnceAsync(socket);
        var stopping = hub.StopAsync();
        Assert.Null(await socket.ReadAsync());
        Assert.False(stopping.IsCompleted);
        _server.Clock.Advance(TimeSpan.FromSeconds(5));
        await stopping.Soon();
        socket.Cut();
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task WebSocketFactory_Given_MakesTheSocket()
    {
        Uri? asked = null;
        var (hub, socket) = await _server.ConnectedAsync(builder => builder.WithUrl(_server.Url + "/raw", options => options.WebSocketFactory = async (context, stop) =>
        {
            asked = context.Uri;
            var made = new ClientWebSocket();
            await made.ConnectAsync(context.Uri, stop);
            return made;
        }));
        Assert.Equal("ws", asked!.Scheme);
        await EndAsync(hub, socket);
    }

    private static async Task EndAsync(HubConnection hub, RawSocket socket)
    {
        var disposing = hub.DisposeAsync().AsTask();
        while (await socket.ReadAsync() is not null)
        {
        }

        await socket.AnswerCloseAsync();
        await disposing.Soon();
    }

    private sealed class Policy(Func<RetryContext, TimeSpan?> next) : IRetryPolicy
    {
        public TimeSpan? NextRetryDelay(RetryContext retryContext) => next(retryContext);
    }
}

internal static class RawCalls
{
    /// <summary>One call there and back, after which the session runs on both sides.</summary>
    public static async Task InvokeOnceAsync(this HubConnection hub, RawSocket socket)
    {
        var call = hub.InvokeAsync<int>("Once");
        Assert.Contains("Once", await socket.ReadAsync());
        await socket.SendAsync("""{"type":3,"invocationId":"1","result":1}""");
        await call.Soon();
    }
}
