using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.SignalR.Client.Tests;

/// <summary>Calls, answers and streams against a real hub.</summary>
public sealed class HubCallTests : IAsyncLifetime
{
    private HubHost _host = null!;

    public async Task InitializeAsync() => _host = await HubHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Invoke_EachNumberOfArguments_GivesTheResult()
    {
        await using var hub = await _host.ConnectedAsync();
        Assert.Equal(0, await hub.InvokeAsync<int>("A0").Soon());
        Assert.Equal("1", await hub.InvokeAsync<string>("A1", 1).Soon());
        Assert.Equal("1b", await hub.InvokeAsync<string>("A2", 1, "b").Soon());
        Assert.Equal("123", await hub.InvokeAsync<string>("A3", 1, 2, 3).Soon());
        Assert.Equal("1234", await hub.InvokeAsync<string>("A4", 1, 2, 3, 4).Soon());
        Assert.Equal("12345", await hub.InvokeAsync<string>("A5", 1, 2, 3, 4, 5).Soon());
        Assert.Equal("123456", await hub.InvokeAsync<string>("A6", 1, 2, 3, 4, 5, 6).Soon());
        Assert.Equal("1234567", await hub.InvokeAsync<string>("A7", 1, 2, 3, 4, 5, 6, 7).Soon());
        Assert.Equal("12345678", await hub.InvokeAsync<string>("A8", 1, 2, 3, 4, 5, 6, 7, 8).Soon());
        Assert.Equal("123456789", await hub.InvokeAsync<string>("A9", 1, 2, 3, 4, 5, 6, 7, 8, 9).Soon());
        Assert.Equal("12345678910", await hub.InvokeAsync<string>("A10", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).Soon());
    }

    [Fact]
    public async Task Invoke_RecordAndNull_ComeBackAsTheyWere()
    {
        await using var hub = await _host.ConnectedAsync();
        var trip = new Trip("ü", new(-73.98, 40.75), new(0, 0), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), [long.MaxValue, 0]);
        var back = await hub.InvokeAsync<Trip>("Echo", trip).Soon();
        Assert.Equal(trip with { FareMinorUnits = back.FareMinorUnits }, back);
        Assert.Equal(trip.FareMinorUnits, back.FareMinorUnits);
        Assert.Null(await hub.InvokeAsync<Trip?>("Echo", (object?)null).Soon());
    }

    [Fact]
    public async Task AddJsonProtocol_Options_AreThoseOfTheWire()
    {
        await using var hub = await _host.ConnectedAsync(builder => builder.AddJsonProtocol(
            options => options.PayloadSerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter())));
        Assert.Equal("Friday", await hub.InvokeAsync<string>("EchoText", DayOfWeek.Friday).Soon());
    }

    [Fact]
    public async Task Invoke_HubException_CarriesTheMessage()
    {
        await using var hub = await _host.ConnectedAsync();
        Assert.Contains("The job is over.", (await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("Refuse").Soon())).Message);
    }

    [Fact]
    public async Task Invoke_OtherException_CarriesNoDetail()
    {
        await using var hub = await _host.ConnectedAsync();
        var error = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("Crash").Soon());
        Assert.DoesNotContain("secret", error.Message);
        Assert.Equal(HubConnectionState.Connected, hub.State);
    }

    [Fact]
    public async Task Invoke_UnknownMethod_Throws()
    {
        await using var hub = await _host.ConnectedAsync();
        Assert.Contains("Method does not exist", (await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("NoSuch").Soon())).Message);
    }

    [Fact]
    public async Task Invoke_ResultOfAnotherType_ThrowsForThisCallAlone()
    {
        await using var hub = await _host.ConnectedAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => hub.InvokeAsync<int>("EchoText", "no number").Soon());
        Assert.Equal("x", await hub.InvokeAsync<string>("EchoText", "x").Soon());
    }

    [Fact]
    public async Task Invoke_Canceled_EndsTheWait()
    {
        await using var hub = await _host.ConnectedAsync();
        using var stop = new CancellationTokenSource();
        var call = hub.InvokeAsync<bool>("Hang", stop.Token);
        Assert.Equal(1, await hub.InvokeAsync<int>("Slow", 1).Soon());
        Assert.False(call.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        _host.Log.Never.TrySetResult(true);
        Assert.Equal(2, await hub.InvokeAsync<int>("Slow", 2).Soon());
    }

    [Fact]
    public async Task Invoke_OneHundredAtATime_EachGetsItsOwnResult()
    {
        await using var hub = await _host.ConnectedAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => hub.InvokeAsync<int>("Slow", i)))).Soon();
        Assert.Equal(Enumerable.Range(0, 100), results);
    }

    [Fact]
    public async Task Send_Many_ArriveInOrder()
    {
        await using var host = await HubHost.StartAsync();
        await using var hub = await host.ConnectedAsync();
        var sends = Enumerable.Range(0, 200).Select(i => hub.SendAsync("Note", $"{i}")).ToList();
        await Task.WhenAll(sends).Soon();
        await hub.SendAsync("Note", "last").Soon();
        await host.Log.Noted.Task.Soon();

        // The host runs up to 16 calls of a client at a time, so the order it notes them in is checked as a set; the wire's order is checked in RawTests.
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}").Append("last").Order(), host.Log.Notes.Order());
    }

    [Fact]
    public async Task Invoke_Megabyte_ComesBackWhole()
    {
        await using var hub = await _host.ConnectedAsync();
        var text = string.Concat(Enumerable.Range(0, 1 << 17).Select(i => $"{i % 100_000_000:d8}"));
        Assert.Equal(1 << 20, text.Length);
        Assert.Equal(text, await hub.InvokeAsync<string>("EchoText", text).Soon());
        Assert.Equal("small", await hub.InvokeAsync<string>("EchoText", "small").Soon());
        Assert.Equal(text, await hub.InvokeAsync<string>("EchoText", text).Soon());
    }

    [Fact]
    public async Task Stream_ToItsEnd_GivesEveryItem()
    {
        await using var hub = await _host.ConnectedAsync();
        var items = new List<int>();
        await foreach (var item in hub.StreamAsync<int>("Count", 1000))
        {
            items.Add(item);
        }

        Assert.Equal(Enumerable.Range(1, 1000), items);
    }

    [Fact]
    public async Task StreamAsChannel_ToItsEnd_GivesEveryItem()
    {
        await using var hub = await _host.ConnectedAsync();
        var reader = await hub.StreamAsChannelAsync<int>("Count", 10).Soon();
        Assert.Equal(Enumerable.Range(1, 10), await reader.ToEndAsync());
        await reader.Completion.Soon();
    }

    [Fact]
    public async Task Stream_ThatFails_GivesWhatCameAndThrows()
    {
        await using var hub = await _host.ConnectedAsync();
        var items = new List<int>();
        var error = await Assert.ThrowsAsync<HubException>(async () =>
        {
            await foreach (var item in hub.StreamAsync<int>("CountAndFail"))
            {
                items.Add(item);
            }
        });
        Assert.Equal([1], items);
        Assert.Contains("No further.", error.Message);
    }

    [Fact]
    public async Task Stream_Canceled_EndsOnBothSides()
    {
        await using var hub = await _host.ConnectedAsync();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in hub.StreamAsync<int>("CountForEver", stop.Token))
            {
                if (item == 5)
                {
                    await stop.CancelAsync();
                }
            }
        });
        await _host.Log.StreamCanceled.Task.Soon();
    }

    [Fact]
    public async Task Stream_LeftEarly_EndsOnTheServer()
    {
        await using var hub = await _host.ConnectedAsync();
        await foreach (var item in hub.StreamAsync<int>("CountForEver"))
        {
            if (item == 5)
            {
                break;
            }
        }

        await _host.Log.StreamCanceled.Task.Soon();
    }

    [Fact]
    public async Task StreamAsChannel_Canceled_EndsOnBothSides()
    {
        await using var hub = await _host.ConnectedAsync();
        using var stop = new CancellationTokenSource();
        var reader = await hub.StreamAsChannelAsync<int>("CountForEver", stop.Token).Soon();
        Assert.Equal(0, await reader.ReadAsync().AsTask().Soon());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.ToEndAsync());
        await _host.Log.StreamCanceled.Task.Soon();
    }

    [Fact]
    public async Task Invoke_StreamAsArgument_IsRefused()
    {
        await using var hub = await _host.ConnectedAsync();
        await Assert.ThrowsAsync<NotSupportedException>(() => hub.InvokeAsync("Note", System.Threading.Channels.Channel.CreateUnbounded<int>().Reader));
    }

    [Fact]
    public async Task Calls_WhenNotStarted_Throw()
    {
        var hub = _host.Connect();
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.InvokeAsync("A0"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.SendAsync("A0"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.StreamAsChannelAsync<int>("Count", 1));
        await hub.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => hub.InvokeAsync("A0"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => hub.StartAsync());
    }

    [Fact]
    public async Task Token_OfTheProvider_IsSent()
    {
        var asked = 0;
        await using var hub = await _host.ConnectedAsync(builder => builder.WithUrl(_host.Url + "/hub?market=nyc", options =>
        {
            options.AccessTokenProvider = () => Task.FromResult<string?>($"token{++asked}");
            options.Headers["X-Client"] = "test";
        }));
        Assert.Equal("Bearer token2", await hub.InvokeAsync<string>("Header", "Authorization").Soon());
        Assert.Equal("test", await hub.InvokeAsync<string>("Header", "X-Client").Soon());
        Assert.Equal("nyc", await hub.InvokeAsync<string>("Query", "market").Soon());
    }

    [Fact]
    public async Task Start_Negotiated_HasTheServersId()
    {
        await using var hub = await _host.ConnectedAsync();
        Assert.Equal(await hub.InvokeAsync<string>("MyId").Soon(), hub.ConnectionId);
    }

    [Fact]
    public async Task Start_WithoutNegotiation_HasNoId()
    {
        var configured = 0;
        await using var hub = await _host.ConnectedAsync(builder => builder.WithUrl(_host.Url + "/hub", HttpTransportType.WebSockets, options =>
        {
            options.SkipNegotiation = true;
            options.WebSocketConfiguration = socket => configured++;
        }));
        Assert.Null(hub.ConnectionId);
        Assert.Equal(1, configured);
        Assert.Equal(0, await hub.InvokeAsync<int>("A0").Soon());
    }

    [Fact]
    public async Task Start_Unauthorized_SaysSo()
    {
        await using var hub = _host.Connect(builder => builder.WithUrl(_host.Url + "/closed"));
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => hub.StartAsync().Soon());
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, error.StatusCode);
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
    }

    [Fact]
    public async Task Start_UnauthorizedWithoutNegotiation_Throws()
    {
        await using var hub = _host.Connect(builder => builder.WithUrl(_host.Url + "/closed", HttpTransportType.WebSockets, options => options.SkipNegotiation = true));
        var error = await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => hub.StartAsync().Soon());
        Assert.Contains("401", error.Message);
    }

    [Fact]
    public async Task Start_NoCommonTransport_Throws()
    {
        await using var polling = _host.Connect(builder => builder.WithUrl(_host.Url + "/polling"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => polling.StartAsync().Soon());
        await using var events = _host.Connect(builder => builder.WithUrl(_host.Url + "/hub", HttpTransportType.ServerSentEvents));
        await Assert.ThrowsAsync<InvalidOperationException>(() => events.StartAsync().Soon());
        await using var skipping = _host.Connect(builder => builder.WithUrl(_host.Url + "/hub", options => options.SkipNegotiation = true));
        await Assert.ThrowsAsync<InvalidOperationException>(() => skipping.StartAsync().Soon());
    }

    [Fact]
    public void Build_TwiceOrWithoutUrl_Throws()
    {
        Assert.Throws<InvalidOperationException>(() => new HubConnectionBuilder().Build());
        var builder = new HubConnectionBuilder().WithUrl(new Uri("http://127.0.0.1/hub"));
        builder.Build();
        Assert.Throws<InvalidOperationException>(() => builder.Build());
    }

    [Fact]
    public async Task Times_Set_AreKeptAndChecked()
    {
        await using var hub = _host.Connect(builder => builder.WithServerTimeout(TimeSpan.FromSeconds(7)).WithKeepAliveInterval(TimeSpan.FromSeconds(3)));
        Assert.Equal((TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(3), HubConnection.DefaultHandshakeTimeout), (hub.ServerTimeout, hub.KeepAliveInterval, hub.HandshakeTimeout));
        Assert.Throws<ArgumentOutOfRangeException>(() => hub.ServerTimeout = TimeSpan.Zero);
    }
}
