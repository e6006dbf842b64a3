using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.SignalR.Client.Tests;

/// <summary>Starting, stopping, losing and coming back, against a real hub.</summary>
public sealed class LifecycleTests : IAsyncLifetime
{
    private HubHost _host = null!;

    public async Task InitializeAsync() => _host = await HubHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Stop_Connected_ClosesWithoutAnErrorAndCanStartAgain()
    {
        await using var hub = await _host.ConnectedAsync();
        var events = new Recorder(hub);
        await hub.StopAsync().Soon();
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
        Assert.Null(hub.ConnectionId);
        Assert.Null(await events.Next("closed"));
        await hub.StopAsync().Soon();
        await hub.StartAsync().Soon();
        Assert.Equal(0, await hub.InvokeAsync<int>("A0").Soon());
        Assert.Equal(0, events.Waiting);
    }

    [Fact]
    public async Task Start_Twice_Throws()
    {
        await using var hub = await _host.ConnectedAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.StartAsync());
        Assert.Equal(HubConnectionState.Connected, hub.State);
    }

    [Fact]
    public async Task Start_Canceled_LeavesItDisconnected()
    {
        await using var hub = _host.Connect();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hub.StartAsync(new CancellationToken(true)).Soon());
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
        await hub.StartAsync().Soon();
    }

    [Fact]
    public async Task Stop_WithCallsThatWait_CancelsThem()
    {
        await using var hub = await _host.ConnectedAsync();
        var call = hub.InvokeAsync<bool>("Hang");
        var stream = await hub.StreamAsChannelAsync<int>("CountForEver").Soon();
        await hub.StopAsync().Soon();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream.ToEndAsync());
    }

    [Fact]
    public async Task Stop_FromAHandler_DoesNotWaitForIt()
    {
        await using var hub = _host.Connect();
        var events = new Recorder(hub);
        var stopped = new TaskCompletionSource();
        hub.On<int>("One", async a =>
        {
            await hub.StopAsync();
            stopped.SetResult();
        });
        await hub.StartAsync().Soon();
        await hub.SendAsync("CountTo", 1).Soon();
        await stopped.Task.Soon();
        Assert.Null(await events.Next("closed"));
    }

    [Fact]
    public async Task Cut_WithReconnect_ComesBackWithEventsInOrder()
    {
        await using var hub = await _host.ConnectedAsync(builder => builder.WithAutomaticReconnect());
        var events = new Recorder(hub);
        var first = hub.ConnectionId;
        var call = hub.InvokeAsync<bool>("Hang");
        await hub.SendAsync("Cut").Soon();
        var lost = await Assert.ThrowsAnyAsync<Exception>(() => call.Soon());
        Assert.Same(lost, await events.Next<Exception>("reconnecting"));
        var second = await events.Next<string>("reconnected");
        Assert.NotEqual(first, second);
        Assert.Equal(second, hub.ConnectionId);
        Assert.Equal(HubConnectionState.Connected, hub.State);
        Assert.Equal(second, await hub.InvokeAsync<string>("MyId").Soon());
        await hub.StopAsync().Soon();
        Assert.Null(await events.Next("closed"));
    }

    [Fact]
    public async Task Cut_WithoutReconnect_ClosesWithTheError()
    {
        await using var hub = await _host.ConnectedAsync();
        var events = new Recorder(hub);
        await hub.SendAsync("Cut").Soon();
        await events.Next<Exception>("closed");
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
    }

    [Fact]
    public async Task ServerStops_WithoutReconnect_ClosesWithTheError()
    {
        await using var hub = await _host.ConnectedAsync();
        var events = new Recorder(hub);
        await _host.StopAsync().Soon();
        await events.Next<Exception>("closed");
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
    }

    [Fact]
    public async Task ServerStops_AndComesBack_SoDoesTheClient()
    {
        var first = await HubHost.StartAsync();
        var port = new Uri(first.Url).Port;
        var clock = new WatchedClock();
        var wait = TimeSpan.FromHours(1);
        await using var hub = await first.ConnectedAsync(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.WithAutomaticReconnect([wait, wait, wait]);
        });
        var events = new Recorder(hub);
        await first.StopAsync().Soon();
        await first.DisposeAsync();
        await events.Next<Exception>("reconnecting");
        await clock.WaitOfAsync(wait);
        clock.Advance(wait);

        // The second wait says that the first attempt has failed.
        await clock.WaitOfAsync(wait);
        await using var second = await HubHost.StartAsync(port);
        clock.Advance(wait);
        await events.Next<string>("reconnected");
        Assert.Equal(0, await hub.InvokeAsync<int>("A0").Soon());
    }

    [Fact]
    public async Task ServerAborts_InOrder_DoesNotComeBack()
    {
        await using var hub = await _host.ConnectedAsync(builder => builder.WithAutomaticReconnect());
        var events = new Recorder(hub);
        await hub.SendAsync("Leave").Soon();
        Assert.Null(await events.Next("closed"));
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
    }

    [Fact]
    public async Task Closed_HandlerThatStartsAgain_Does()
    {
        await using var hub = await _host.ConnectedAsync();
        var again = new TaskCompletionSource();
        hub.Closed += async _ =>
        {
            await hub.StartAsync();
            again.TrySetResult();
        };
        await hub.SendAsync("Leave").Soon();
        await again.Task.Soon();
        Assert.Equal(0, await hub.InvokeAsync<int>("A0").Soon());
    }

    [Fact]
    public async Task Dispose_Connected_ClosesAndIsIdempotent()
    {
        var hub = await _host.ConnectedAsync();
        var events = new Recorder(hub);
        await hub.DisposeAsync();
        await hub.DisposeAsync();
        Assert.Null(await events.Next("closed"));
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
    }
}
