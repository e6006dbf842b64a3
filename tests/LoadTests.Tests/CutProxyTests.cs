using System.Net;
using System.Net.Sockets;
using System.Text;
using O2O.Dispatch.LoadTests.Server;

namespace O2O.Dispatch.LoadTests.Tests;

/// <summary>The proxy that cuts.</summary>
public sealed class CutProxyTests
{
    [Fact]
    public async Task Cut_OpenConnections_AreGoneAndNewOnesComeThrough()
    {
        using var echo = new TcpListener(IPAddress.Loopback, 0);
        echo.Start();
        _ = Echo(echo);
        await using var proxy = new CutProxy(new Uri($"http://127.0.0.1:{((IPEndPoint)echo.LocalEndpoint).Port}"));
        using var first = await Connect(proxy);
        using var second = await Connect(proxy);
        Assert.Equal("hello", await Say(first, "hello"));
        Assert.Equal("there", await Say(second, "there"));
        Assert.Equal(2, proxy.Cut());
        await Assert.ThrowsAnyAsync<IOException>(async () => await Say(first, "lost"));
        await Assert.ThrowsAnyAsync<IOException>(async () => await Say(second, "lost"));
        using var third = await Connect(proxy);
        Assert.Equal("again", await Say(third, "again"));
    }

    private static async Task<TcpClient> Connect(CutProxy proxy)
    {
        var client = new TcpClient();
        await client.ConnectAsync(proxy.Address.Host, proxy.Address.Port);
        return client;
    }

    private static async Task<string> Say(TcpClient client, string text)
    {
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
        var answer = new byte[text.Length];
        await stream.ReadExactlyAsync(answer);
        return Encoding.ASCII.GetString(answer);
    }

    private static async Task Echo(TcpListener listener)
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync();
            _ = client.GetStream().CopyToAsync(client.GetStream());
        }
    }
}
