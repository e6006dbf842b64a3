using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Geo.TravelTimes.Osrm;
using O2O.Dispatch.Routing.Bench;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Geo.Tests.TravelTimes;

public sealed class OsrmServerTests : IDisposable
{
    private static readonly RoadNetwork Network = GeneratedRoads.Create(400, 1);
    private static readonly AllPairsTravelTimes Own = AllPairsTravelTimes.Build(Network, 1, threads: 1);

    // The server's times: a rule of its own, so that it shows whose time an answer is.
    private static readonly AllPairsTravelTimes Theirs = AllPairsTravelTimes.Build(Network, 1.5, threads: 1);

    // No test waits for this; it only ends a test that is stuck.
    private static readonly OsrmSettings Patient = new() { Timeout = TimeSpan.FromMinutes(1) };

    private readonly ManualClock clock = new();
    private readonly LocalServer server = new();
    private readonly HttpClient http;

    public OsrmServerTests() => http = new HttpClient { BaseAddress = server.Address };

    public void Dispose()
    {
        http.Dispose();
        server.Dispose();
    }

    [Theory]
    [InlineData(3, 4, 100, 1)]
    [InlineData(30, 1, 8, 5)]
    [InlineData(1, 30, 8, 5)]
    [InlineData(20, 20, 8, 25)]
    [InlineData(5, 3, 2, 15)]
    public async Task Table_ServerAnswers_TellsItsTimesInPieces(int starts, int ends, int mostPlaces, int requests)
    {
        server.Answer = TableOf;
        var osrm = new OsrmServer(http, Network, Patient with { MostPlaces = mostPlaces, Profile = "car" }, TimeProvider.System);
        int[] from = [.. Enumerable.Range(10, starts)], to = [.. Enumerable.Range(100, ends)];
        var times = await osrm.TableAsync(from, to, Own);
        Assert.Equal((OsrmFault.None, starts * ends), (times.Fault, times.Told));
        Assert.Equal(requests, server.Requests.Count);
        Assert.All(server.Requests, path => Assert.StartsWith("/table/v1/car/", path, StringComparison.Ordinal));
        var (found, expected) = (new int[starts * ends], new int[starts * ends]);
        Theirs.ManyToMany(from, to, expected);
        times.ManyToMany(from, to, found);
        Assert.Equal(expected, found);
        times.OneToMany(from[0], to, found);
        Assert.Equal(expected[..ends], found[..ends]);
        times.ManyToOne(from, to[0], found);
        Assert.Equal(from.Select(f => Theirs.Milliseconds(f, to[0])), found[..starts]);

        // What was not asked for is the own network's.
        Assert.Equal(Own.Milliseconds(to[0], from[0]), times.Milliseconds(to[0], from[0]));
        Assert.Equal(Theirs.Milliseconds(from[0], to[0]), times.Milliseconds(from[0], to[0]));
        var both = new int[2];
        times.OneToMany(from[0], [to[0], 300], both);
        Assert.Equal([Theirs.Milliseconds(from[0], to[0]), Own.Milliseconds(from[0], 300)], both);
        Assert.Equal(Own.Path(from[0], to[0]).Nodes.ToArray(), times.Path(from[0], to[0]).Nodes.ToArray());
        Assert.Equal(0, times.Milliseconds(7, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => times.Milliseconds(400, 400));
        Assert.Equal((1, 0), (osrm.Answered, osrm.FellBack));
    }

    [Fact]
    public async Task Table_PairWithoutAWay_IsTheOwnNetworks()
    {
        server.Answer = _ => Json("""{"code":"Ok","durations":[[1.2345,null]]}""");
        var times = await Server().TableAsync(new[] { 1 }, new[] { 2, 3 }, Own);
        Assert.Equal((OsrmFault.None, 1, 2), (times.Fault, times.Told, times.Asked));
        var found = new int[2];
        times.OneToMany(1, [2, 3], found);
        Assert.Equal([1_235, Own.Milliseconds(1, 3)], found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>busy</html>")]
    [InlineData("[]")]
    [InlineData("""{"code":"Ok"}""")]
    [InlineData("""{"code":"Ok","durations":5}""")]
    [InlineData("""{"code":"Ok","durations":[[1]]}""")]
    [InlineData("""{"code":"Ok","durations":[[1,2],[3,4]]}""")]
    [InlineData("""{"code":"Ok","durations":[7]}""")]
    [InlineData("""{"code":"Ok","durations":[[1,-2]]}""")]
    [InlineData("""{"code":"Ok","durations":[[1,"2"]]}""")]
    [InlineData("""{"code":"Ok","durations":[[1,1e300]]}""")]
    [InlineData("""{"code":"Ok","durations":[[1,NaN]]}""")]
    [InlineData("""{"code":"NoSegment","message":"no"}""")]
    [InlineData("""{"code":"Ok","durations":[[1,2""")]
    public async Task Table_MalformedAnswer_FallsBack(string body)
    {
        server.Answer = _ => Json(body);
        await AssertFallsBack(OsrmFault.Malformed);
    }

    [Fact]
    public async Task Table_AnswerWithoutEnd_FallsBack()
    {
        server.Answer = _ => Json("""{"code":"Ok","padding":" """ + new string('x', 200_000) + "\"}");
        await AssertFallsBack(OsrmFault.Malformed);
    }

    [Fact]
    public async Task Table_ServerError_FallsBack()
    {
        server.Answer = _ => Text("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\nConnection: close\r\n\r\noops");
        await AssertFallsBack(OsrmFault.Refused);
    }

    [Fact]
    public async Task Table_BadRequest_FallsBack()
    {
        server.Answer = _ => Text("HTTP/1.1 400 Bad Request\r\nContent-Length: 20\r\nConnection: close\r\n\r\n{\"code\":\"TooBig\"}   ");
        await AssertFallsBack(OsrmFault.Refused);
    }

    [Fact]
    public async Task Table_AnswerCutOff_FallsBack()
    {
        server.Answer = _ => Text("HTTP/1.1 200 OK\r\nContent-Length: 500\r\nConnection: close\r\n\r\n{\"code\":\"Ok\",\"durations\":[[1,");
        await AssertFallsBack(OsrmFault.Unreachable);
    }

    [Fact]
    public async Task Table_NotHttp_FallsBack()
    {
        server.Answer = _ => Text("hello\r\n\r\n");
        await AssertFallsBack(OsrmFault.Unreachable);
    }

    [Fact]
    public async Task Table_NobodyListens_FallsBack()
    {
        server.Dispose();
        await AssertFallsBack(OsrmFault.Unreachable);
    }

    [Fact]
    public async Task Table_ServerSlow_FallsBackWhenTheTimeIsOver()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Answer = _ =>
        {
            asked.SetResult();
            return null;
        };
        var osrm = new OsrmServer(http, Network, Patient with { Timeout = TimeSpan.FromMilliseconds(250) }, clock);
        var table = osrm.TableAsync(new[] { 1 }, new[] { 2, 3 }, Own);
        await asked.Task;
        Assert.False(table.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(250));
        var times = await table;
        Assert.Equal((OsrmFault.Slow, 0), (times.Fault, times.Told));
        Assert.Equal(Own.Milliseconds(1, 2), times.Milliseconds(1, 2));
    }

    [Fact]
    public async Task Table_OnePieceFails_KeepsTheOthers()
    {
        var number = 0;
        server.Answer = path => ++number == 2 ? Text("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n") : TableOf(path);
        var osrm = new OsrmServer(http, Network, Patient with { MostPlaces = 4, AtOnce = 1 }, TimeProvider.System);
        int[] from = [1, 2, 3, 4], to = [5, 6];
        var times = await osrm.TableAsync(from, to, Own);
        Assert.Equal((OsrmFault.Refused, 4, 8), (times.Fault, times.Told, times.Asked));
        var found = new int[8];
        times.ManyToMany(from, to, found);
        Assert.Equal(
            [.. from[..2].SelectMany(f => to.Select(t => Theirs.Milliseconds(f, t))), .. from[2..].SelectMany(f => to.Select(t => Own.Milliseconds(f, t)))], found);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Table_FaultsInARow_LeaveTheServerAloneForAWhile()
    {
        server.Answer = _ => Json("no");
        var osrm = new OsrmServer(http, Network, Patient with { FaultsBeforePause = 2, Pause = TimeSpan.FromSeconds(10) }, clock);
        async Task<OsrmFault> Ask() => (await osrm.TableAsync(new[] { 1 }, new[] { 2 }, Own)).Fault;
        Assert.Equal((OsrmFault.Malformed, OsrmFault.Malformed, OsrmFault.Paused, OsrmFault.Paused), (await Ask(), await Ask(), await Ask(), await Ask()));
        Assert.Equal(OsrmFault.Paused, (await osrm.RouteAsync(1, 2)).Fault);
        Assert.Equal(2, server.Requests.Count);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((OsrmFault.Malformed, OsrmFault.Paused), (await Ask(), await Ask()));
        clock.Advance(TimeSpan.FromSeconds(10));
        server.Answer = TableOf;
        Assert.Equal((OsrmFault.None, OsrmFault.None), (await Ask(), await Ask()));
        Assert.Equal((2, 7), (osrm.Answered, osrm.FellBack));
    }

    [Fact]
    public async Task Table_CallerGivesUp_Throws()
    {
        using var caller = new CancellationTokenSource();
        server.Answer = _ =>
        {
            caller.Cancel();
            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Server().TableAsync(new[] { 1 }, new[] { 2 }, Own, caller.Token));
    }

    [Fact]
    public async Task Table_NothingOrUnknownNodes_IsEmptyOrNamed()
    {
        var times = await Server().TableAsync(Array.Empty<int>(), new[] { 2 }, Own);
        Assert.Equal((OsrmFault.None, 0), (times.Fault, times.Asked));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("node", () => Server().TableAsync(new[] { 1 }, new[] { 400 }, Own));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("node", () => Server().RouteAsync(-1, 2));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Route_ServerAnswers_TellsTimeLengthAndLine()
    {
        server.Answer = _ => Json(
            """{"code":"Ok","routes":[{"duration":61.5,"distance":420.1,"geometry":{"type":"LineString","coordinates":[[11,48],[11.001,48.001],[11.002,48]]}}]}""");
        var answer = await Server().RouteAsync(1, 2);
        Assert.Equal((OsrmFault.None, 61_500, 420.1, 3), (answer.Fault, answer.Route!.Milliseconds, answer.Route.Length.Value, answer.Route.Points.Count));
        Assert.Equal((11.001, 48.001), (answer.Route.Points[1].Longitude, answer.Route.Points[1].Latitude));
        Assert.StartsWith("/route/v1/driving/", server.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_NoWay_IsAnAnswer()
    {
        server.Answer = _ => Text("HTTP/1.1 400 Bad Request\r\nContent-Length: 18\r\nConnection: close\r\n\r\n{\"code\":\"NoRoute\"}");
        Assert.Equal(new OsrmAnswer(null, OsrmFault.None), await Server().RouteAsync(1, 2));
    }

    [Theory]
    [InlineData("""{"code":"Ok","routes":[]}""")]
    [InlineData("""{"code":"Ok","routes":[3]}""")]
    [InlineData("""{"code":"Ok","routes":[{"duration":-1,"distance":1,"geometry":{"coordinates":[[1,1],[2,2]]}}]}""")]
    [InlineData("""{"code":"Ok","routes":[{"duration":1,"distance":1,"geometry":{"coordinates":[[1,1]]}}]}""")]
    [InlineData("""{"code":"Ok","routes":[{"duration":1,"distance":1,"geometry":{"coordinates":[[1,1],[2,92]]}}]}""")]
    [InlineData("""{"code":"Ok","routes":[{"duration":1,"distance":1,"geometry":"polyline"}]}""")]
    public async Task Route_MalformedAnswer_IsNamed(string body)
    {
        server.Answer = _ => Json(body);
        Assert.Equal(new OsrmAnswer(null, OsrmFault.Malformed), await Server().RouteAsync(1, 2));
    }

    [Fact]
    public void Settings_OutOfRange_AreNamed()
    {
        void Refused(string name, OsrmSettings settings) => Assert.Throws<ArgumentOutOfRangeException>(name, () => new OsrmServer(http, Network, settings, clock));
        Refused("Timeout", new OsrmSettings { Timeout = TimeSpan.Zero });
        Refused("MostPlaces", new OsrmSettings { MostPlaces = 1 });
        Refused("AtOnce", new OsrmSettings { AtOnce = 0 });
        Refused("FaultsBeforePause", new OsrmSettings { FaultsBeforePause = 0 });
        Refused("Pause", new OsrmSettings { Pause = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentException>(() => new OsrmServer(http, Network, new OsrmSettings { Profile = "a/../b" }, clock));
        Assert.Throws<ArgumentException>("http", () => new OsrmServer(new HttpClient(), Network, new OsrmSettings(), clock));
    }

    private static string Json(string body) => $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    private static string Text(string answer) => answer;

    /// <summary>Answers as the protocol says: finds the nodes by their places and tells times by its own rule.</summary>
    private static string? TableOf(string path)
    {
        var query = path[(path.LastIndexOf('/') + 1)..].Split('?');
        var nodes = query[0].Split(';').Select(place => place.Split(',').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray())
            .Select(place => Network.NearestNode(new Domain.Places.GeoPoint(place[0], place[1])).Node).ToArray();
        int[] Side(string name) => [.. query[1].Split('&').Single(p => p.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..]
            .Split(';').Select(n => nodes[int.Parse(n, CultureInfo.InvariantCulture)])];
        Assert.Contains("annotations=duration", query[1], StringComparison.Ordinal);
        var destinations = Side("destinations");
        var rows = Side("sources").Select(from =>
            "[" + string.Join(',', destinations.Select(to => (Theirs.Milliseconds(from, to) / 1_000m).ToString(CultureInfo.InvariantCulture))) + "]");
        return Json($$"""{"code":"Ok","durations":[{{string.Join(',', rows)}}]}""");
    }

    private OsrmServer Server() => new(http, Network, Patient, TimeProvider.System);

    private async Task AssertFallsBack(OsrmFault fault)
    {
        var osrm = Server();
        var times = await osrm.TableAsync(new[] { 1 }, new[] { 2, 3 }, Own);
        Assert.Equal((fault, 0), (times.Fault, times.Told));
        var found = new int[2];
        times.OneToMany(1, [2, 3], found);
        Assert.Equal([Own.Milliseconds(1, 2), Own.Milliseconds(1, 3)], found);
        times.ManyToOne([2, 3], 1, found);
        Assert.Equal([Own.Milliseconds(2, 1), Own.Milliseconds(3, 1)], found);
        Assert.Equal((0, 1), (osrm.Answered, osrm.FellBack));
    }

    /// <summary>Answers every connection's one request with what the test says, byte for byte; null leaves the connection open without an answer.</summary>
    private sealed class LocalServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> open = [];
        private bool disposed;

        public LocalServer()
        {
            listener.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
            _ = Accept();
        }

        public Uri Address { get; }

        public Func<string, string?> Answer { get; set; } = _ => null;

        public List<string> Requests { get; } = [];

        public void Dispose()
        {
            if (!disposed)
            {
                disposed = true;
                listener.Stop();
                lock (open)
                {
                    open.ForEach(client => client.Dispose());
                }
            }
        }

        private async Task Accept()
        {
            while (true)
            {
                TcpClient client;
                try
                {
                    client = await listener.AcceptTcpClientAsync();
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    return;
                }

                lock (open)
                {
                    open.Add(client);
                }

                _ = Serve(client);
            }
        }

        private async Task Serve(TcpClient client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var path = (await reader.ReadLineAsync())!.Split(' ')[1];
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                    // The headers are of no interest.
                }

                string? answer;
                lock (Requests)
                {
                    Requests.Add(path);
                    answer = Answer(path);
                }

                if (answer is not null)
                {
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
                    client.Dispose();
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The client went away first.
            }
        }
    }
}
