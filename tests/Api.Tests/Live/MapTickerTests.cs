using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Live;

/// <summary>Who watches a map is in a group, and each group has its frames at its own part of the period. Clients read by the words of MapFrame; what is on its way to them may come after the answer to another watch.</summary>
public sealed class MapTickerTests
{
    private static readonly MapView Part = new(0, 0, 4, 4, 24);

    [Fact]
    public void Watchers_UpTo500_AreOneGroup_MoreAreSpreadEvenly()
    {
        using var scene = new Scene();
        scene.Crowd(LiveMarket.FullAt);
        Assert.Equal([500, 0, 0, 0], scene.Sizes);
        scene.Crowd(1);
        Assert.Equal([500, 1, 0, 0], scene.Sizes);
        scene.Crowd(5_000 - 501);
        Assert.Equal([1_250, 1_250, 1_250, 1_250], scene.Sizes);

        // A viewport counts as many, because its frames are its own.
        using var views = new Scene();
        for (var n = 0; n < 33; n++)
        {
            views.Client().Watch(Part);
        }

        Assert.Equal([32, 1, 0, 0], views.Sizes);
    }

    [Fact]
    public void Start_InVirtualTime_SpreadsTheGroupsOverThePeriod()
    {
        using var scene = new Scene();
        var clients = new List<Client>();
        for (var group = 0; group < 4; group++)
        {
            clients.Add(scene.Client());
            clients[group].Watch(null);
            scene.Crowd(LiveMarket.FullAt - 1);
        }

        var part = scene.Client();
        part.Watch(Part);
        clients.Add(part);
        scene.Start();
        scene.Report(1, 1);
        scene.Pass(1);
        clients.ForEach(client => client.Read());
        scene.Came.Clear();
        for (var round = 0; round < 16; round++)
        {
            scene.Report(1, round / 10.0);
            scene.Pass(0.25);
        }

        // By group, from one to the next a part of the period: four times a second each, and figures once a second.
        var begun = scene.Came.Where(came => came.Method == "Map").Min(came => came.At);
        foreach (var (number, client) in clients.Index())
        {
            var frames = scene.Came.Where(came => came.Client == client && came.Method == "Map").Select(came => (came.At - begun).TotalMilliseconds).ToArray();
            Assert.Equal(number % 4, scene.GroupOf(client));
            Assert.Equal(Enumerable.Range(0, 16).Select(round => (number % 4 * 62.5) + (round * 250.0)), frames);
            Assert.Equal(4, scene.Came.Count(came => came.Client == client && came.Method == "Figures"));
            client.Read();

            // What is told is of the instant at which it is told.
            Assert.Equal(16, client.Frames.Count(frame => frame.At >= begun));
            Assert.All(client.Frames.Where(frame => frame.At >= begun), frame => Assert.Equal(frame.At, frame.Frame.At));
        }
    }

    [Fact]
    public void Watch_AgainInAnotherGroup_GoesOnFromNoLowerNumber()
    {
        using var scene = new Scene();
        var place = 0;
        var first = scene.Client();
        first.Watch(null);
        scene.Crowd(LiveMarket.FullAt - 1);
        Move(0, 9);

        // The second group is begun: it goes on from the first one's number, so that whoever comes from there finds it fit.
        var second = scene.Client();
        Assert.Equal((9L, 1), (second.Watch(null), scene.GroupOf(second)));

        var third = scene.Client();
        third.Watch(null);

        // By now it is behind the first one, and who is told by that one stays there, though it has more to do.
        Move(0, 10);
        Assert.Equal((19L, 0), (first.Watch(null), scene.GroupOf(first)));
        Assert.Equal((9L, 1), (second.Watch(null), scene.GroupOf(second)));
        Move(1, 30);
        Assert.Equal((39L, 1), (first.Watch(null), scene.GroupOf(first)));

        // Its own numbers of a part are ahead of all groups' then: one is begun for it.
        second.Watch(Part);
        scene.Live.Unwatch(first.Connection);
        scene.Live.Unwatch(third.Connection);
        Move(1, 30);
        Assert.Equal(69, second.Read());
        Assert.Equal((69L, 1), (second.Watch(null), scene.Live.Groups[scene.GroupOf(second)].Whole));

        void Move(int group, int times)
        {
            for (var step = 0; step < times; step++)
            {
                scene.Report(1, ++place % 4);
                scene.Tick(group);
            }
        }
    }

    [Fact]
    public void Watch_WithNumbersAheadOfEveryGroup_HasFramesOfItsOwn()
    {
        using var scene = new Scene(groups: 1);
        scene.Crowd(1);
        var client = scene.Client();
        client.Connection.MapsNumberedTo["boston"] = 9_000;
        client.Connection.MapsNumberedTo[Sample.Market] = 1_000;
        Assert.Equal((1_000L, 1), (client.Watch(null), scene.Live.Groups[0].Whole));
        scene.Report(1, 3.5);
        scene.Tick(0);
        scene.Tick(0);
        Assert.Equal(1_001, client.Read());
        Assert.Equal(3_500_000, client.Map!.Vehicles[Sample.Provider(1)].Longitude);
        Assert.Equal(1, scene.Live.Map.Sequence(0));
    }

    [Fact]
    public void Unwatch_OfTheLast_ForgetsWhatWouldHaveBeenTold()
    {
        using var scene = new Scene();
        var client = scene.Client();
        client.Watch(null);
        scene.Report(1, 1);
        scene.Live.Unwatch(client.Connection);
        Assert.False(scene.Live.IsWatched);
        scene.Report(1, 2);
        client.Watch(null);
        scene.Tick(0);
        scene.Tick(0);
        Assert.Equal(0, client.Read());
        Assert.Empty(client.Frames);
        Assert.Equal(2_000_000, client.Map!.Vehicles[Sample.Provider(1)].Longitude);
    }

    /// <summary>Any changes, ticks of any groups, clients that watch all or a part and again and leave, also while a frame is on its way to them: in the end each has what it watches, and none has missed a number.</summary>
    [Fact]
    public void Clients_OfAnyHistory_SeeWhatTheyWatch() => Law.HoldsForChoices(
        120,
        choices =>
        {
            using var scene = new Scene(groups: 1 + choices.Next(4));
            scene.Crowd(choices.Next(3) == 0 ? 3 * LiveMarket.FullAt : choices.Next(2));
            var clients = Enumerable.Range(0, 5).Select(_ => scene.Client()).ToArray();
            for (var step = 0; !choices.Over; step++)
            {
                var client = clients[choices.Next(clients.Length)];
                switch (choices.Next(10))
                {
                    case < 4:
                        scene.Report(choices.Next(6), choices.Next(60) / 10.0);
                        break;
                    case 4:
                        scene.Follow(choices.Next(4), choices.Next(2) == 0, step);
                        break;
                    case 5:
                        client.Watch(choices.Next(2) == 0 ? null : Part);
                        break;
                    case 6:
                        client.Leave();
                        break;
                    case 7:
                        // A frame overtaken by the answer to another watch.
                        client.WatchesWhileSent = choices.Next(2) == 0 ? [null] : [Part];
                        scene.Tick(scene.GroupOf(client));
                        client.WatchesWhileSent = null;
                        break;
                    case 8:
                        client.Read();
                        break;
                    default:
                        scene.Tick(choices.Next(scene.Sizes.Length));
                        break;
                }
            }

            // The first frame after an answer waits for the tick after it.
            for (var tick = 0; tick < 2 * scene.Sizes.Length; tick++)
            {
                scene.Tick(tick % scene.Sizes.Length);
            }

            foreach (var client in clients)
            {
                client.Read();
                if (client.Map is { } map)
                {
                    Assert.Equal(scene.Where(client.View).OrderBy(vehicle => vehicle.Key), map.Vehicles.Select(vehicle => KeyValuePair.Create(vehicle.Key, vehicle.Value.Longitude)).OrderBy(vehicle => vehicle.Key));
                    Assert.True(client.View is not null || scene.Waiting.Order().SequenceEqual(map.Waiting.Order()));
                }
            }
        },
        cases: 150);

    private sealed class Scene : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly LiveMeters _meters = new();
        private readonly ManualClock _clock = new();
        private readonly MapTicker _ticker;
        private readonly Dictionary<string, Client> _clients = [];
        private readonly Dictionary<Guid, int> _places = [];
        private int _connections;

        public Scene(int groups = 4)
        {
            var options = new LiveOptions { MapGroups = groups };
            Live = Sample.Board(_clock, options) is var (board, _, _) ? board.Market(Sample.Market) : null!;
            var hub = Substitute.For<IHubContext<OpsHub>>();
            hub.Clients.Clients(Arg.Any<IReadOnlyList<string>>()).Returns(call => Proxy(call.Arg<IReadOnlyList<string>>()));
            var work = Substitute.For<IBackgroundWork>();
            work.When(starts => starts.Start(Arg.Any<string>(), Arg.Any<Func<CancellationToken, Task>>())).Do(call => _ = call.Arg<Func<CancellationToken, Task>>()(_stop.Token));
            _ticker = new MapTicker(board, hub, work, _clock, _meters, Options.Create(options), NullLogger<MapTicker>.Instance);
        }

        public LiveMarket Live { get; }

        public int[] Sizes => [.. Live.Groups.Select(group => group.Watchers.Count)];

        public HashSet<Guid> Waiting { get; } = [];

        /// <summary>What was sent to clients that are no crowd.</summary>
        public List<(Client Client, string Method, DateTimeOffset At)> Came { get; } = [];

        public void Start() => OnThisThread(_ticker.Start);

        public void Tick(int group) => _ticker.Tick(group);

        public void Pass(double seconds) => OnThisThread(() => _clock.Advance(TimeSpan.FromSeconds(seconds)));

        public void Report(int n, double place)
        {
            // A microsecond later, so that it is news.
            Pass(0.000_001);
            lock (Live.Gate)
            {
                Live.Map.Report(Sample.Provider(n), new WirePoint(place, place), _clock.GetUtcNow(), _ => VehicleState.Available, ["new-york/ride"]);
            }

            _places[Sample.Provider(n)] = (int)Math.Round(place * 1e6);
        }

        public void Follow(int n, bool waits, int version)
        {
            Live.Map.Follow(Sample.View(n, waits ? JobState.Matching : JobState.Accepted, version + 1, waits ? null : 1));
            _ = waits ? Waiting.Add(Sample.Job(n)) : Waiting.Remove(Sample.Job(n));
        }

        /// <summary>Where the vehicles of a view are; a quarter around it belongs to it.</summary>
        public IEnumerable<KeyValuePair<Guid, int>> Where(MapView? view) => _places.Where(place => view is null || place.Value <= 5_000_000);

        /// <summary>Watchers of the whole map of whom nothing is asked.</summary>
        public void Crowd(int count)
        {
            var nobody = Substitute.For<ISingleClientProxy>();
            for (var n = 0; n < count; n++)
            {
                Live.Watch(new PushConnection($"crowd {++_connections}", Audience.Ops, Guid.Empty, nobody, () => { }, _meters, 20), null, Sample.Now);
            }
        }

        public Client Client()
        {
            var client = new Client(this, $"{++_connections}", _meters);
            _clients.Add(client.Connection.Id, client);
            return client;
        }

        public int GroupOf(Client client) => Live.Groups.FirstOrDefault(group => group.Watchers.Any(watcher => watcher.Connection == client.Connection))?.Number ?? 0;

        public void Take(Client client, string method, Utf8Payload payload)
        {
            Came.Add((client, method, _clock.GetUtcNow()));
            client.Take(method, payload, _clock.GetUtcNow());
        }

        public DateTimeOffset Now => _clock.GetUtcNow();

        public void Dispose()
        {
            _stop.Cancel();
            _stop.Dispose();
            _meters.Dispose();
        }

        /// <summary>What waits for time to pass goes on at once, and is done when this returns.</summary>
        private static void OnThisThread(Action action)
        {
            var context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            action();
            SynchronizationContext.SetSynchronizationContext(context);
        }

        private IClientProxy Proxy(IReadOnlyList<string> ids)
        {
            var proxy = Substitute.For<IClientProxy>();
            proxy.SendCoreAsync(default!, default!, default).ReturnsForAnyArgs(call =>
            {
                foreach (var client in ids.Select(id => _clients.GetValueOrDefault(id)).OfType<Client>().ToList())
                {
                    Take(client, call.ArgAt<string>(0), (Utf8Payload)call.ArgAt<object?[]>(1)[0]!);
                }

                return Task.CompletedTask;
            });
            return proxy;
        }
    }

    /// <summary>A client by the words of the protocol. What is sent to it waits until it reads.</summary>
    private sealed class Client
    {
        private readonly Scene _scene;
        private readonly Queue<(MapFrame? Frame, bool IsAnswer, MapView? View, DateTimeOffset At)> _wire = new();

        public Client(Scene scene, string id, LiveMeters meters)
        {
            _scene = scene;
            var proxy = Substitute.For<ISingleClientProxy>();
            proxy.SendCoreAsync(default!, default!, default).ReturnsForAnyArgs(call =>
            {
                scene.Take(this, call.ArgAt<string>(0), (Utf8Payload)call.ArgAt<object?[]>(1)[0]!);
                return Task.CompletedTask;
            });
            Connection = new PushConnection(id, Audience.Ops, Guid.Empty, proxy, () => { }, meters, 20);
        }

        public PushConnection Connection { get; }

        /// <summary>What it does, once, while something is on its way to it.</summary>
        public MapView?[]? WatchesWhileSent { get; set; }

        /// <summary>The frames it took in.</summary>
        public List<(MapFrame Frame, DateTimeOffset At)> Frames { get; } = [];

        public MapView? View { get; private set; }

        /// <summary>What it sees; null while it watches nothing.</summary>
        public LiveMapTests.Watcher? Map { get; private set; }

        /// <returns>The number of the answer.</returns>
        public long Watch(MapView? view)
        {
            lock (_scene.Live.Gate)
            {
                var answer = _scene.Live.Watch(Connection, view, _scene.Now);
                _wire.Enqueue((answer, true, view, _scene.Now));
                return answer.Sequence;
            }
        }

        public void Leave()
        {
            _scene.Live.Unwatch(Connection);
            _wire.Enqueue((null, true, null, _scene.Now));
        }

        public void Take(string method, Utf8Payload payload, DateTimeOffset at)
        {
            if (WatchesWhileSent is [var view])
            {
                WatchesWhileSent = null;
                Watch(view);
            }

            if (method == "Map")
            {
                _wire.Enqueue((JsonSerializer.Deserialize<MapFrame>(payload.Json, HttpJson.Options)!, false, null, at));
            }
        }

        /// <summary>Takes in what was sent to it.</summary>
        /// <returns>The number that it knows then.</returns>
        public long Read()
        {
            while (_wire.TryDequeue(out var next))
            {
                if (next.Frame is not { } frame)
                {
                    Map = null;
                }
                else if (next.IsAnswer)
                {
                    Assert.True(Map is null || frame.Sequence >= Map.Sequence, "A number went back.");
                    (Map, View) = (new LiveMapTests.Watcher(frame), next.View);
                }
                else if (Map is not null && frame.Sequence > Map.Sequence)
                {
                    Frames.Add((frame, next.At));
                    Map.Take(frame);
                }
            }

            return Map?.Sequence ?? -1;
        }
    }
}
