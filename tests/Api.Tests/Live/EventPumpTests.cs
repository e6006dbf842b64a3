using System.Collections.Immutable;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
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
    private readonly EventPump _pump;
    private readonly List<(string Method, string Json)> _sent = [];
    private ImmutableArray<Job> _inStore = [];
    private bool _away;
    private bool _closed;

    public EventPumpTests()
    {
        var options = new LiveOptions { QueuedEvents = 16 };
        var catalog = Substitute.For<IMarketCatalog>();
        var market = new Market(Scenarios.Market, Scenarios.Operator, [new ServiceClass(Scenarios.ServiceClass, Scenarios.Terms(), "batched", TimeSpan.FromSeconds(1))], false);
        catalog.All.Returns([market]);
        catalog.Find(Scenarios.Market).Returns(market);
        _jobs.LiveInShard(default!, default).ReturnsForAnyArgs(_ => _away ? throw new StoreUnavailableException("away") : new ValueTask<ImmutableArray<Job>>(_inStore));
        (_board, _subscriptions, _) = Sample.Board(_clock, options, catalog, jobs: _jobs);
        _merchants = new MerchantBoard(new SystemSecretSource(), _clock);
        var set = Options.Create(options);
        var shifts = new ShiftBook(Substitute.For<IGrainFactory>(), _board, _clock, set, NullLogger<ShiftBook>.Instance);
        _pump = new EventPump(
            Substitute.For<IEventBus>(), _board, _merchants, shifts, _subscriptions, catalog, Substitute.For<IBackgroundWork>(), _clock, _meters, set, NullLogger<EventPump>.Instance);
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
