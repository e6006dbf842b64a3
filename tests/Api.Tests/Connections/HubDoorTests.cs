using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Connections;
using O2O.Dispatch.Api.Tests.Hubs.Harness;

namespace O2O.Dispatch.Api.Tests.Connections;

/// <summary>Hub connections: so many in all, of one user and of one address.</summary>
public sealed class HubDoorTests
{
    private const string Elsewhere = "203.0.113.9";

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("127.0.0.1", null)]
    [InlineData("::1", null)]
    [InlineData("10.1.2.3", null)]
    [InlineData("172.16.0.1", null)]
    [InlineData("172.32.0.1", "172.32.0.1")]
    [InlineData("192.168.3.4", null)]
    [InlineData("fd00::1", null)]
    [InlineData("fe80::1", null)]
    public void Address_IsCountedByWhomItIsOf(string address, string? counted) => Assert.Equal(counted, HubDoor.Counted(IPAddress.Parse(address))?.ToString());

    [Fact]
    public async Task Connections_OneTooMany_AreRefusedByNameUntilOneGoes()
    {
        await using var host = await LiveHost.Begin(null, ("HubLimits:Connections", "5"), ("HubLimits:ConnectionsPerUser", "2"), ("HubLimits:ConnectionsPerAddress", "3"));
        var user = host.NewId();
        var first = await host.AsCustomer(user);
        await using var second = await host.AsCustomer(user);
        Assert.Equal((429, "user_connections_exhausted", 30), await Refusal(host, $"access_token=customer:{user:N}"));

        // Of all hubs together, and by address whoever it is.
        Assert.Equal((429, "user_connections_exhausted", 30), await Refusal(host, $"access_token=ops:{user:N}", "ops"));
        var others = Enumerable.Range(0, 3).Select(_ => $"access_token=customer:{host.NewId():N}&from={Elsewhere}").ToList();
        await using var third = await WireClient.Connect(host.Address, "customer", others[0]);
        await using var fourth = await WireClient.Connect(host.Address, "customer", others[1]);
        var fifth = await WireClient.Connect(host.Address, "customer", others[2]);
        Assert.Equal((503, "connections_exhausted", 5), await Refusal(host, $"access_token=customer:{host.NewId():N}"));
        await fifth.DisposeAsync();
        var door = host.Services.GetRequiredService<HubDoor>();
        await host.Until(() => Task.FromResult(door.Open == 4), "the fifth to go");
        await using var again = await WireClient.Connect(host.Address, "customer", others[2]);
        await first.DisposeAsync();
        await host.Until(() => Task.FromResult(door.Open == 4), "the first to go");
        Assert.Equal((429, "address_connections_exhausted", 30), await Refusal(host, $"access_token=customer:{host.NewId():N}&from={Elsewhere}"));
        await using var home = await host.AsCustomer(user);

        // Who is in is served all the while.
        Assert.NotNull(await second.Invoke("Subscribe", $"customer/{user:N}", 0, 0));
        Assert.Equal(5, door.Open);
    }

    /// <summary>Status, slug and wait, as the negotiation tells them; the WebSocket is refused alike.</summary>
    private static async Task<(int Status, string Slug, int Seconds)> Refusal(LiveHost host, string query, string hub = "customer")
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://{host.Address.Authority}/hubs/{hub}?{query}"), default));
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(host.Address, $"/hubs/{hub}/negotiate?negotiateVersion=1&{query}"), null);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal((socket.HttpStatusCode, socket.HttpResponseHeaders!["Retry-After"].Single()), (answer.StatusCode, answer.Headers.GetValues("Retry-After").Single()));
        return ((int)answer.StatusCode, problem["slug"]!.GetValue<string>(), (int)answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
    }
}
