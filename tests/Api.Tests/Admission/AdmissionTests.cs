using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Admission;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Admission;

/// <summary>What makes room for offers and trips, and how.</summary>
public sealed class AdmissionTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>The order in which they came; each place that gets free is one more.</summary>
    [Fact]
    public async Task Lane_MoreThanAtOnce_WaitTheirTurn()
    {
        using var lane = new WaitingLane(2, 10, Longest, () => false, new ManualClock());
        Assert.True(await lane.Enter(default));
        Assert.True(await lane.Enter(default));
        var (third, fourth) = (lane.Enter(default).AsTask(), lane.Enter(default).AsTask());
        Assert.Equal(2, lane.Waiting);

        lane.Leave();
        Assert.True(await third);
        Assert.False(fourth.IsCompleted);

        lane.Leave();
        Assert.True(await fourth);
        lane.Leave();
        lane.Leave();
        Assert.True(lane.Enter(default).IsCompletedSuccessfully);
    }

    /// <summary>What is beyond the waiting is refused at once.</summary>
    [Fact]
    public async Task Lane_MoreThanMayWait_AreRefused()
    {
        using var lane = new WaitingLane(1, 1, Longest, () => false, new ManualClock());
        Assert.True(await lane.Enter(default));
        var waits = lane.Enter(default).AsTask();
        Assert.False(await lane.Enter(default));
        lane.Leave();
        Assert.True(await waits);
    }

    /// <summary>While the process is behind nobody is let in, also in the place of one who leaves; then those who waited come first, as many as may.</summary>
    [Fact]
    public async Task Lane_WhileTheProcessIsBehind_LetsNobodyIn()
    {
        var (clock, behind) = (new ManualClock(), false);
        using var lane = new WaitingLane(2, 10, Longest, () => behind, clock);
        Assert.True(await lane.Enter(default));
        behind = true;
        var (first, second) = (lane.Enter(default).AsTask(), lane.Enter(default).AsTask());
        lane.Leave();
        lane.Advance();
        Assert.Equal(2, lane.Waiting);

        behind = false;
        var third = lane.Enter(default).AsTask();
        lane.Advance();
        Assert.True(await first);
        Assert.True(await second);
        Assert.False(third.IsCompleted);

        behind = true;
        clock.Advance(Longest);
        Assert.False(await third);
    }

    /// <summary>Work that waits for a thread is a lag while it waits, and when a thread has had it, until the next has been quicker.</summary>
    [Fact]
    public void Probe_WorkThatWaits_IsALag()
    {
        var clock = new ManualClock();
        var queued = new Queue<IThreadPoolWorkItem>();
        using var probe = new LagProbe(clock, _ => { }, queued.Enqueue);
        Assert.Equal(TimeSpan.Zero, probe.Lag);
        clock.Advance(TimeSpan.FromMilliseconds(20));
        clock.Advance(TimeSpan.FromMilliseconds(150));
        Assert.Equal(TimeSpan.FromMilliseconds(150), probe.Lag);

        queued.Dequeue().Execute();
        Assert.Empty(queued);
        Assert.Equal(TimeSpan.FromMilliseconds(150), probe.Lag);
        clock.Advance(TimeSpan.FromMilliseconds(20));
        queued.Dequeue().Execute();
        Assert.InRange(probe.Lag, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
    }

    /// <summary>Who asks from one address leaves others most of the room to wait; who came in or went counts no more.</summary>
    [Fact]
    public async Task Lane_OneAddress_MayHaveASixteenthOfThoseWhoWait()
    {
        var clock = new ManualClock();
        using var lane = new WaitingLane(1, 32, Longest, () => false, clock);
        var (many, other) = (IPAddress.Parse("203.0.113.9"), IPAddress.Parse("203.0.113.10"));
        Assert.True(await lane.Enter(default, many));
        var (first, second) = (lane.Enter(default, many).AsTask(), lane.Enter(default, many).AsTask());
        Assert.False(await lane.Enter(default, many));
        var third = lane.Enter(default, other).AsTask();
        Assert.Equal(3, lane.Waiting);

        lane.Leave();
        Assert.True(await first);
        var fourth = lane.Enter(default, many).AsTask();
        Assert.False(await lane.Enter(default, many));
        clock.Advance(Longest);
        Assert.All(await Task.WhenAll(second, third, fourth), Assert.False);
        var later = lane.Enter(default, many).AsTask();
        lane.Leave();
        Assert.True(await later);
    }

    /// <summary>Nobody waits longer than that, whether anybody leaves or not; those who came later have their own time.</summary>
    [Fact]
    public async Task Lane_NobodyLeaves_TheyAreRefusedWhenTheirTimeIsUp()
    {
        var clock = new ManualClock();
        using var lane = new WaitingLane(1, 10, Longest, () => false, clock);
        Assert.True(await lane.Enter(default));
        var first = lane.Enter(default).AsTask();
        clock.Advance(Longest / 2);
        var second = lane.Enter(default).AsTask();

        clock.Advance(Longest / 2);
        Assert.False(await first);
        Assert.False(second.IsCompleted);
        clock.Advance(Longest / 2);
        Assert.False(await second);
        Assert.Equal(0, lane.Waiting);

        // The clock goes on for those who come after a pause.
        var third = lane.Enter(default).AsTask();
        clock.Advance(Longest);
        Assert.False(await third);
    }

    /// <summary>A place is not given to who hung up.</summary>
    [Fact]
    public async Task Lane_WhoeverIsGone_IsPassedOver()
    {
        using var lane = new WaitingLane(1, 10, Longest, () => false, new ManualClock());
        using var gone = new CancellationTokenSource();
        Assert.True(await lane.Enter(default));
        var (first, second) = (lane.Enter(gone.Token).AsTask(), lane.Enter(default).AsTask());
        await gone.CancelAsync();
        lane.Leave();
        Assert.False(await first);
        Assert.True(await second);
    }

    /// <summary>Many threads, random pauses: never more in than may be, and all who were let in have left a lane in which there is room.</summary>
    [Fact]
    public async Task Lane_ManyAtOnce_NeverHasMoreThanItMay()
    {
        const int AtOnce = 3;
        using var lane = new WaitingLane(AtOnce, 20, TimeSpan.FromMinutes(1), () => false, TimeProvider.System);
        var (inside, most, let) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                if (await lane.Enter(default))
                {
                    var now = Interlocked.Increment(ref inside);
                    InterlockedMax(ref most, now);
                    Interlocked.Increment(ref let);
                    if ((i + caller) % 3 == 0)
                    {
                        await Task.Yield();
                    }

                    Interlocked.Decrement(ref inside);
                    lane.Leave();
                }
            }
        })));
        Assert.InRange(most, 1, AtOnce);
        Assert.Equal(16 * 500, let);
        Assert.Equal(0, lane.Waiting);

        static void InterlockedMax(ref int most, int value)
        {
            for (var seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
            {
                Interlocked.CompareExchange(ref most, value, seen);
            }
        }
    }

    /// <summary>A look that finds no room is answered with what to do, though its token and body are rubbish; an order goes past it.</summary>
    [Fact]
    public async Task Gate_NoRoomToLook_RefusesTheLookAndLetsTheOrderPass()
    {
        using var meters = new LiveMeters();
        using var gate = new AdmissionGate(Options.Create(new AdmissionOptions { BrowsingPerProcessor = 1, Waiting = 0 }), meters, new ManualClock());
        var (inside, over) = (0, new TaskCompletionSource());
        Task Slowly(HttpContext _)
        {
            inside++;
            return over.Task;
        }

        var looks = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => gate.Admit(Request("/v1/markets/{market}/near"), Slowly)).ToList();
        Assert.Equal(Environment.ProcessorCount, inside);

        var refused = Request("/v1/markets/{market}/near");
        await gate.Admit(refused, _ => throw new InvalidOperationException("It was let in."));
        Assert.Equal(503, refused.Response.StatusCode);
        Assert.Equal("2", refused.Response.Headers.RetryAfter);

        // Prices have a lane of their own, and orders none.
        looks.Add(gate.Admit(Request("/v1/quotes"), Slowly));
        looks.Add(gate.Admit(Request("/v1/jobs", "POST"), Slowly));
        Assert.Equal(Environment.ProcessorCount + 2, inside);
        over.SetResult();
        await Task.WhenAll(looks);
    }

    /// <summary>Bodies that come a byte at a time take no room from those that are there, and are whole in the end.</summary>
    [Fact]
    public async Task Gate_WhoSendsSlowly_TakesNoRoom()
    {
        await using var host = await ApiHost.Begin("Production", ("Admission:QuotesPerProcessor", "1"), ("Admission:Waiting", "0"));

        // On a machine that is slow the bodies are slower than Kestrel lets them be by itself.
        host.App.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MinRequestBodyDataRate = null;
        var (_, token) = await host.SignIn(Roles.Customer);
        var body = JsonSerializer.Serialize(new { market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) } });
        var (address, slow) = (new Uri(host.Url), new List<TcpClient>());
        try
        {
            for (var i = 0; i < Environment.ProcessorCount; i++)
            {
                slow.Add(new TcpClient(address.Host, address.Port));
                await slow[i].GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                    $"POST /v1/quotes HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body[..10]}"));
            }

            for (var i = 0; i < 5; i++)
            {
                Assert.NotEmpty(await host.Quote(token, 1, 1));
            }

            foreach (var one in slow)
            {
                await one.GetStream().WriteAsync(Encoding.ASCII.GetBytes(body[10..]));
                using var answer = new StreamReader(one.GetStream());
                Assert.StartsWith("HTTP/1.1 200", await answer.ReadToEndAsync(), StringComparison.Ordinal);
            }
        }
        finally
        {
            slow.ForEach(one => one.Dispose());
        }
    }

    /// <summary>Nothing that an offer or a trip needs waits for those who look.</summary>
    [Fact]
    public void Routes_ThatWait_AreThoseOfWhoLooks()
    {
        string[] waiting =
        [
            .. Routes().Where(route => route.Metadata.GetMetadata<LaneMark>() is not null).Select(route => route.RoutePattern.RawText!.TrimEnd('/')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        Assert.Equal(["/v1/markets/{market}/near", "/v1/markets/{market}/stores", "/v1/quotes", "/v1/resources/{id}/slots", "/v1/stores/{id}", "/v1/stores/{id}/resources"], waiting);
    }

    private IEnumerable<RouteEndpoint> Routes() => api.Host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private DefaultHttpContext Request(string path, string? method = null)
    {
        var http = new DefaultHttpContext();
        http.Response.Body = new MemoryStream();
        http.SetEndpoint(Routes().First(route => route.RoutePattern.RawText == path
            && (method is null || route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(method) == true)));
        return http;
    }
}
