using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Api.Connections;
using O2O.Dispatch.Api.Live;

namespace O2O.Dispatch.Api.Tests.Connections;

/// <summary>A server that has all the connections that it takes says so, and goes on.</summary>
public sealed class ConnectionGateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("Limit                     Soft Limit           Hard Limit           Units     \nMax processes             10                   20                   processes \nMax open files            1024                 524288               files     \n", 1_024)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max open files            99999999999          99999999999          files     ", int.MaxValue)]
    [InlineData("Max open files", null)]
    [InlineData("", null)]
    public void FileLimit_AsTheSystemTellsIt_IsRead(string limits, int? files) => Assert.Equal(files, FileLimit.Parse(limits));

    [Theory]
    [InlineData(null, 15_000, 14_063)]
    [InlineData(1_048_576, 15_000, 14_063)]
    [InlineData(1_024, 512, 480)]
    [InlineData(4_096, 3_584, 3_360)]
    [InlineData(768, 384, 360)]
    [InlineData(300, 150, 141)]
    [InlineData(10, 16, 15)]
    public void Limits_FollowTheFileLimit(int? files, int hard, int most)
    {
        using var meters = new LiveMeters();
        var gate = new ConnectionGate(new ConnectionLimitsOptions(), files, meters);
        Assert.Equal((hard, most), (gate.Hard, gate.Most));
    }

    [Fact]
    public async Task Server_WithAllConnectionsTaken_RefusesWith503AndServesAgainWhenOneGoes()
    {
        using var meters = new LiveMeters();
        var gate = new ConnectionGate(new ConnectionLimitsOptions { AtMost = 16 }, null, meters);
        await using var app = await Serve(gate, "http://127.0.0.1:0");
        var port = new Uri(app.Urls.Single()).Port;
        var taken = new List<Socket>();
        try
        {
            for (var n = 1; n <= 15; n++)
            {
                var socket = await Connect(port);
                taken.Add(socket);
                Assert.Contains("served", await Ask(socket, "/"), StringComparison.Ordinal);
            }

            using (var surplus = await Connect(port))
            {
                var refusal = await Ask(surplus, "/");
                Assert.StartsWith("HTTP/1.1 503", refusal, StringComparison.Ordinal);
                Assert.Contains("Retry-After: 5", refusal, StringComparison.Ordinal);
                Assert.Contains("Connection: close", refusal, StringComparison.Ordinal);
                Assert.Contains("\"slug\":\"connections_exhausted\"", refusal, StringComparison.Ordinal);
                Assert.Contains("application/problem+json", refusal, StringComparison.Ordinal);
                Assert.Equal(string.Empty, await Rest(surplus));
            }

            await Until(() => gate.Open == 15, "the refused connection to go");
            using (var surplus = await Connect(port))
            {
                Assert.Contains("well", await Ask(surplus, "/health/live"), StringComparison.Ordinal);
                Assert.Equal(string.Empty, await Rest(surplus));
            }

            // Beyond what refusals may take, too, nobody is kept waiting.
            await Until(() => gate.Open == 15, "the answered connection to go");
            using (var silent = await Connect(port))
            {
                await Until(() => gate.Open == 16, "the silent connection to come");
                Assert.Equal(string.Empty, await Come(port));
            }

            // Who is in is served all the while.
            Assert.Contains("served", await Ask(taken[0], "/"), StringComparison.Ordinal);
            taken[1].Dispose();
            await Until(() => gate.Open == 14, "room");
            using var later = await Connect(port);
            Assert.Contains("served", await Ask(later, "/"), StringComparison.Ordinal);
        }
        finally
        {
            taken.ForEach(socket => socket.Dispose());
        }
    }

    /// <summary>Of all endpoints together, WebSockets and their like among them.</summary>
    [Fact]
    public async Task Server_WithUpgradedConnectionsOnTwoEndpoints_ClosesWhatIsBeyondAllAndCountsIt()
    {
        using var meters = new LiveMeters();
        var closed = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "dispatch.connections.refused" && instrument.Meter == meters.Meter)
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => Interlocked.Add(ref closed, (string)tags[0].Value! == "closed" ? count : 0));
        listener.Start();
        var gate = new ConnectionGate(new ConnectionLimitsOptions { AtMost = 16 }, null, meters);
        await using var app = await Serve(gate, "http://127.0.0.1:0", "http://127.0.0.1:0");
        int[] ports = [.. app.Urls.Select(url => new Uri(url).Port)];
        Assert.Equal(2, ports.Length);
        var open = new List<Socket>();
        try
        {
            for (var n = 1; n <= 15; n++)
            {
                var socket = await Connect(ports[n % 2]);
                open.Add(socket);
                Assert.StartsWith("HTTP/1.1 101", await Ask(socket, "/upgrade", "Connection: Upgrade\r\nUpgrade: test\r\n"), StringComparison.Ordinal);
            }

            open.Add(await Connect(ports[0]));
            await Until(() => gate.Open == 16, "the silent connection to come");
            foreach (var port in ports)
            {
                Assert.Equal(string.Empty, await Come(port));
            }

            await Until(() => gate.Open == 16, "those beyond to go");
            Assert.Equal(2, Volatile.Read(ref closed));
        }
        finally
        {
            open.ForEach(socket => socket.Dispose());
        }

        await Until(() => gate.Open == 0, "all to go");
    }

    private static async Task<WebApplication> Serve(ConnectionGate gate, params string[] urls)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(gate.Guard);
        var app = builder.Build();
        app.Use(next => http => gate.Admit(http, next));
        app.MapGet("/", () => "served");
        app.MapGet("/health/live", () => "well");
        app.MapGet("/upgrade", async http =>
        {
            await using var stream = await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
            await stream.CopyToAsync(Stream.Null, http.RequestAborted);
        });
        await app.StartAsync();
        return app;
    }

    private static async Task<Socket> Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>The answer to one request, which is known to end with its body.</summary>
    private static async Task<string> Ask(Socket socket, string path, string headers = "")
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: test\r\n{headers}\r\n"));
        var answer = new StringBuilder();
        var buffer = new byte[4_096];
        while (!(answer.ToString() is var text && text.Contains("\r\n\r\n", StringComparison.Ordinal) && (text.StartsWith("HTTP/1.1 101", StringComparison.Ordinal) || text.EndsWith("served", StringComparison.Ordinal) || text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))))
        {
            var read = await socket.ReceiveAsync(buffer).WaitAsync(Patience);
            if (read == 0)
            {
                break;
            }

            answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return answer.ToString();
    }

    /// <summary>What comes until the server closes; a connection that it cuts has nothing.</summary>
    private static async Task<string> Rest(Socket socket)
    {
        var buffer = new byte[4_096];
        try
        {
            return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer).WaitAsync(Patience));
        }
        catch (SocketException)
        {
            return string.Empty;
        }
    }

    /// <summary>What who comes is told unasked. A connection may be cut before it is known to stand.</summary>
    private static async Task<string> Come(int port)
    {
        try
        {
            using var socket = await Connect(port);
            return await Rest(socket);
        }
        catch (SocketException)
        {
            return string.Empty;
        }
    }

    private static async Task Until(Func<bool> condition, string what)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < Patience, $"Waited {waited.Elapsed} for {what}.");
            await Task.Delay(2);
        }
    }
}
