using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using O2O.Dispatch.Client.Hubs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Client.Tests;

/// <summary>Streams over hubs: no gap, no duplicate, also over a lost connection.</summary>
public sealed class HubTests : IAsyncLifetime
{
    private static readonly string Stream = StreamNames.Job(TestJobs.Id(5));

    private readonly Channel<StreamNews> _news = Channel.CreateUnbounded<StreamNews>();
    private TestApi _api = null!;
    private DispatchClient _client = null!;

    public async Task InitializeAsync()
    {
        _api = await TestApi.StartAsync();
        _client = _api.Client(new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>("secret"), FirstDelay = TimeSpan.FromMilliseconds(1) });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task Example_OfThePage_Runs()
    {
        var running = ClientExample.RunAsync(_api.Url, "token");
        Assert.Equal($"Subscribe {StreamNames.Job(TestJobs.Id(101))} 0 0", await _api.Streams.NextCallAsync());
        await _api.Streams.AddAsync(StreamNames.Job(TestJobs.Id(101)), JobState.Accepted);
        await _api.Streams.AddAsync(StreamNames.Job(TestJobs.Id(101)), JobState.Completed);
        Assert.Equal("Completed: 1000 USD minor units charged", await running.Soon());
    }

    [Fact]
    public async Task Follow_FirstTellsWhatIsThenEveryEvent()
    {
        await _api.Streams.AddAsync(Stream);
        await using var hub = await StartedAsync();
        var following = await hub.FollowJobAsync(TestJobs.Id(5), Tell).Soon();
        Assert.Equal(1, Assert.Single((await NextAsync()).Snapshot!.Jobs).Version);
        Assert.Equal((77, 1), (following.Epoch, following.Sequence));
        for (var sequence = 2; sequence <= 50; sequence++)
        {
            await _api.Streams.AddAsync(Stream);
            Assert.Equal(sequence, (await NextAsync()).Event!.Sequence);
        }
    }

    [Fact]
    public async Task Events_ToldBeforeTheReply_ComeOnceAndAfterIt()
    {
        await using var hub = await StartedAsync();
        _api.Streams.BeforeReply = async () =>
        {
            await _api.Streams.AddAsync(Stream);
            await _api.Streams.AddAsync(Stream);
        };
        await hub.FollowJobAsync(TestJobs.Id(5), Tell).Soon();
        Assert.Equal(2, (await NextAsync()).Snapshot!.Sequence);
        await _api.Streams.AddAsync(Stream);
        Assert.Equal(3, (await NextAsync()).Event!.Sequence);
    }

    [Fact]
    public async Task Gap_IsFilledFromTheServer()
    {
        await using var hub = await FollowingAsync();
        await _api.Streams.AddAsync(Stream, told: false);
        await _api.Streams.AddAsync(Stream, told: false);
        await _api.Streams.AddAsync(Stream);
        Assert.Equal($"Subscribe {Stream} 77 0", await _api.Streams.NextCallAsync());
        await ExpectAsync(1, 2, 3);
    }

    [Fact]
    public async Task Duplicate_IsNotTold()
    {
        await using var hub = await FollowingAsync();
        await _api.Streams.AddAsync(Stream);
        await _api.Streams.TellAsync(TestJobs.Event(Stream, 77, 1));
        await _api.Streams.AddAsync(Stream);
        await ExpectAsync(1, 2);
        Assert.Equal(0, _api.Streams.Calls.Reader.Count);
    }

    [Fact]
    public async Task Event_WithoutAPlaceInTheOrder_IsToldAndLeavesTheOrderAlone()
    {
        await using var hub = await FollowingAsync();
        await _api.Streams.AddAsync(Stream);
        await _api.Streams.TellAsync(TestJobs.Event(Stream, 0, 0));
        await _api.Streams.AddAsync(Stream);
        await ExpectAsync(1, 0, 2);
        Assert.Equal(0, _api.Streams.Calls.Reader.Count);
    }

    [Fact]
    public async Task Epoch_Another_IsToldAsASnapshot()
    {
        await using var hub = await FollowingAsync();
        await _api.Streams.AddAsync(Stream);
        await ExpectAsync(1);
        _api.Streams.Epoch = 78;
        await _api.Streams.AddAsync(Stream);
        Assert.Equal($"Subscribe {Stream} 77 1", await _api.Streams.NextCallAsync());
        var snapshot = (await NextAsync()).Snapshot!;
        Assert.Equal((78, 2), (snapshot.Epoch, snapshot.Sequence));
        await _api.Streams.AddAsync(Stream);
        await ExpectAsync(3);
    }

    [Fact]
    public async Task Connection_Cut_ComesBackAndTellsWhatWasMissed()
    {
        await using var hub = await FollowingAsync();
        var resumed = new TaskCompletionSource();
        var lost = new TaskCompletionSource();
        hub.Resumed += () =>
        {
            resumed.TrySetResult();
            return Task.CompletedTask;
        };
        hub.Lost += async _ =>
        {
            await _api.Streams.AddAsync(Stream, told: false);
            await _api.Streams.AddAsync(Stream, told: false);
            lost.TrySetResult();
        };
        await _api.Streams.AddAsync(Stream);
        await ExpectAsync(1);
        await hub.Connection.SendAsync("Cut").Soon();
        await lost.Task.Soon();
        Assert.Equal($"Subscribe {Stream} 77 1", await _api.Streams.NextCallAsync());
        await resumed.Task.Soon();
        await _api.Streams.AddAsync(Stream);
        await ExpectAsync(2, 3, 4);
        Assert.Equal(HubConnectionState.Connected, hub.State);
    }

    [Fact]
    public async Task Start_AtAServerThatHasEnough_ThrowsWhenToComeAgain()
    {
        _api.Faults.Enqueue(TestApi.Problem(503, "connections_exhausted", "7"));
        _api.Faults.Enqueue(TestApi.Problem(401, "unauthenticated"));
        await using var hub = _client.CustomerHub();
        var full = await Assert.ThrowsAsync<HubConnectionRefusedException>(() => hub.StartAsync().Soon());
        Assert.Equal((503, TimeSpan.FromSeconds(7)), (full.Status, full.RetryAfter!.Value));
        Assert.DoesNotContain("secret", full.Message, StringComparison.Ordinal);
        var stranger = await Assert.ThrowsAsync<HubConnectionRefusedException>(() => hub.StartAsync().Soon());
        Assert.Equal((401, null), (stranger.Status, stranger.RetryAfter));
        await hub.StartAsync().Soon();
        Assert.Equal("Bearer secret", _api.Requests.Last().Authorization);
    }

    [Theory]
    [InlineData(0, null, 0, 0)]
    [InlineData(1, null, 0.25, 0.5)]
    [InlineData(20, null, 2.5, 5)]
    [InlineData(0, 40, 40, 60)]
    [InlineData(20, 40, 40, 60)]
    [InlineData(3, 9_000, 120, 180)]
    public void Retry_WaitsAsLongAsTheServerAsksAndALittleLonger(long attempts, int? asked, double least, double most)
    {
        var policy = new HubConnector.EndlessRetry(new Http.Jitter("seed"));
        Exception reason = asked is { } seconds ? new HubConnectionRefusedException(_api.Url, 503, TimeSpan.FromSeconds(seconds)) : new HubConnectionRefusedException(_api.Url, 502, null);
        for (var i = 0; i < 100; i++)
        {
            Assert.InRange(policy.NextRetryDelay(new RetryContext { PreviousRetryCount = attempts, RetryReason = reason })!.Value.TotalSeconds, least, most);
        }
    }

    [Fact]
    public async Task Stop_AndStart_TakesUpWhereItWas()
    {
        await using var hub = await FollowingAsync();
        await hub.StopAsync().Soon();
        await _api.Streams.AddAsync(Stream);
        await hub.StartAsync().Soon();
        await ExpectAsync(1);
    }

    [Fact]
    public async Task Refused_AtFirst_Throws()
    {
        await using var hub = await StartedAsync();
        _api.Streams.Refusals.Enqueue("job_unknown");
        var refusal = await Assert.ThrowsAsync<HubRefusedException>(() => hub.FollowJobAsync(TestJobs.Id(5), Tell).Soon());
        Assert.Equal((Stream, "job_unknown"), (refusal.Subject, refusal.Slug));
        await hub.FollowJobAsync(TestJobs.Id(5), Tell).Soon();
    }

    [Fact]
    public async Task Refused_Later_IsToldAndEndsIt()
    {
        await using var hub = await FollowingAsync();
        _api.Streams.Refusals.Enqueue("forbidden");
        await _api.Streams.AddAsync(Stream, told: false);
        await _api.Streams.AddAsync(Stream);
        Assert.Equal("forbidden", (await NextAsync()).Refused);
        await _api.Streams.NextCallAsync();
        await hub.FollowJobAsync(TestJobs.Id(5), Tell).Soon();
        Assert.NotNull((await NextAsync()).Snapshot);
    }

    [Fact]
    public async Task Refused_ForAWhile_IsAskedAgain()
    {
        await using var hub = await FollowingAsync();
        _api.Streams.Refusals.Enqueue("store_unavailable");
        _api.Streams.Refusals.Enqueue("rate_limited");
        await _api.Streams.AddAsync(Stream, told: false);
        await _api.Streams.AddAsync(Stream);
        await ExpectAsync(1, 2);
        Assert.Equal(3, _api.Streams.Calls.Reader.Count);
    }

    [Fact]
    public async Task Subscriber_ThatThrows_GetsTheNext()
    {
        await using var hub = await StartedAsync();
        await hub.FollowJobAsync(TestJobs.Id(5), news =>
        {
            _news.Writer.TryWrite(news);
            throw new InvalidOperationException();
        }).Soon();
        Assert.NotNull((await NextAsync()).Snapshot);
        await _api.Streams.AddAsync(Stream);
        await _api.Streams.AddAsync(Stream);
        await ExpectAsync(1, 2);
    }

    [Fact]
    public async Task Subscriber_MayCallTheHub()
    {
        await using var hub = await StartedAsync();
        await hub.FollowCustomerAsync(TestJobs.Id(1), async news =>
        {
            if (news.Event is not null)
            {
                await hub.FollowJobAsync(TestJobs.Id(5), Tell);
            }
        }).Soon();
        await _api.Streams.AddAsync(StreamNames.Customer(TestJobs.Id(1)));
        Assert.Equal(Stream, (await NextAsync()).Snapshot!.Stream);
    }

    [Fact]
    public async Task Dispose_OfASubscription_EndsIt()
    {
        await using var hub = await StartedAsync();
        var following = await hub.FollowJobAsync(TestJobs.Id(5), Tell).Soon();
        await _api.Streams.NextCallAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.FollowJobAsync(TestJobs.Id(5), Tell));
        await following.DisposeAsync();
        await following.DisposeAsync();
        Assert.Equal($"Unsubscribe {Stream}", await _api.Streams.NextCallAsync());
        await hub.FollowJobAsync(TestJobs.Id(5), Tell).Soon();
        await hub.StopAsync().Soon();
        await hub.DisposeAsync();
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task Identity_OfHubs_IsTheTokenOrTheLink()
    {
        await using var hub = await StartedAsync();
        Assert.Equal("Bearer secret ", await hub.Connection.InvokeAsync<string>("Identity").Soon());
        using var nobody = _api.Client();
        await using var share = nobody.ShareHub("a/b");
        await share.StartAsync().Soon();
        Assert.Equal(" ?token=a%2Fb", await share.Connection.InvokeAsync<string>("Identity").Soon());
    }

    [Fact]
    public async Task Vehicle_Frames_AreTold()
    {
        var frame = new VehicleFrame(TestJobs.Id(5), TestJobs.Id(6), 9.5, 48.25, DateTimeOffset.UnixEpoch);
        var seen = new TaskCompletionSource<VehicleFrame>();
        await using var hub = await StartedAsync();
        hub.VehicleMoved += each =>
        {
            seen.TrySetResult(each);
            return Task.CompletedTask;
        };
        await _api.Streams.TellAllAsync("Vehicle", frame);
        Assert.Equal(frame, await seen.Task.Soon());
    }

    [Fact]
    public async Task Share_Follows_ItsJobAndVehicle()
    {
        await _api.Streams.AddAsync(Stream);
        var news = Channel.CreateUnbounded<ShareNews>();
        var vehicle = new TaskCompletionSource<ShareVehicleFrame>();
        await using var hub = _client.ShareHub("t");
        hub.VehicleMoved += each =>
        {
            vehicle.TrySetResult(each);
            return Task.CompletedTask;
        };
        await hub.StartAsync().Soon();
        var following = await hub.FollowJobAsync(TestJobs.Id(5), each =>
        {
            news.Writer.TryWrite(each);
            return ValueTask.CompletedTask;
        }).Soon();
        Assert.Equal(1, (await news.Reader.ReadAsync().AsTask().Soon()).Snapshot!.Version);
        await hub.Connection.InvokeAsync("Tell", Stream, 2).Soon();
        Assert.Equal(2, (await news.Reader.ReadAsync().AsTask().Soon()).Event!.Job.Version);

        // A gap: the job as it is replaces what was known.
        await _api.Streams.AddAsync(Stream, told: false);
        await _api.Streams.AddAsync(Stream, told: false);
        await _api.Streams.AddAsync(Stream, told: false);
        await hub.Connection.InvokeAsync("Tell", Stream, 4).Soon();
        Assert.Equal(4, (await news.Reader.ReadAsync().AsTask().Soon()).Snapshot!.Version);
        await hub.Connection.InvokeAsync("TellVehicle").Soon();
        Assert.Equal(9.5, (await vehicle.Task.Soon()).Longitude);
        await following.DisposeAsync();
    }

    [Fact]
    public async Task Share_VoidLink_ClosesForGood()
    {
        var closed = new TaskCompletionSource<Exception?>();
        await using var hub = _client.ShareHub("void");
        hub.Closed += error =>
        {
            closed.TrySetResult(error);
            return Task.CompletedTask;
        };
        await hub.StartAsync().Soon();
        Assert.IsType<Microsoft.AspNetCore.SignalR.HubException>(await closed.Task.Soon());
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
    }

    [Theory]
    [InlineData("store_unavailable trace_id=abc123", "store_unavailable", "abc123")]
    [InlineData("rate_limited", "rate_limited", null)]
    [InlineData("Something else.", "foreign_answer", null)]
    public async Task Refusal_OfACall_IsReadFromTheMessage(string message, string slug, string? trace)
    {
        await using var hub = _client.ProviderHub();
        await hub.StartAsync().Soon();
        _api.Streams.Refusals.Enqueue(message);
        var refusal = await Assert.ThrowsAsync<HubRefusedException>(() => hub.ReportLocationsAsync([new(0, 0)]).Soon());
        Assert.Equal(("ReportLocations", slug, trace), (refusal.Subject, refusal.Slug, refusal.TraceId));
    }

    [Fact]
    public async Task Provider_Commands_GoWithTheirKeys()
    {
        await using var hub = _client.ProviderHub();
        await hub.StartAsync().Soon();
        Assert.Equal(2, await hub.ReportLocationsAsync([new(9.5, 48.25), new(9.75, 48)]).Soon());
        Assert.Equal("ReportLocations 9.5/48.25 9.75/48", await _api.Streams.NextCallAsync());
        Assert.Equal(TestJobs.Id(5), (await hub.AcceptAsync(TestJobs.Id(8), TestJobs.Id(5), "k").Soon()).Job!.JobId);
        Assert.Equal($"Accept {TestJobs.Id(8):N} {TestJobs.Id(5):N} k", await _api.Streams.NextCallAsync());
        _api.Streams.Refusals.Enqueue("offer_expired");
        Assert.Equal("offer_expired", (await hub.DeclineAsync(TestJobs.Id(8), TestJobs.Id(5), "k").Soon()).Slug);
        Assert.Equal($"Decline {TestJobs.Id(8):N} {TestJobs.Id(5):N} k", await _api.Streams.NextCallAsync());
        await hub.AdvanceAsync(TestJobs.Id(5), ProviderStep.Start, "1234", "k").Soon();
        Assert.Equal($"Advance {TestJobs.Id(5):N} start 1234 k", await _api.Streams.NextCallAsync());
        var names = new List<string>();
        foreach (var step in Enum.GetValues<ProviderStep>())
        {
            await hub.AdvanceAsync(TestJobs.Id(5), step).Soon();
            var call = (await _api.Streams.NextCallAsync()).Split(' ');
            names.Add(call[2]);
            Assert.Matches("^[0-9a-f]{32}$", call[4]);
        }

        Assert.Equal(["depart", "arrive", "start", "complete_stop", "complete", "no_show", "cancel"], names);
    }

    [Fact]
    public async Task Ops_FiguresAndAlerts_AreTold()
    {
        await using var hub = _client.OpsHub();
        var seen = Channel.CreateUnbounded<string>();
        hub.AlertsChanged += alerts =>
        {
            seen.Writer.TryWrite(alerts.Single().Kind);
            return Task.CompletedTask;
        };
        hub.FiguresChanged += figures =>
        {
            seen.Writer.TryWrite(figures.Market);
            return Task.CompletedTask;
        };
        await hub.StartAsync().Soon();
        await _api.Streams.TellAllAsync("Alerts", new[] { new AlertResource("a", "stuck_job", DateTimeOffset.UnixEpoch, "It is stuck.", TestJobs.Id(5), null, null) });
        Assert.Equal("stuck_job", await seen.Reader.ReadAsync().AsTask().Soon());
        await _api.Streams.TellAllAsync("Figures", new OverviewResource(
            "hohenmarkt", DateTimeOffset.UnixEpoch, 1, 1, ImmutableSortedDictionary<string, long>.Empty.Add("matching", 1), 0, ImmutableSortedDictionary<string, int>.Empty, 0,
            null, null, 0, "USD", 0, null, 0, 0, 0, 1));
        Assert.Equal("hohenmarkt", await seen.Reader.ReadAsync().AsTask().Soon());
    }

    [Fact]
    public async Task Merchant_OrdersAndStatistics_AreTold()
    {
        await using var hub = _client.MerchantHub();
        var seen = Channel.CreateUnbounded<long>();
        hub.StatisticsChanged += statistics =>
        {
            seen.Writer.TryWrite(statistics.Figures.Ordered);
            return Task.CompletedTask;
        };
        await hub.StartAsync().Soon();
        await using var orders = await hub.FollowMerchantAsync(TestJobs.Id(9), Tell).Soon();
        Assert.Equal($"Subscribe {StreamNames.Merchant(TestJobs.Id(9))} 0 0", await _api.Streams.NextCallAsync());
        var whole = await hub.WatchStatisticsAsync(TestJobs.Id(5)).Soon();
        Assert.Equal((TestJobs.Id(5), 1, new DateOnly(1970, 1, 1)), (whole.StoreId, whole.Figures.Ordered, whole.From));
        Assert.Equal($"WatchStatistics {TestJobs.Id(5):N}", await _api.Streams.NextCallAsync());
        await _api.Streams.TellAllAsync("Statistics", TestStreamHub.Statistics(null, 7));
        Assert.Equal(7, await seen.Reader.ReadAsync().AsTask().Soon());
        await hub.UnwatchStatisticsAsync().Soon();
        Assert.Equal("UnwatchStatistics", await _api.Streams.NextCallAsync());
        _api.Streams.Refusals.Enqueue("forbidden");
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<HubRefusedException>(() => hub.WatchStatisticsAsync().Soon())).Slug);
    }

    [Fact]
    public async Task Map_Watched_IsWholeAndThenKeptUp()
    {
        await using var hub = _client.OpsHub();
        await hub.StartAsync().Soon();
        var seen = Channel.CreateUnbounded<int>();
        _api.Streams.Whole = Maps.Frame(3, 10, 0, [1, 2], [(0, 9.5, 48.25, 1), (1, -9.000001, 48, 3)], [5]);
        var watch = await hub.WatchMapAsync("m", Write).Soon();
        Assert.Equal("WatchMap m", await _api.Streams.NextCallAsync());
        Assert.Equal(2, await seen.Reader.ReadAsync().AsTask().Soon());
        Assert.Equal([(TestJobs.Id(1), 9.5), (TestJobs.Id(2), -9.000001)], watch.Map.Vehicles.Select(vehicle => (vehicle.ProviderId, vehicle.Longitude)));
        Assert.Equal(TestJobs.Id(5), Assert.Single(watch.Map.Waiting).JobId);

        await _api.Streams.TellAllAsync("Map", Maps.Frame(3, 11, 2, [4], [(2, 1, 1, 1), (0, 0, 0, 0)], [], gone: [5]));
        Assert.Equal(2, await seen.Reader.ReadAsync().AsTask().Soon());
        Assert.Equal([TestJobs.Id(2), TestJobs.Id(4)], watch.Map.Vehicles.Select(vehicle => vehicle.ProviderId));
        Assert.Empty(watch.Map.Waiting);

        // Frame 12 is lost: with 13 all is asked for anew.
        _api.Streams.Whole = Maps.Frame(3, 13, 0, [1], [(0, 2, 2, 4)], []);
        await _api.Streams.TellAllAsync("Map", Maps.Frame(3, 13, 3, [], [(1, 1, 1, 1)], []));
        Assert.Equal("WatchMap m", await _api.Streams.NextCallAsync());
        Assert.Equal(1, await seen.Reader.ReadAsync().AsTask().Soon());
        await watch.DisposeAsync();
        Assert.Equal("UnwatchMap m", await _api.Streams.NextCallAsync());

        ValueTask Write(MarketMap map)
        {
            seen.Writer.TryWrite(map.Vehicles.Count);
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task Map_OfAPart_IsAskedForWhereItIsLookedAt()
    {
        await using var hub = _client.OpsHub();
        await hub.StartAsync().Soon();
        var changes = 0;
        _api.Streams.Whole = Maps.Frame(3, 10, 0, [1], [(0, 9.5, 48.25, 1)], []);
        var watch = await hub.WatchMapAsync("m", new MapView(9, 48, 10, 49, 12.5), _ =>
        {
            changes++;
            return ValueTask.CompletedTask;
        }).Soon();
        Assert.Equal("WatchMapView m 9 48 10 49 12.5", await _api.Streams.NextCallAsync());
        _api.Streams.Whole = Maps.Frame(3, 14, 0, [2, 3], [(0, 2, 2, 4), (1, 2, 2, 1)], []);
        await watch.MoveAsync(new MapView(1, 1, 3, 3, 11)).Soon();
        Assert.Equal("WatchMapView m 1 1 3 3 11", await _api.Streams.NextCallAsync());
        Assert.Equal([TestJobs.Id(2), TestJobs.Id(3)], watch.Map.Vehicles.Select(vehicle => vehicle.ProviderId));
        Assert.Equal((2, 14L), (changes, watch.Sequence));
        await watch.MoveAsync(null).Soon();
        Assert.Equal("WatchMap m", await _api.Streams.NextCallAsync());
    }

    [Fact]
    public void Map_FromAfar_HasCountsOfCellsUntilAnotherPartIsLookedAt()
    {
        var map = new MarketMap();
        var cell = new MapCell("5/9", 13.5, 52.5, 2, 0, 1, 0);
        map.Apply(Maps.Frame(3, 10, 0, [], [], []) with { Cells = [cell, cell with { Cell = "6/9" }] }, whole: true);
        map.Apply(Maps.Frame(3, 11, 0, [], [], []) with { Cells = [cell with { Available = 0, OnTrip = 0 }, cell with { Cell = "7/9", Stopped = 4 }] }, whole: false);
        Assert.Equal([("6/9", 0), ("7/9", 4)], map.Cells.Select(one => (one.Cell, one.Stopped)));
        Assert.Empty(map.Vehicles);
        map.Apply(Maps.Frame(3, 12, 0, [1], [(0, 9.5, 48.25, 1)], []), whole: true);
        Assert.Empty(map.Cells);
        Assert.Single(map.Vehicles);
    }

    [Fact]
    public async Task Map_Refused_Throws()
    {
        await using var hub = _client.OpsHub();
        await hub.StartAsync().Soon();
        _api.Streams.Refusals.Enqueue("market_unknown");
        Assert.Equal("market_unknown", (await Assert.ThrowsAsync<HubRefusedException>(() => hub.WatchMapAsync("m", _ => ValueTask.CompletedTask).Soon())).Slug);
    }

    [Fact]
    public void Map_FramesThatContradict_AreRefused()
    {
        var map = new MarketMap();
        map.Apply(Maps.Frame(1, 1, 0, [1], [], []), whole: true);
        Assert.Throws<InvalidDataException>(() => map.Apply(Maps.Frame(1, 2, 5, [2], [], []), whole: false));
        Assert.Throws<InvalidDataException>(() => map.Apply(Maps.Frame(1, 2, 0, [], [(1, 0, 0, 1)], []), whole: false));
        Assert.Throws<InvalidDataException>(() => map.Apply(Maps.Frame(1, 2, 0, [], [(0, 0, 0, 5)], []), whole: false));
        Assert.Throws<InvalidDataException>(() => map.Apply(Maps.Frame(1, 2, 0, [], [], []) with { Vehicles = new byte[12] }, whole: false));
    }

    private ValueTask Tell(StreamNews news)
    {
        _news.Writer.TryWrite(news);
        return ValueTask.CompletedTask;
    }

    private Task<StreamNews> NextAsync() => _news.Reader.ReadAsync().AsTask().Soon("news");

    /// <summary>The next news are events of these sequences.</summary>
    private async Task ExpectAsync(params long[] sequences)
    {
        foreach (var sequence in sequences)
        {
            Assert.Equal(sequence, (await NextAsync()).Event!.Sequence);
        }
    }

    private async Task<CustomerHub> StartedAsync()
    {
        var hub = _client.CustomerHub();
        await hub.StartAsync().Soon();
        return hub;
    }

    /// <summary>A hub that follows the stream, with what the first answer tells taken off.</summary>
    private async Task<CustomerHub> FollowingAsync()
    {
        var hub = await StartedAsync();
        await hub.FollowJobAsync(TestJobs.Id(5), Tell).Soon();
        Assert.NotNull((await NextAsync()).Snapshot);
        Assert.Equal($"Subscribe {Stream} 0 0", await _api.Streams.NextCallAsync());
        return hub;
    }
}

internal static class Maps
{
    public static MapFrame Frame(
        long epoch, long sequence, int first, int[] joined, (uint Index, double Longitude, double Latitude, byte State)[] vehicles, int[] waiting, int[]? gone = null)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var vehicle in vehicles)
        {
            writer.Write(vehicle.Index);
            writer.Write((int)Math.Round(vehicle.Longitude * 1e6));
            writer.Write((int)Math.Round(vehicle.Latitude * 1e6));
            writer.Write(vehicle.State);
        }

        return new MapFrame(
            "m", epoch, sequence, DateTimeOffset.UnixEpoch, [.. joined.Select(TestJobs.Id)], first, bytes.ToArray(),
            [.. waiting.Select(job => new WaitingJob(TestJobs.Id(job), 9, 48, DateTimeOffset.UnixEpoch))], [.. (gone ?? []).Select(TestJobs.Id)]);
    }
}
