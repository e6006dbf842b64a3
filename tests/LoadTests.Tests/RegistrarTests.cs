using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using O2O.Dispatch.LoadTests.People;

namespace O2O.Dispatch.LoadTests.Tests;

/// <summary>Accounts that are made and removed, against a server that answers some sign-ins and no others.</summary>
public sealed class RegistrarTests : IDisposable
{
    private const int Answered = 3;
    private const int All = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("load-tests").FullName;
    private readonly HttpListener _server = new();
    private readonly ConcurrentBag<string> _removed = [];
    private readonly ConcurrentBag<HttpListenerContext> _unanswered = [];
    private readonly TaskCompletionSource _allAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Uri _address;
    private readonly Task _serving;

    public RegistrarTests()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
        }

        _server.Prefixes.Add(_address.ToString());
        _server.Start();
        _serving = Serve();
    }

    public void Dispose()
    {
        _server.Close();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public async Task Make_StoppedWhileSignInsAreUnderWay_WritesAllOfThemDownForRemoval()
    {
        var list = Path.Combine(_folder, "accounts.txt");
        var earlier = $"customer {Guid.CreateVersion7(DateTimeOffset.UnixEpoch):N}";
        await File.WriteAllTextAsync(list, earlier + Environment.NewLine);
        using var stop = new CancellationTokenSource();
        using var registrar = await Registrar.Open(_address, All, stop.Token);
        var written = new ConcurrentQueue<(string Role, Guid Id)>();
        var making = registrar.Make(All - 2, 2, list, written, TextWriter.Null, stop.Token);
        await await Task.WhenAny(_allAsked.Task, making, _serving).WaitAsync(TimeSpan.FromMinutes(1));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => making);

        Assert.Equal(All, written.Count);
        var lines = await File.ReadAllLinesAsync(list);
        Assert.Equal(earlier, lines[0]);
        Assert.Equal(written.Select(one => $"{one.Role} {one.Id:N}").Order(StringComparer.Ordinal), lines[1..].Order(StringComparer.Ordinal));

        Assert.Empty(await registrar.Remove(written, TextWriter.Null, CancellationToken.None));
        Assert.Equal(
            written.Select(one => $"/v1/ops/{(one.Role == Account.Customer ? "customers" : "providers")}/{one.Id:N}").Order(StringComparer.Ordinal), _removed.Order(StringComparer.Ordinal));
    }

    private async Task Serve()
    {
        var asked = 0;
        while (_server.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _server.GetContextAsync();
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            if (context.Request.HttpMethod == "DELETE")
            {
                _removed.Add(context.Request.Url!.AbsolutePath);
                context.Response.StatusCode = 204;
                context.Response.Close();
                continue;
            }

            using var body = await JsonDocument.ParseAsync(context.Request.InputStream);
            var role = body.RootElement.GetProperty("role").GetString();
            if (role != "ops" && ++asked > Answered)
            {
                _unanswered.Add(context);
                if (asked == All)
                {
                    _allAsked.TrySetResult();
                }

                continue;
            }

            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($$"""{"access_token":"token","role":"{{role}}","id":"{{Guid.Empty:N}}","expires_at":"2026-01-01T00:00:00Z"}"""));
            context.Response.Close();
        }
    }
}
