using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Live;

/// <summary>API nodes with a map each that tell each other where vehicles are, in virtual time, over a wire that carries at once or not at all.</summary>
public sealed class PlaceRelayTests : IDisposable
{
    private const double Nowhere = -1;
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Vehicle_OfAnotherNode_IsOnTheMapOfWhoeverAsksWithinASecondAndAHalf()
    {
        var (here, there) = (_scene.Begin(), _scene.Begin());
        var job = Sample.View(1, JobState.InProgress, 3, provider: 1);
        here.Board.Apply(Sample.Changed(job, "started"), new PushMessage.JobChanged(job, "started", null));
        there.Report(1, 0.5);
        there.Report(2, 0.6);
        _scene.Pass(0.75);
        Assert.Equal(Nowhere, here.Find(1));
        _scene.Pass(1.5);
        Assert.Equal((0.5, 0.6), (here.Find(1), here.Find(2)));

        // What it does this node knows of its own jobs; what it serves is told.
        Assert.Equal((1, 1), (here.Count(VehicleState.OnTrip), here.Count(VehicleState.Available)));
        Assert.Equal(0.6, Assert.Single(here.Near("ride")).Longitude);
        Assert.Empty(here.Near("xl"));

        // From then on it is a frame behind.
        there.Report(1, 0.7);
        _scene.Pass(0.25);
        Assert.Equal(0.7, here.Find(1));
        Assert.Equal(there.Board.PlaceOf(Sample.Provider(1), Sample.Market), here.Board.PlaceOf(Sample.Provider(1), Sample.Market));
    }

    [Fact]
    public void Places_ThatNobodyElseAsksFor_AreNotTold()
    {
        var (here, there) = (_scene.Begin(), _scene.Begin());
        for (var second = 0; second < 10; second++)
        {
            there.Report(1, second);
            Assert.Equal(second, there.Find(1));
            here.Report(2, second);
            _scene.Pass(1);
        }

        // One of them hears, and the other alone tells. Each looks once a second whether it is heard.
        Assert.Equal(0, there.Told);
        Assert.InRange(here.Told, 8, 12);
        Assert.InRange(there.Link.Looks, 9, 12);
        there.Report(1, 20);
        Assert.Equal(Nowhere, there.Find(3));

        // Who has not asked for long hears no more, and what it knows grows old.
        _scene.Pass(29);
        here.Report(2, 30);
        _scene.Pass(1.25);
        Assert.False(there.Link.Hears);
        here.Report(2, 31);
        _scene.Pass(2);
        var told = here.Told;
        here.Report(2, 32);
        _scene.Pass(10);
        Assert.Equal(told, here.Told);
        Assert.Equal(30, there.Find(2));
        _scene.Pass(1.5);
        Assert.Equal(32, there.Find(2));
    }

    [Fact]
    public void Map_ThatIsWatched_IsHeardAndShowsThemInItsFrames()
    {
        var (here, there) = (_scene.Begin(), _scene.Begin());
        using var meters = new LiveMeters();
        var watcher = new PushConnection("1", Audience.Ops, Guid.Empty, Substitute.For<Microsoft.AspNetCore.SignalR.ISingleClientProxy>(), () => { }, meters, 20);
        lock (here.Live.Gate)
        {
            here.Live.Watch(watcher, null, _scene.Clock.GetUtcNow());
        }

        there.Report(1, 0.5);
        _scene.Pass(60);
        there.Report(1, 0.6);
        _scene.Pass(0.25);
        lock (here.Live.Gate)
        {
            Assert.Equal([Sample.Provider(1)], here.Live.Map.Tick(_scene.Clock.GetUtcNow())!.Joined.ToArray());
            here.Live.Unwatch(watcher);
        }

        _scene.Pass(0.25);
        Assert.False(here.Link.Hears);
    }

    [Fact]
    public void Places_OfOneFrame_AreOneMessageWithTheLastOfEach()
    {
        var (here, there) = (_scene.Begin(), _scene.Begin());
        here.Find(1);
        for (var n = 1; n <= 50; n++)
        {
            there.Report(n, 0);
        }

        _scene.Pass(1.5);
        var (messages, told) = (_scene.Wire.Messages, there.Told);
        for (var n = 1; n <= 20; n++)
        {
            there.Report(n, 1);
            _scene.Clock.Advance(TimeSpan.FromMilliseconds(1));
            there.Report(n, 2);
        }

        _scene.Pass(0.25);
        Assert.Equal((messages + 1, told + 20), (_scene.Wire.Messages, there.Told));
        Assert.Equal((2.0, 0.0), (here.Find(20), here.Find(21)));

        // Who stands still is told with all.
        _scene.Pass(5);
        Assert.Equal((messages + 2, told + 70), (_scene.Wire.Messages, there.Told));
    }

    [Fact]
    public void Newcomer_IsToldAllThoughOthersHeardItBefore()
    {
        var (here, there, late) = (_scene.Begin(), _scene.Begin(), _scene.Begin());
        here.Find(1);
        there.Report(1, 1);
        _scene.Pass(2);
        late.Find(1);
        _scene.Pass(1.5);
        Assert.Equal((1.0, 1.0), (here.Find(1), late.Find(1)));
    }

    [Fact]
    public void Vehicle_ThatReportsToAnotherNodeNow_StandsOnceAndIsToldByThatOne()
    {
        var (here, there, third) = (_scene.Begin(), _scene.Begin(), _scene.Begin());
        there.Report(1, 1);
        _scene.Ask(1);
        _scene.Pass(2);
        here.Report(1, 2);
        _scene.Pass(0.25);
        Assert.Equal([2.0, 2.0, 2.0], _scene.Ask(1));
        Assert.Equal([1, 1, 1], _scene.Nodes.Select(node => node.Count(VehicleState.Available)));

        // The other's last word, told again with all, changes nothing, and it tells no more.
        var told = there.Told;
        _scene.Pass(10);
        Assert.Equal([2.0, 2.0, 2.0], _scene.Ask(1));
        Assert.Equal(told, there.Told);
        Assert.True(here.Told > 2);
        Assert.Equal(0, third.Told);

        // And back, at once.
        there.Report(1, 3);
        _scene.Pass(0.25);
        Assert.Equal([3.0, 3.0, 3.0], _scene.Ask(1));
    }

    [Fact]
    public void Vehicle_ThatMovedUnseenByItsOldNode_StandsWhereItReportsNow()
    {
        var (here, there, third) = (_scene.Begin(), _scene.Begin(), _scene.Begin());
        there.Report(1, 1);
        _scene.Clock.Advance(TimeSpan.FromSeconds(1));
        here.Report(1, 2);

        // Both tell it, for neither hears the other.
        third.Find(1);
        _scene.Pass(10);
        Assert.False(here.Link.Hears || there.Link.Hears);
        Assert.Equal(2, third.Find(1));
        Assert.Equal(1, third.Count(VehicleState.Available));
    }

    [Fact]
    public void Node_ThatIsGone_ItsVehiclesLeaveAsSilentOnesDo()
    {
        var (here, there) = (_scene.Begin(), _scene.Begin());

        // One that reports from where it is stays, as it does at its own node.
        for (var second = 0; second < 120; second += 10)
        {
            there.Report(1, 1);
            Assert.Equal(second == 0 ? Nowhere : 1, here.Find(1));
            _scene.Pass(10);
        }

        _scene.Nodes.Remove(there);
        there.Dispose();
        for (var second = 0; second < 49; second += 7)
        {
            Assert.Equal(1, here.Find(1));
            _scene.Pass(7);
        }

        _scene.Pass(3);
        Assert.Equal(Nowhere, here.Find(1));
        Assert.Equal(0, here.Count(VehicleState.Available));
    }

    [Fact]
    public void Wire_ThatWasAway_BringsThemAgainWithinSeconds()
    {
        var (here, there) = (_scene.Begin(), _scene.Begin());
        here.Find(1);
        there.Report(1, 1);
        _scene.Pass(2);
        _scene.Wire.IsAway = true;
        there.Report(1, 2);
        there.Report(2, 2);
        here.Report(3, 3);
        _scene.Pass(5);

        // What was known stands until it is too old; each has its own.
        Assert.Equal((1.0, Nowhere, 3.0), (here.Find(1), here.Find(2), here.Find(3)));
        Assert.Equal((2.0, 2.0), (there.Find(1), there.Find(2)));
        _scene.Wire.IsAway = false;
        _scene.Pass(1.25);
        Assert.Equal((2.0, 2.0, 3.0), (here.Find(1), here.Find(2), here.Find(3)));
    }

    [Fact]
    public void Shift_ThatEnds_TakesItOffWhoeverKnewOfItAndNoLateWordBringsItBack()
    {
        var (here, there) = (_scene.Begin(), _scene.Begin());
        here.Find(1);
        there.Report(1, 1, shift: 4);
        _scene.Pass(1.5);
        Assert.Equal(1, here.Find(1));

        // This node has never heard of the provider, and hears of the end before the other does.
        here.Shifts.Learn(OfShift(1, 4, null));
        Assert.Equal(Nowhere, here.Find(1));
        there.Report(1, 2, shift: 4);
        _scene.Pass(6);
        Assert.Equal(Nowhere, here.Find(1));

        // The other may be the first to know of the next one.
        there.Shifts.Learn(OfShift(1, 4, null));
        Assert.Equal(Nowhere, there.Find(1));
        there.Report(1, 3, shift: 5);
        _scene.Pass(0.25);
        Assert.Equal(3, here.Find(1));
        here.Shifts.Learn(OfShift(1, 5, Sample.Market));
        Assert.Equal(3, here.Find(1));

        // In another market it is on one map.
        here.Shifts.Learn(OfShift(1, 6, "boston"));
        Assert.Equal(Nowhere, here.Find(1));
    }

    [Fact]
    public void Message_ThatIsNone_IsCountedAndHarmsNothing()
    {
        var (here, there) = (_scene.Begin(), _scene.Begin());
        here.Find(1);
        there.Report(1, 1);
        _scene.Pass(1.5);
        foreach (var junk in new byte[][] { [2], [1, 2, 3], new byte[PlaceMessages.MostBytes + 1], PlaceMessages.Of([new ToldPlace(Sample.Provider(1), 9, 9, _scene.Clock.GetUtcNow(), 1, ["boston/ride"])], _scene.Clock.GetUtcNow())[0] })
        {
            there.Link.Shout(junk);
        }

        Assert.Equal(4, here.Link.Unread);

        // A place of long ago, and one of tomorrow: that counts as of now, and the next one follows it.
        var (now, market) = (_scene.Clock.GetUtcNow(), $"{Sample.Market}/ride");
        there.Link.Shout(PlaceMessages.Of([new ToldPlace(Sample.Provider(2), 9, 9, now.AddSeconds(-61), 1, [market])], now)[0]);
        there.Link.Shout(PlaceMessages.Of([new ToldPlace(Sample.Provider(3), 9, 9, now.AddDays(1), 1, [market])], now.AddDays(1))[0]);
        Assert.Equal((1.0, Nowhere, 0.000_009), (here.Find(1), here.Find(2), here.Find(3)));
        _scene.Clock.Advance(TimeSpan.FromMilliseconds(1));
        here.Report(3, 1);
        Assert.Equal(1, here.Find(3));
    }

    [Fact]
    public async Task Ask_OfANodeThatHearsNobodyYet_WaitsUntilAllHaveTold()
    {
        var (here, there) = (_scene.Begin(), _scene.Begin());
        there.Report(1, 1);
        _scene.Pass(0.25);
        var (known, unknown) = (here.Board.Ask(Sample.Provider(1), Sample.Market, default).AsTask(), here.Board.Ask(Sample.Provider(2), Sample.Market, default).AsTask());
        Assert.False(known.IsCompleted || unknown.IsCompleted);
        _scene.Pass(2.5);
        Assert.Equal(1, (await known.Soon("the place"))!.Value.Longitude);
        Assert.Null(await unknown.Soon("the answer that there is none"));

        // Then it knows, until nobody has asked for long.
        Assert.True(here.Board.Ask(Sample.Provider(2), Sample.Market, default).AsTask().IsCompleted);
        _scene.Pass(31);
        there.Report(1, 9);
        var moved = here.Board.Ask(Sample.Provider(1), Sample.Market, default).AsTask();
        Assert.False(moved.IsCompleted || here.Board.Ask(Sample.Provider(2), Sample.Market, default).AsTask().IsCompleted);
        _scene.Pass(2.5);
        Assert.Equal(9, (await moved.Soon("where it is by now"))!.Value.Longitude);
    }

    [Fact]
    public void Start_OfANodeWithoutOthers_DoesNothing()
    {
        var work = Substitute.For<IBackgroundWork>();
        using var node = new Node(_scene, new AloneNode(), work);
        node.Relay.Start();
        work.DidNotReceiveWithAnyArgs().Start(default!, default!);
        Assert.True(node.Board.Ask(Sample.Provider(1), Sample.Market, default).AsTask().IsCompleted);
    }

    /// <summary>Any reports anywhere, with the wire away now and then: in the end all nodes have the newest of each vehicle.</summary>
    [Fact]
    public void Maps_OfAnyHistory_AreTheSameInTheEnd() => Law.HoldsForChoices(
        80,
        choices =>
        {
            using var scene = new Scene();
            for (var n = 0; n < 3; n++)
            {
                scene.Begin();
            }

            var newest = new SortedDictionary<int, double>();
            for (var step = 1; !choices.Over; step++)
            {
                scene.Clock.Advance(TimeSpan.FromMilliseconds(50));
                var node = scene.Nodes[choices.Next(3)];
                switch (choices.Next(8))
                {
                    case < 4:
                        var vehicle = choices.Next(5);
                        node.Report(vehicle, step / 1_000.0);
                        newest[vehicle] = step / 1_000.0;
                        break;
                    case < 6:
                        node.Relay.Tick();
                        break;
                    case 6:
                        node.Find(0);
                        break;
                    default:
                        scene.Wire.IsAway = !scene.Wire.IsAway;
                        break;
                }
            }

            scene.Wire.IsAway = false;
            scene.Ask(0);
            scene.Pass(7);
            foreach (var node in scene.Nodes)
            {
                Assert.Equal(newest.Select(known => (known.Key, known.Value)), newest.Keys.Select(known => (known, node.Find(known))));
                Assert.Equal(newest.Count, node.Count(VehicleState.Available));
            }
        },
        cases: 100);

    private static ProviderView OfShift(int provider, long shift, string? market) => new(
        Sample.Provider(provider), "Test", "acme", StandingState.Approved, market is null ? ProviderState.Offline : ProviderState.Available, market, market is null ? [] : ["ride"], null, 4, 1, [], null, shift);

    private sealed class Scene : IDisposable
    {
        public ManualClock Clock { get; } = new();

        public Wire Wire { get; } = new();

        public List<Node> Nodes { get; } = [];

        public Node Begin()
        {
            var node = new Node(this, new Link(Wire), Substitute.For<IBackgroundWork>());
            Nodes.Add(node);
            return node;
        }

        /// <summary>Where each node has a vehicle.</summary>
        public double[] Ask(int provider) => [.. Nodes.Select(node => node.Find(provider))];

        /// <summary>Lets time pass, a frame's after the other.</summary>
        public void Pass(double seconds)
        {
            for (var frame = 0; frame < seconds * 4; frame++)
            {
                Clock.Advance(TimeSpan.FromMilliseconds(250));
                foreach (var node in Nodes)
                {
                    node.Relay.Tick();
                    lock (node.Live.Gate)
                    {
                        node.Live.Map.DropSilent(Clock.GetUtcNow().AddSeconds(-60));
                    }
                }
            }
        }

        public void Dispose() => Nodes.ForEach(node => node.Dispose());
    }

    private sealed class Node : IDisposable
    {
        private readonly LiveMeters _meters = new();
        private readonly MeterListener _listener = new();
        private readonly INodeLink _link;
        private readonly TimeProvider _time;

        public Node(Scene scene, INodeLink link, IBackgroundWork work)
        {
            var options = Options.Create(new LiveOptions());
            (_link, _time) = (link, scene.Clock);
            (Board, _, _) = Sample.Board(scene.Clock, link: link);
            Shifts = new ShiftBook(Substitute.For<IGrainFactory>(), Board, scene.Clock, options, NullLogger<ShiftBook>.Instance);
            Relay = new PlaceRelay(Board, Shifts, link, work, scene.Clock, _meters, options, NullLogger<PlaceRelay>.Instance);
            Live = Board.Market(Sample.Market);
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == _meters.Meter && instrument.Name == "dispatch.locations.told")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Told += count);
            _listener.Start();
        }

        public LiveBoard Board { get; }

        public ShiftBook Shifts { get; }

        public PlaceRelay Relay { get; }

        public LiveMarket Live { get; }

        public Link Link => (Link)_link;

        public long Told { get; private set; }

        public void Report(int provider, double longitude, long shift = 1)
        {
            lock (Live.Gate)
            {
                Assert.Equal(ReportVerdict.Taken, Live.Map.Report(Sample.Provider(provider), new WirePoint(longitude, 40), _time.GetUtcNow(), Board.Jobs.StateOf, [$"{Sample.Market}/ride"], null, shift));
            }
        }

        public double Find(int provider) => Board.Find(Sample.Provider(provider), Sample.Market)?.Longitude ?? Nowhere;

        public IEnumerable<GeoPoint> Near(string serviceClass) => Board.Nearest(Sample.Market, new GeoPoint(0.5, 40), $"{Sample.Market}/{serviceClass}", 8);

        public int Count(VehicleState state)
        {
            Span<int> counts = stackalloc int[5];
            lock (Live.Gate)
            {
                Live.Map.Count(counts);
            }

            return counts[(int)state];
        }

        public void Dispose()
        {
            (_link as Link)?.Cut();
            _listener.Dispose();
            _meters.Dispose();
            Shifts.Dispose();
        }
    }

    /// <summary>Between the nodes.</summary>
    private sealed class Wire
    {
        public List<Link> Links { get; } = [];

        public bool IsAway { get; set; }

        public int Messages { get; set; }
    }

    private sealed class Link : INodeLink
    {
        private readonly Wire _wire;
        private Func<ReadOnlyMemory<byte>, bool>? _reader;

        public Link(Wire wire)
        {
            _wire = wire;
            wire.Links.Add(this);
        }

        public bool IsAlone => false;

        public long Losses => 0;

        public bool IsDeaf => _wire.IsAway;

        public long Unread { get; private set; }

        public bool Hears => _reader is not null;

        public int Looks { get; private set; }

        private List<Link> Hearers => _wire.IsAway ? [] : [.. _wire.Links.Where(link => link != this && link.Hears)];

        public void Cut() => _wire.Links.Remove(this);

        public void Shout(byte[] message) => Hearers.ForEach(hearer => hearer.Unread += hearer._reader!(message) ? 0 : 1);

        public ValueTask<int> Say(string topic, ReadOnlyMemory<byte> message)
        {
            Assert.Equal(StreamTopics.Places(Sample.Market), topic);
            if (message.IsEmpty)
            {
                Looks++;
            }
            else
            {
                _wire.Messages++;
                Shout(message.ToArray());
            }

            return ValueTask.FromResult(Hearers.Count);
        }

        public IDisposable Hear(string topic, Func<ReadOnlyMemory<byte>, bool> reader)
        {
            Assert.Equal(StreamTopics.Places(Sample.Market), topic);
            Assert.Null(_reader);
            _reader = reader;
            var hearing = Substitute.For<IDisposable>();
            hearing.When(call => call.Dispose()).Do(_ => _reader = null);
            return hearing;
        }

        public ValueTask Follow(string topic) => ValueTask.CompletedTask;

        public void Leave(string topic)
        {
        }

        public ValueTask<bool> IsFollowed(string topic) => ValueTask.FromResult(false);

        public ValueTask<bool> Claim(string deed) => ValueTask.FromResult(true);
    }
}
