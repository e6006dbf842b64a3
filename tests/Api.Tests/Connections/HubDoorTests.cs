using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Connections;
using O2O.Dispatch.Api.Live;
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
    [InlineData("100.64.0.1", null)]
    [InlineData("100.128.0.1", "100.128.0.1")]
    [InlineData("169.254.1.1", null)]
    [InlineData("fd00::1", null)]
    [InlineData("fe80::1", null)]
    public void Address_IsCountedByWhomItIsOf(string address, string? counted) => Assert.Equal(counted, PrivateNetworks.Counted(IPAddress.Parse(address))?.ToString());

    [Fact]
    public async Task Connections_OneTooMany_AreRefusedByNameUntilOneGoes()
    {
        await using var host = await LiveHost.Begin(null, ("HubLimits:Connections", "5"), ("HubLimits:ConnectionsPerUser", "2"), ("HubLimits:ConnectionsPerAddress", "3"));
        var user = host.NewId();
        var first = await host.AsCustomer(user);
        await using var second = await host.AsCustomer(user);
        Assert.Equal((429, "user_connections_exhausted", 30), await Refusal(host, $"access_token=customer:{user:N}"));

        // Of all hubs together; share links, whose viewers nobody knows, by address.
        Assert.Equal((429, "user_connections_exhausted", 30), await Refusal(host, $"access_token=ops:{user:N}", "ops"));
        var link = $"token={host.Services.GetRequiredService<ShareTokens>().Sign(host.NewId(), host.Clock.GetUtcNow().AddHours(1))}&from={Elsewhere}";
        await using var third = await WireClient.Connect(host.Address, "share", link);
        await using var fourth = await WireClient.Connect(host.Address, "share", link);
        var fifth = await WireClient.Connect(host.Address, "share", link);
        Assert.Equal((503, "connections_exhausted", 5), await Refusal(host, $"access_token=customer:{host.NewId():N}"));
        await fifth.DisposeAsync();
        var door = host.Services.GetRequiredService<HubDoor>();
        await host.Until(() => Task.FromResult(door.Open == 4), "the fifth to go");
        await using var again = await WireClient.Connect(host.Address, "share", link);
        await first.DisposeAsync();
        await host.Until(() => Task.FromResult(door.Open == 4), "the first to go");
        Assert.Equal((429, "address_connections_exhausted", 30), await Refusal(host, link, "share"));
        await using var known = await WireClient.Connect(host.Address, "customer", $"access_token=customer:{user:N}&from={Elsewhere}");

        // Who is in is served all the while.
        Assert.NotNull(await second.Invoke("Subscribe", $"customer/{user:N}", 0, 0));
        Assert.Equal(5, door.Open);
    }

    /// <summary>Between two polls another connection may have taken its place: it is in all the same.</summary>
    [Fact]
    public async Task Polls_OfAConnectionThatIsIn_AreNeverRefusedAndCounted()
    {
        await using var host = await LiveHost.Begin(null, ("HubLimits:ConnectionsPerUser", "1"));
        var user = host.NewId();
        var query = $"access_token=customer:{user:N}";
        using var http = new HttpClient { BaseAddress = host.Address };
        using var negotiated = await http.PostAsync(new Uri($"/hubs/customer/negotiate?negotiateVersion=1&{query}", UriKind.Relative), null);
        var id = JsonNode.Parse(await negotiated.Content.ReadAsStringAsync())!["connectionToken"]!.GetValue<string>();
        var path = new Uri($"/hubs/customer?id={Uri.EscapeDataString(id)}&{query}", UriKind.Relative);
        using (var begun = await http.GetAsync(path))
        {
            Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
        }

        var door = host.Services.GetRequiredService<HubDoor>();
        await host.Until(() => Task.FromResult(door.Open == 0), "the first poll to go");
        var other = await host.AsCustomer(user);
        using var greeting = new StringContent("{\"protocol\":\"json\",\"version\":1}\u001e");
        using var sent = await http.PostAsync(path, greeting);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        Assert.StartsWith("{}\u001e", await http.GetStringAsync(path), StringComparison.Ordinal);

        var waits = http.GetAsync(path);
        await other.DisposeAsync();
        await host.Until(() => Task.FromResult(door.Open == 1), "the poll alone to be open");
        Assert.Equal((429, "user_connections_exhausted", 30), await Refusal(host, query));
        using var over = await http.DeleteAsync(path);
        using var last = await waits;
        Assert.True(last.IsSuccessStatusCode);
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
