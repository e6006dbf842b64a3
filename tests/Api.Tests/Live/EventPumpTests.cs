using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Live;

public sealed class EventPumpTests
{
    private readonly ManualClock _clock = new();
    private readonly IJobStore _jobs = Substitute.For<IJobStore>();
    private readonly LiveMeters _meters = new();
    private readonly LiveBoard _board;
    private readonly MerchantBoard _merchants;
    private readonly Subscriptions _subscriptions;
    private readonly INodeLink _link = Substitute.For<INodeLink>();
    private readonly IStreamReader _streams = Substitute.For<IStreamReader>();
    private readonly StreamRepair _repair;
    private readonly EventPump _pump;
    private readonly IMarketCatalog _catalog = Substitute.For<IMarketCatalog>();
    private readonly MissedFacts _missed;
    private readonly List<(string Method, string Json)> _sent = [];
    private ImmutableArray<Job> _inStore = [];
    private bool _away;
    private bool _closed;

    public EventPumpTests()
    {
        var options = new LiveOptions { QueuedEvents = 16 };
        var market = new Market(Scenarios.Market, Scenarios.Operator, [new ServiceClass(Scenarios.ServiceClass, Scenarios.Terms(), "batched", TimeSpan.FromSeconds(1))], false);
        _catalog.All.Returns([market]);
        _catalog.Find(Scenarios.Market).Returns(market);
        _streams.After(default!, default, default, default).ReturnsForAnyArgs(new ValueTask<ImmutableArray<StreamEvent>>([]));
        _missed = new MissedFacts(_streams, _jobs, Substitute.For<IJobReader>(), NullLogger<MissedFacts>.Instance);
        _jobs.LiveInShard(default!, default).ReturnsForAnyArgs(_ => _away ? throw new StoreUnavailableException("away") : new ValueTask<ImmutableArray<Job>>(_inStore));
        (_board, _subscriptions, _) = Sample.Board(_clock, options, _catalog, jobs: _jobs, link: _link);
        _merchants = new MerchantBoard(new SystemSecretSource(), _clock);
        var set = Options.Create(options);
        var shifts = new ShiftBook(Substitute.For<IGrainFactory>(), _board, _clock, set, NullLogger<ShiftBook>.Instance);
        _repair = new StreamRepair(_subscriptions, _missed, _link, Substitute.For<IBackgroundWork>(), _clock, NullLogger<StreamRepair>.Instance);
        _pump = new EventPump(
            Substitute.For<IEventBus>(), _link, _repair, _board, _merchants, shifts, _subscriptions, _catalog, Substitute.For<IBackgroundWork>(), _clock, _meters, set, NullLogger<EventPump>.Instance);
    }

    [Fact]
    public async Task Tend_MarketThatCameUp_IsFilledFromTheStoreOnce()
    {
        _inStore = [Scenarios.MatchingJob(order: Scenarios.Order(n: 1)), Scenarios.AcceptedJob(order: Scenarios.Order(n: 2))];
        await _pump.Tend(default);
        await _pump.Tend(default);
        Assert.Equal([JobState.Matching, JobState.Accepted], _board.Jobs.OfMarket("new-york").Select(job => job.State));
        Assert.Single(_board.Map("new-york")!.Waiting);
        await _jobs.ReceivedWithAnyArgs(1).LiveInShard(default!, default);
    }

    [Fact]
    public async Task Subscribe_ToAMarketBeforeItIsFilled_WaitsForItsJobs()
    {
        _inStore = [Scenarios.MatchingJob(order: Scenarios.Order(n: 1))];
        var desk = Desk();
        Assert.True(StreamAddress.TryParse("market/new-york", out var address));
        var connection = Connection();
        var subscribing = desk.Subscribe(connection, address, 0, 0, default);
        var other = desk.Subscribe(connection, address, 0, 0, default);
        Assert.False(subscribing.IsCompleted);
        await _pump.Tend(default);
        var reply = await subscribing.Soon();
        Assert.Equal([Scenarios.Job(1).Value], reply.Jobs.Select(job => job.JobId));
        await other.Soon();
    }

    [Fact]
    public async Task Subscribe_ToAMarketThatIsNotFilledForLong_IsToldSo()
    {
        var desk = Desk();
        Assert.True(StreamAddress.TryParse("market/new-york", out var address));
        var connection = Connection();
        var subscribing = desk.Subscribe(connection, address, 0, 0, default);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<TimeoutException>(() => subscribing);
        Assert.Empty(_subscriptions.StreamsOf(connection));
    }

    [Fact]
    public async Task Hear_MoreThanTheQueueHolds_ReadsAllAnewAndClosesEveryConnection()
    {
        _inStore = [Scenarios.MatchingJob(order: Scenarios.Order(n: 1))];
        await _pump.Tend(default);
        var connection = Connection();
        _subscriptions.Join(connection, "market/new-york", 10);
        for (var version = 1; version <= 17; version++)
        {
            _pump.Hear(Sample.Changed(Sample.View(7, JobState.Matching, version), "matching_begun"));
        }

        // Meanwhile the first job has ended and another has come.
        _inStore = [Scenarios.MatchingJob(order: Scenarios.Order(n: 2))];
        var (known, merchant) = (_board.Market("new-york").Sequence, _merchants.Find("merchant/x", 0, 0));
        await _pump.Tend(default);
        Assert.True(_closed);

        // Who comes back with what it knew is told to reload.
        Assert.NotEqual(known, _board.Market("new-york").Sequence);
        Assert.Null(_merchants.Find("merchant/x", merchant.Epoch, merchant.Sequence).Missed);
        Assert.Equal([Scenarios.Job(2).Value], _board.Jobs.OfMarket("new-york").Select(job => job.Job));
        Assert.Equal([Scenarios.Job(2).Value], _board.Map("new-york")!.Waiting.Select(job => job.JobId));
    }

    [Fact]
    public async Task Tend_StoreThatIsAway_IsAskedAgainLaterAndTheReloadIsNotForgotten()
    {
        await _pump.Tend(default);
        Connection();
        for (var version = 1; version <= 17; version++)
        {
            _pump.Hear(Sample.Changed(Sample.View(7, JobState.Matching, version), "matching_begun"));
        }

        _away = true;
        await _pump.Tend(default);
        await _pump.Tend(default);
        Assert.False(_closed);
        await _jobs.ReceivedWithAnyArgs(2).LiveInShard(default!, default);
        _away = false;
        _clock.Advance(TimeSpan.FromSeconds(2));
        await _pump.Tend(default);
        Assert.True(_closed);
    }

    [Fact]
    public async Task Take_EventAheadThatIsNeverFollowed_GoesOutAfterASecond()
    {
        var connection = Connection();
        _subscriptions.Join(connection, "customer/x", 10)!.Begin(4);
        _pump.Take(Event(6));
        Assert.Empty(_sent);
        await _pump.Tend(default);
        Assert.Empty(_sent);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _pump.Tend(default);
        Assert.Contains("\"sequence\":6", Assert.Single(_sent).Json, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_EventForManyKindsOfHearers_TellsEachItsPart()
    {
        foreach (var audience in new[] { Audience.Customer, Audience.Ops })
        {
            _subscriptions.Join(Connection(audience), "customer/x", 10)!.Begin(0);
        }

        _pump.Take(Event(1, "4711"));
        Assert.Equal(2, _sent.Count);
        Assert.Single(_sent, message => message.Json.Contains("4711", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tend_AfterALossOfOtherNodesEvents_ReadsBoardsAnewAndClosesTheirHearersAlone()
    {
        _inStore = [Scenarios.MatchingJob(order: Scenarios.Order(n: 1))];
        await _pump.Tend(default);
        await _link.Received(1).Follow(StreamTopics.News);
        await _link.Received(1).Follow(StreamTopics.Market("new-york"));
        _subscriptions.Join(Connection(Audience.Customer), "customer/x", 10)!.Begin(0);
        _inStore = [Scenarios.MatchingJob(order: Scenarios.Order(n: 2))];
        var (known, merchant) = (_board.Market("new-york").Sequence, _merchants.Find("merchant/x", 0, 0));
        _link.Losses.Returns(1);
        _pump.Hear(Sample.Changed(Sample.View(2, JobState.Matching, 50), "matching_begun"));
        await _pump.Tend(default);
        Assert.False(_closed);
        Assert.NotEqual(known, _board.Market("new-york").Sequence);
        Assert.Null(_merchants.Find("merchant/x", merchant.Epoch, merchant.Sequence).Missed);
        Assert.Equal([Scenarios.Job(2).Value], _board.Jobs.OfMarket("new-york").Select(job => job.Job));

        _subscriptions.Join(Connection(), "market/new-york", 10);
        await _pump.Tend(default);
        Assert.False(_closed);
        _link.Losses.Returns(2);
        await _pump.Tend(default);
        Assert.True(_closed);
        await _link.ReceivedWithAnyArgs(2 + 1).Follow(default!);
    }

    [Fact]
    public async Task Repair_AfterALoss_TellsWhatWasMissedOnceAndInOrder()
    {
        var stream = StreamNames.Customer(Sample.Customer(1));
        _subscriptions.Join(Connection(Audience.Customer), stream, 10)!.Begin(4);
        _subscriptions.Join(Connection(), "market/new-york", 10);

        // Who subscribed before it began may have missed something: it looks once in any case.
        await _repair.Look(_pump.Take, default);
        await _repair.Look(_pump.Take, default);
        await _streams.ReceivedWithAnyArgs(1).After(default!, default, default, default);
        Assert.Empty(_sent);

        // The last of them came by itself meanwhile.
        _link.Losses.Returns(1);
        _streams.After(stream, 4, Arg.Any<int>(), default).Returns(new ValueTask<ImmutableArray<StreamEvent>>([On(stream, 5), On(stream, 6), On(stream, 7)]));
        _pump.Take(On(stream, 7));
        await _repair.Look(_pump.Take, default);
        Assert.Equal([5, 6, 7], _sent.Select(message => (int)JsonNode.Parse(message.Json)!["sequence"]!));
        await _repair.Look(_pump.Take, default);
        await _streams.ReceivedWithAnyArgs(2).After(default!, default, default, default);
        Assert.False(_closed);
    }

    [Fact]
    public async Task Repair_OfAStreamThatCannotBeRead_ClosesItsHearersAndRepairsTheOthers()
    {
        var (unreadable, other) = (StreamNames.Customer(Sample.Customer(1)), StreamNames.Customer(Sample.Customer(2)));
        _subscriptions.Join(Connection(Audience.Customer), unreadable, 10)!.Begin(4);
        _subscriptions.Join(Connection(), other, 10)!.Begin(8);
        _streams.After(unreadable, 4, Arg.Any<int>(), default).Returns<ValueTask<ImmutableArray<StreamEvent>>>(_ => throw new ArgumentException("no fact"));
        _streams.After(other, 8, Arg.Any<int>(), default).Returns(new ValueTask<ImmutableArray<StreamEvent>>([On(other, 9)]));
        await _repair.Look(_pump.Take, default);
        Assert.True(_closed);
        Assert.Contains("\"sequence\":9", Assert.Single(_sent).Json, StringComparison.Ordinal);

        // It is done with: nobody asks again before the next loss.
        await _repair.Look(_pump.Take, default);
        await _streams.ReceivedWithAnyArgs(2).After(default!, default, default, default);
    }

    [Fact]
    public async Task Repair_WhereOneStreamIsNotAnswered_RepairsTheOthersAndAsksAgain()
    {
        var (late, other) = (StreamNames.Customer(Sample.Customer(1)), StreamNames.Customer(Sample.Customer(2)));
        _subscriptions.Join(Connection(Audience.Customer), late, 10)!.Begin(4);
        _subscriptions.Join(Connection(), other, 10)!.Begin(8);
        _streams.After(late, 4, Arg.Any<int>(), default).Returns<ValueTask<ImmutableArray<StreamEvent>>>(_ => throw new TimeoutException("late"));
        _streams.After(other, 8, Arg.Any<int>(), default).Returns(new ValueTask<ImmutableArray<StreamEvent>>([On(other, 9)]));
        await _repair.Look(_pump.Take, default);
        Assert.Single(_sent);
        _streams.After(late, 4, Arg.Any<int>(), default).Returns(new ValueTask<ImmutableArray<StreamEvent>>([On(late, 5)]));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await _repair.Look(_pump.Take, default);
        Assert.Equal(2, _sent.Count);
        Assert.False(_closed);
    }

    [Fact]
    public async Task Repair_OfAJobThatGoesElsewhere_ClosesItsHearersOnlyWhereSomethingWasMissed()
    {
        var job = Scenarios.AcceptedJob();
        job = job with { Destination = new JobDestination(job.Order.Quote, job.Order.Stops[^1].Place, job.Order.QuotedFare, job.Order.QuotedDistance, job.Order.QuotedDuration, 1) };
        _jobs.Load(job.Id, default).ReturnsForAnyArgs(new ValueTask<Job?>(job));
        var group = _subscriptions.Join(Connection(Audience.Customer), StreamNames.Job(job.Id.Value), 10)!;
        group.Begin(job.Version);
        await _repair.Look(_pump.Take, default);
        Assert.False(_closed);

        _jobs.Load(job.Id, default).ReturnsForAnyArgs(new ValueTask<Job?>(job with { Version = job.Version + 1 }));
        _link.Losses.Returns(1);
        await _repair.Look(_pump.Take, default);
        Assert.True(_closed);
        Assert.Empty(_sent);
    }

    [Fact]
    public async Task Fact_ThatIsRepairedAndComesByItself_IsToldOnceAndCountsOnce()
    {
        await _pump.Tend(default);
        var ended = Sample.Changed(Sample.View(1, JobState.Completed, 8, 1), "completed");
        _subscriptions.Join(Connection(), ended.Stream, 10)!.Begin(7);
        _pump.HearRepaired(ended);
        _pump.TakeQueued();
        Assert.Single(_sent);
        Assert.Equal(0, _board.Overview("new-york")!.ServedPerMinute);
        _pump.Hear(ended);
        _pump.TakeQueued();
        Assert.Single(_sent);
        Assert.Equal(1, _board.Overview("new-york")!.ServedPerMinute);
    }

    [Fact]
    public async Task Tend_WhileOthersCannotBeHeard_ReadsBoardsNowAndThenAndClosesWhoMissedSomething()
    {
        _inStore = [Scenarios.MatchingJob(order: Scenarios.Order(n: 1))];
        await _pump.Tend(default);
        _subscriptions.Join(Connection(), "market/new-york", 10);
        _link.IsDeaf.Returns(true);
        await _pump.Tend(default);
        await _pump.Tend(default);
        await _jobs.ReceivedWithAnyArgs(2).LiveInShard(default!, default);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await _pump.Tend(default);
        await _jobs.ReceivedWithAnyArgs(3).LiveInShard(default!, default);
        Assert.False(_closed);

        var (known, merchant) = (_board.Market("new-york").Sequence, _merchants.Find("merchant/x", 0, 0));
        _inStore = [Scenarios.MatchingJob(order: Scenarios.Order(n: 2))];
        _clock.Advance(TimeSpan.FromSeconds(5));
        await _pump.Tend(default);
        Assert.Equal([Scenarios.Job(2).Value], _board.Jobs.OfMarket("new-york").Select(job => job.Job));
        Assert.True(_closed);
        Assert.NotEqual(known, _board.Market("new-york").Sequence);

        // No order of a merchant is among what changed.
        Assert.NotNull(_merchants.Find("merchant/x", merchant.Epoch, merchant.Sequence).Missed);
    }

    [Fact]
    public async Task Tend_MarketThatTheCatalogDoesNotKnowYet_IsFilledOnceItDoes()
    {
        var market = _catalog.Find(Scenarios.Market);
        _catalog.Find(Scenarios.Market).Returns((Market?)null);
        _inStore = [Scenarios.MatchingJob(order: Scenarios.Order(n: 1))];
        _pump.Take(Sample.Changed(Sample.View(7, JobState.Matching, 2), "matching_begun"));
        await _pump.Tend(default);
        Assert.False(_board.Market("new-york").Filled);
        Assert.Equal([Sample.Job(7)], _board.Jobs.OfMarket("new-york").Select(job => job.Job));

        _catalog.Find(Scenarios.Market).Returns(market);
        await _pump.Tend(default);
        Assert.True(_board.Market("new-york").Filled);
        Assert.Equal([Scenarios.Job(1).Value], _board.Jobs.OfMarket("new-york").Select(job => job.Job));
    }

    [Fact]
    public async Task Tend_MarketThatIsFilledAfterAMerchantSubscribed_ClosesTheMerchantsHearers()
    {
        _subscriptions.Join(Connection(Audience.Merchant), "merchant/x", 10);
        var merchant = _merchants.Find("merchant/x", 0, 0);
        await _pump.Tend(default);
        Assert.True(_closed);
        Assert.Null(_merchants.Find("merchant/x", merchant.Epoch, merchant.Sequence).Missed);
    }

    [Fact]
    public async Task Take_EventAheadOfOneThatTheStoreHas_TellsBothInOrder()
    {
        var stream = StreamNames.Customer(Sample.Customer(1));
        _subscriptions.Join(Connection(Audience.Customer), stream, 10)!.Begin(4);
        _streams.After(stream, 4, Arg.Any<int>(), default).Returns(new ValueTask<ImmutableArray<StreamEvent>>([On(stream, 5), On(stream, 6)]));
        _pump.Take(On(stream, 6));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _pump.Tend(default);
        Assert.Equal([5, 6], _sent.Select(message => (int)JsonNode.Parse(message.Json)!["sequence"]!));

        // A store that is away keeps nobody waiting.
        _streams.After(stream, 6, Arg.Any<int>(), default).Returns<ValueTask<ImmutableArray<StreamEvent>>>(_ => throw new StoreUnavailableException("away"));
        _pump.Take(On(stream, 8));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _pump.Tend(default);
        Assert.Equal(3, _sent.Count);
    }

    /// <summary>Nor does one that nobody can be shown end the tending of all others, or go to others in their place.</summary>
    [Fact]
    public async Task Take_EventThatCannotBeShown_KeepsNothingFromOthers()
    {
        var (broken, other) = (StreamNames.Customer(Sample.Customer(1)), StreamNames.Customer(Sample.Customer(2)));
        _subscriptions.Join(Connection(Audience.Customer), broken, 10)!.Begin(4);
        _subscriptions.Join(Connection(), other, 10)!.Begin(8);
        StreamEvent Unshowable(long sequence) => new(broken, 1, sequence, Sample.Now, new PushMessage.JobChanged(null!, "accepted", null));
        _pump.Take(Unshowable(5));
        _pump.Take(On(other, 9));
        Assert.Contains("\"sequence\":9", Assert.Single(_sent).Json, StringComparison.Ordinal);

        _pump.Take(On(broken, 6));
        _pump.Take(Unshowable(8));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _pump.Tend(default);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await _pump.Tend(default);
        _pump.Take(On(other, 10));
        Assert.Equal([9, 6, 10], _sent.Select(message => (int)JsonNode.Parse(message.Json)!["sequence"]!));
    }

    [Fact]
    public async Task Tend_StoppedWhileWhatIsMissingIsRead_EndsAndTellsNoGap()
    {
        var stream = StreamNames.Customer(Sample.Customer(1));
        _subscriptions.Join(Connection(Audience.Customer), stream, 10)!.Begin(4);
        using var stop = new CancellationTokenSource();
        var read = new TaskCompletionSource<ImmutableArray<StreamEvent>>();
        _streams.After(stream, 4, Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(new ValueTask<ImmutableArray<StreamEvent>>(read.Task));
        _pump.Take(On(stream, 6));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _pump.Tend(stop.Token);
        await stop.CancelAsync();
        read.SetCanceled(stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _pump.Tend(stop.Token));
        Assert.Empty(_sent);
    }

    [Fact]
    public async Task Take_WhileWhatIsMissingIsRead_TellsOtherStreamsOn()
    {
        var (late, other) = (StreamNames.Customer(Sample.Customer(1)), StreamNames.Customer(Sample.Customer(2)));
        _subscriptions.Join(Connection(Audience.Customer), late, 10)!.Begin(4);
        _subscriptions.Join(Connection(), other, 10)!.Begin(8);
        var read = new TaskCompletionSource<ImmutableArray<StreamEvent>>();
        _streams.After(late, 4, Arg.Any<int>(), default).Returns(new ValueTask<ImmutableArray<StreamEvent>>(read.Task));
        _pump.Take(On(late, 6));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _pump.Tend(default);
        _pump.Take(On(other, 9));
        Assert.Single(_sent);

        // What was missing comes by itself, and another is missing: that one is waited for as long as any.
        _pump.Take(On(late, 5));
        _pump.Take(On(late, 8));
        read.SetResult([On(late, 5), On(late, 6)]);
        await _pump.Tend(default);
        Assert.Equal([9, 5, 6], _sent.Select(message => (int)JsonNode.Parse(message.Json)!["sequence"]!));
        _streams.After(late, 6, Arg.Any<int>(), default).Returns(new ValueTask<ImmutableArray<StreamEvent>>([On(late, 7)]));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _pump.Tend(default);
        Assert.Equal([9, 5, 6, 7, 8], _sent.Select(message => (int)JsonNode.Parse(message.Json)!["sequence"]!));
    }

    [Fact]
    public async Task Repair_OfMoreThanIsToldAgain_ClosesTheHearers()
    {
        var stream = StreamNames.Customer(Sample.Customer(1));
        _subscriptions.Join(Connection(Audience.Customer), stream, 10)!.Begin(4);
        _streams.After(stream, 4, Arg.Any<int>(), default).Returns(new ValueTask<ImmutableArray<StreamEvent>>([On(stream, 6)]));
        _link.Losses.Returns(1);
        await _repair.Look(_pump.Take, default);
        Assert.True(_closed);
        Assert.Empty(_sent);
    }

    [Fact]
    public async Task Repair_WhileDeafOrTheStoreIsAway_AsksNowAndThen()
    {
        var stream = StreamNames.Customer(Sample.Customer(1));
        _subscriptions.Join(Connection(Audience.Customer), stream, 10)!.Begin(4);
        _link.IsDeaf.Returns(true);
        _streams.After(stream, 4, Arg.Any<int>(), default).Returns<ValueTask<ImmutableArray<StreamEvent>>>(_ => throw new StoreUnavailableException("away"));
        await _repair.Look(_pump.Take, default);
        await _repair.Look(_pump.Take, default);
        await _streams.ReceivedWithAnyArgs(1).After(default!, default, default, default);

        _streams.After(stream, 4, Arg.Any<int>(), default).Returns(new ValueTask<ImmutableArray<StreamEvent>>([On(stream, 5)]));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await _repair.Look(_pump.Take, default);
        Assert.Single(_sent);
        _streams.After(stream, 5, Arg.Any<int>(), default).Returns(new ValueTask<ImmutableArray<StreamEvent>>([On(stream, 6)]));
        await _repair.Look(_pump.Take, default);
        Assert.Single(_sent);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await _repair.Look(_pump.Take, default);
        Assert.Equal(2, _sent.Count);
    }

    [Fact]
    public void Streams_ThatSomebodyHears_AreFollowedUntilNobodyDoes()
    {
        var stream = StreamNames.Customer(Sample.Customer(1));
        var (one, other) = (Connection(Audience.Customer), Connection());
        _subscriptions.Join(one, stream, 10);
        _subscriptions.Join(other, stream, 10);
        _ = _link.Received(1).Follow(stream);
        _subscriptions.Leave(one, stream);
        _link.DidNotReceiveWithAnyArgs().Leave(default!);
        _subscriptions.Close(other);
        _link.Received(1).Leave(stream);
    }

    [Fact]
    public async Task Provider_WhoseAppIsConnectedAnywhere_IsConnected()
    {
        var app = StreamTopics.App(Guid.Empty);
        Assert.False(await _subscriptions.IsConnected(Guid.Empty));
        _link.IsFollowed(app).Returns(new ValueTask<bool>(true));
        Assert.True(await _subscriptions.IsConnected(Guid.Empty));
        _link.ClearReceivedCalls();
        var connection = Connection(Audience.Provider);
        _ = _link.Received(1).Follow(app);
        Assert.True(await _subscriptions.IsConnected(Guid.Empty));
        await _link.DidNotReceiveWithAnyArgs().IsFollowed(default!);
        _subscriptions.Close(connection);
        _link.Received(1).Leave(app);
    }

    private StreamDesk Desk() => new(
        _subscriptions, new Snapshots(Substitute.For<IGrainFactory>(), Substitute.For<IJobReader>(), null!, _board), _missed, _streams, _link, _board, _merchants, _clock,
        Options.Create(new HubLimitsOptions()));

    private static StreamEvent On(string stream, long sequence) =>
        new(stream, 1, sequence, Sample.Now, new PushMessage.JobChanged(Sample.View(1, JobState.Accepted, sequence, 1), "accepted", null));

    private static StreamEvent Event(long sequence, string? pin = null) =>
        new("customer/x", 1, sequence, Sample.Now, new PushMessage.JobChanged(Sample.View(1, JobState.Accepted, 4, 1), "accepted", pin));

    private PushConnection Connection(Audience audience = Audience.Ops)
    {
        var client = Substitute.For<ISingleClientProxy>();
        client.SendCoreAsync(default!, default!, default).ReturnsForAnyArgs(call =>
        {
            _sent.Add((call.ArgAt<string>(0), System.Text.Encoding.UTF8.GetString(((Utf8Payload)call.ArgAt<object[]>(1)[0]).Json)));
            return Task.CompletedTask;
        });
        var connection = new PushConnection($"c{audience}", audience, Guid.Empty, client, () => _closed = true, _meters, 100);
        _subscriptions.Open(connection);
        return connection;
    }
}
