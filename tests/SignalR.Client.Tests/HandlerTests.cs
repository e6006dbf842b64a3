using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.SignalR.Client.Tests;

/// <summary>What the server says to the client, and asks of it.</summary>
public sealed class HandlerTests : IAsyncLifetime
{
    private readonly Channel<string> _seen = Channel.CreateUnbounded<string>();
    private HubHost _host = null!;

    public async Task InitializeAsync() => _host = await HubHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task On_StronglyTypedHub_EachKindOfHandlerIsCalled()
    {
        await using var hub = _host.Connect();
        hub.On("None", () => See("none"));
        hub.On("None", SeeAsync("none, async"));
        hub.On<int>("One", a => See($"one {a}"));
        hub.On<int>("One", a => SeeAsync($"one, async {a}")());
        hub.On<int, string>("Two", (a, b) => See($"two {a}{b}"));
        hub.On<int, int, int, int, int, int, int, int>("Eight", (a, b, c, d, e, f, g, h) => See($"eight {a}{b}{c}{d}{e}{f}{g}{h}"));
        hub.On<Trip>("Moved", trip => See($"moved {trip.Id} {trip.From.Longitude}"));
        await hub.StartAsync().Soon();
        await hub.InvokeAsync("SayAll").Soon();
        foreach (var expected in new[] { "none", "none, async", "one 1", "one, async 1", "two 1two", "eight 12345678", "moved t 1" })
        {
            Assert.Equal(expected, await _seen.Reader.ReadAsync().AsTask().Soon(expected));
        }
    }

    [Fact]
    public async Task On_EachNumberOfArguments_Binds()
    {
        await using var server = await RawServer.StartAsync();
        var (hub, socket) = await server.ConnectedAsync();
        hub.On("M0", () => See("0"));
        hub.On<int>("M1", a => See($"{a}"));
        hub.On<int, int>("M2", (a, b) => See($"{a}{b}"));
        hub.On<int, int, int>("M3", (a, b, c) => See($"{a}{b}{c}"));
        hub.On<int, int, int, int>("M4", (a, b, c, d) => See($"{a}{b}{c}{d}"));
        hub.On<int, int, int, int, int>("M5", (a, b, c, d, e) => See($"{a}{b}{c}{d}{e}"));
        hub.On<int, int, int, int, int, int>("M6", (a, b, c, d, e, f) => See($"{a}{b}{c}{d}{e}{f}"));
        hub.On<int, int, int, int, int, int, int>("M7", (a, b, c, d, e, f, g) => See($"{a}{b}{c}{d}{e}{f}{g}"));
        hub.On<int, int, int, int, int, int, int, int>("M8", (a, b, c, d, e, f, g, h) => See($"{a}{b}{c}{d}{e}{f}{g}{h}"));
        for (var n = 0; n <= 8; n++)
        {
            await socket.SendAsync($$"""{"type":1,"target":"M{{n}}","arguments":[{{string.Join(',', Enumerable.Range(1, n))}}]}""");
            Assert.Equal(n == 0 ? "0" : string.Concat(Enumerable.Range(1, n)), await _seen.Reader.ReadAsync().AsTask().Soon());
        }

        socket.Cut();
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task On_ResultForEachNumberOfArguments_IsSent()
    {
        await using var server = await RawServer.StartAsync();
        var (hub, socket) = await server.ConnectedAsync();
        hub.On("M0", () => 0);
        hub.On("M1", (int a) => Task.FromResult($"{a}"));
        hub.On("M2", (int a, int b) => $"{a}{b}");
        hub.On("M3", (int a, int b, int c) => Task.FromResult($"{a}{b}{c}"));
        hub.On("M4", (int a, int b, int c, int d) => $"{a}{b}{c}{d}");
        hub.On("M5", (int a, int b, int c, int d, int e) => $"{a}{b}{c}{d}{e}");
        hub.On("M6", (int a, int b, int c, int d, int e, int f) => $"{a}{b}{c}{d}{e}{f}");
        hub.On("M7", (int a, int b, int c, int d, int e, int f, int g) => $"{a}{b}{c}{d}{e}{f}{g}");
        hub.On("M8", (int a, int b, int c, int d, int e, int f, int g, int h) => Task.FromResult($"{a}{b}{c}{d}{e}{f}{g}{h}"));
        for (var n = 0; n <= 8; n++)
        {
            await socket.SendAsync($$"""{"type":1,"invocationId":"s{{n}}","target":"M{{n}}","arguments":[{{string.Join(',', Enumerable.Range(1, n))}}]}""");
            var result = n == 0 ? "0" : $"\"{string.Concat(Enumerable.Range(1, n))}\"";
            Assert.Equal($$"""{"type":3,"invocationId":"s{{n}}","result":{{result}}}""", await socket.ReadAsync());
        }

        socket.Cut();
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task On_OneThousandMessages_ComeInOrderAndOneAtATime()
    {
        await using var hub = _host.Connect();
        var running = 0;
        hub.On<int>("One", async a =>
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            See($"{a}");
        });
        await hub.StartAsync().Soon();
        await hub.InvokeAsync("CountTo", 1000).Soon();
        for (var i = 1; i <= 1000; i++)
        {
            Assert.Equal($"{i}", await _seen.Reader.ReadAsync().AsTask().Soon());
        }
    }

    [Fact]
    public async Task On_HandlerThatThrows_DoesNotStopTheNext()
    {
        await using var hub = _host.Connect();
        hub.On<int>("One", a => throw new InvalidOperationException());
        hub.On<int>("One", a => See($"{a}"));
        await hub.StartAsync().Soon();
        await hub.InvokeAsync("CountTo", 2).Soon();
        Assert.Equal("1", await _seen.Reader.ReadAsync().AsTask().Soon());
        Assert.Equal("2", await _seen.Reader.ReadAsync().AsTask().Soon());
    }

    [Fact]
    public async Task On_HandlerThatCallsItsHub_IsAnswered()
    {
        await using var hub = _host.Connect();
        hub.On<int>("One", async a => See($"{a} {await hub.InvokeAsync<int>("Slow", a + 1)}"));
        await hub.StartAsync().Soon();
        await hub.InvokeAsync("CountTo", 1).Soon();
        Assert.Equal("1 2", await _seen.Reader.ReadAsync().AsTask().Soon());
    }

    [Fact]
    public async Task On_DisposedOrRemoved_IsNotCalled()
    {
        await using var hub = _host.Connect();
        var first = hub.On<int>("One", a => See($"first {a}"));
        hub.On<int>("One", a => See($"second {a}"));
        hub.On("None", () => See("none"));
        first.Dispose();
        first.Dispose();
        hub.Remove("None");
        await hub.StartAsync().Soon();
        await hub.InvokeAsync("SayAll").Soon();
        await hub.InvokeAsync("CountTo", 1).Soon();
        Assert.Equal("second 1", await _seen.Reader.ReadAsync().AsTask().Soon());
        Assert.Equal("second 1", await _seen.Reader.ReadAsync().AsTask().Soon());
    }

    [Fact]
    public async Task Result_AskedByTheServer_IsGiven()
    {
        await using var hub = _host.Connect();
        hub.On("Ask", (int question) => Task.FromResult(question * 2));
        await hub.StartAsync().Soon();
        Assert.Equal(43, await hub.InvokeAsync<int>("AskMe", 21).Soon());
    }

    [Fact]
    public async Task Result_OfAHandlerThatThrows_IsAnError()
    {
        await using var hub = _host.Connect();
        hub.On("Ask", (int question) => question > 0 ? throw new InvalidOperationException("I do not know.") : question);
        await hub.StartAsync().Soon();
        Assert.Contains("I do not know.", await hub.InvokeAsync<string>("AskMeBadly").Soon());
    }

    [Fact]
    public async Task Result_WithoutAHandler_IsAnError()
    {
        await using var hub = await _host.ConnectedAsync();
        Assert.Contains("Client failed to parse argument(s).", await hub.InvokeAsync<string>("AskMeBadly").Soon());
        hub.On<int>("Ask", question => See("asked"));
        Assert.Contains("Client didn't provide a result.", await hub.InvokeAsync<string>("AskMeBadly").Soon());
        Assert.Equal("asked", await _seen.Reader.ReadAsync().AsTask().Soon());
    }

    [Fact]
    public async Task Result_OfAnotherType_IsAnErrorAtTheServer()
    {
        await using var hub = _host.Connect();
        hub.On("Ask", (string question) => question);
        await hub.StartAsync().Soon();
        Assert.Contains("parse argument", await hub.InvokeAsync<string>("AskMeBadly").Soon());
    }

    [Fact]
    public async Task Result_SecondHandler_IsRefused()
    {
        await using var hub = _host.Connect();
        var first = hub.On("Ask", (int a) => a);
        Assert.Throws<InvalidOperationException>(() => hub.On("Ask", (int a) => a));
        first.Dispose();
        hub.On("Ask", (int a) => a);
    }

    private void See(string what) => _seen.Writer.TryWrite(what);

    private Func<Task> SeeAsync(string what) => async () =>
    {
        await Task.Yield();
        See(what);
    };
}
