using System.Buffers.Binary;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Live;

/// <summary>A watcher that starts from any snapshot and takes in the frames after it sees what the map has. It decodes by the contract's words alone.</summary>
public sealed class LiveMapTests
{
    private static readonly DateTimeOffset Now = Sample.Now;

    [Fact]
    public void Tick_NothingChanged_GivesNoFrame()
    {
        var map = Watched();
        Assert.Null(map.Tick(Now));
        map.Report(Sample.Provider(1), new WirePoint(-73.98, 40.75), Now, _ => VehicleState.Available, ["new-york/ride"]);
        Assert.Equal(1, map.Tick(Now)!.Sequence);
        map.Report(Sample.Provider(1), new WirePoint(-73.98, 40.75), Now.AddSeconds(1), _ => VehicleState.Available, ["new-york/ride"]);
        Assert.Null(map.Tick(Now));
        Assert.Equal(1, map.Sequence(0));
    }

    [Fact]
    public void Tick_VehicleThatMovedTwice_IsInTheFrameOnceWithItsLastPlace()
    {
        var map = Watched();
        map.Report(Sample.Provider(1), new WirePoint(-73.98, 40.75), Now, _ => VehicleState.Available, ["new-york/ride"]);
        map.Report(Sample.Provider(1), new WirePoint(-73.970001, 40.760002), Now.AddSeconds(1), _ => VehicleState.Available, ["new-york/ride"]);
        var frame = map.Tick(Now)!;
        Assert.Equal(13, frame.Vehicles.Length);
        Assert.Equal([0, 0, 0, 0, .. Little(-73_970_001), .. Little(40_760_002), 1], frame.Vehicles);
        Assert.Equal([Sample.Provider(1)], frame.Joined.ToArray());
        Assert.Equal((7L, 0), (frame.Epoch, frame.FirstIndex));
    }

    [Fact]
    public void Report_OlderThanTheLast_IsIgnored()
    {
        var map = Watched();
        Assert.Equal(ReportVerdict.Taken, map.Report(Sample.Provider(1), new WirePoint(1, 1), Now, _ => VehicleState.Available, ["new-york/ride"]));
        Assert.Equal(ReportVerdict.Old, map.Report(Sample.Provider(1), new WirePoint(2, 2), Now.AddSeconds(-1), _ => VehicleState.Available, ["new-york/ride"]));
        Assert.Equal(1, map.Find(Sample.Provider(1))!.Value.Place.Longitude);
    }

    [Fact]
    public void DropSilent_VehicleWithoutReports_LeavesTheMapAndComesBackUnderItsIndex()
    {
        var map = Watched();
        var watcher = new Watcher(map.Snapshot(Now));
        map.Report(Sample.Provider(1), new WirePoint(1, 1), Now, _ => VehicleState.Available, ["new-york/ride"]);
        map.Report(Sample.Provider(2), new WirePoint(1, 1), Now.AddSeconds(50), _ => VehicleState.OnTrip, ["new-york/ride"]);
        watcher.Take(map.Tick(Now));
        map.DropSilent(Now.AddSeconds(1));
        watcher.Take(map.Tick(Now));
        Assert.Null(map.Find(Sample.Provider(1)));
        Assert.Equal([Sample.Provider(2)], watcher.Vehicles.Keys);
        map.SetState(Sample.Provider(1), VehicleState.Reserved);
        Assert.Null(map.Tick(Now));
        map.Report(Sample.Provider(1), new WirePoint(3, 3), Now.AddSeconds(70), _ => VehicleState.Reserved, ["new-york/ride"]);
        watcher.Take(map.Tick(Now));
        Assert.Equal((3_000_000, 3_000_000, (byte)2), watcher.Vehicles[Sample.Provider(1)]);
    }

    [Fact]
    public void Frame_AsJson_HasTheNamesOfTheContract()
    {
        var map = Watched();
        map.Report(Sample.Provider(1), new WirePoint(1, 1), Now, _ => VehicleState.Available, ["new-york/ride"]);
        map.Follow(Sample.View(1, JobState.Matching, 2));
        using var json = JsonDocument.Parse(Utf8Payload.Of(map.Tick(Now)).Json.ToArray());
        Assert.Equal(
            ["market", "epoch", "sequence", "at", "joined", "first_index", "vehicles", "waiting", "no_longer_waiting"],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(13, json.RootElement.GetProperty("vehicles").GetBytesFromBase64().Length);
        Assert.Equal(Sample.Job(1).ToString("N"), json.RootElement.GetProperty("waiting")[0].GetProperty("job_id").GetString());
    }

    /// <summary>Any changes, any ticks, a watcher that comes at any moment: in the end it has what the map has.</summary>
    [Fact]
    public void Watcher_OfAnyHistory_SeesTheMap() => Law.Holds(
        Gen.ArrayOf(Gen.Choose(0, 999)),
        steps =>
        {
            var map = Watched();
            var model = new Dictionary<Guid, (int, int, byte)>();
            var waiting = new HashSet<Guid>();
            var watchers = new List<Watcher> { new(map.Snapshot(Now)) };
            for (var i = 0; i < steps.Length; i++)
            {
                var who = Sample.Provider(steps[i] / 10 % 7);
                var place = new WirePoint(steps[i] / 100.0, i / 1000.0);
                var at = Now.AddSeconds(i);
                switch (steps[i] % 10)
                {
                    case < 4:
                        map.Report(who, place, at, _ => VehicleState.Available, ["new-york/ride"]);
                        model[who] = (steps[i] * 10_000, i * 1000, model.TryGetValue(who, out var was) ? was.Item3 : (byte)1);
                        break;
                    case 4:
                        map.SetState(who, VehicleState.OnTrip);
                        if (model.TryGetValue(who, out var known))
                        {
                            model[who] = known with { Item3 = 3 };
                        }

                        break;
                    case 5:
                        map.Leave(who);
                        model.Remove(who);
                        break;
                    case 6:
                        map.Follow(Sample.View(steps[i] / 10 % 5, JobState.Matching, i + 1));
                        waiting.Add(Sample.Job(steps[i] / 10 % 5));
                        break;
                    case 7:
                        map.Follow(Sample.View(steps[i] / 10 % 5, JobState.Accepted, i + 1, 1));
                        waiting.Remove(Sample.Job(steps[i] / 10 % 5));
                        break;
                    case 8:
                        watchers.Add(new Watcher(map.Snapshot(at)));
                        break;
                    default:
                        var frame = map.Tick(at);
                        watchers.ForEach(watcher => watcher.Take(frame));
                        break;
                }
            }

            var last = map.Tick(Now);
            watchers.ForEach(watcher => watcher.Take(last));
            Assert.All(watchers, watcher =>
            {
                Assert.Equal(model.OrderBy(vehicle => vehicle.Key), watcher.Vehicles.OrderBy(vehicle => vehicle.Key));
                Assert.Equal(waiting.Order(), watcher.Waiting.Order());
            });
        });

    [Theory]
    [InlineData(double.NaN, 0, 1, 1, 5)]
    [InlineData(0, 0, double.PositiveInfinity, 1, 5)]
    [InlineData(0, double.NegativeInfinity, 1, 1, 5)]
    [InlineData(0, 0, 1, 1, double.NaN)]
    public void View_WithWhatIsNoNumber_IsNone(double west, double south, double east, double north, double zoom) => Assert.Null(MapView.OnEarth(west, south, east, north, zoom));

    [Fact]
    public void Viewport_TellsWhatComesInAndWhatGoesOutAndNothingElse()
    {
        var map = Watched();
        Put(1, 0.5, 0.5);
        Put(2, 5, 5);
        map.Follow(Sample.View(1, JobState.Matching, 1));
        var viewport = new MapViewport(new MapView(0, 0, 1, 1, 24), 40);
        var watcher = new Watcher(map.Snapshot(viewport, Now));
        Assert.Equal([Sample.Provider(1)], watcher.Vehicles.Keys);
        Assert.Empty(watcher.Waiting);
        map.Forget();

        // A quarter of the box around it belongs to it.
        Put(2, 1.25, -0.25);
        Assert.Equal(41, Tick()!.Sequence);
        Assert.Equal([Sample.Provider(1), Sample.Provider(2)], watcher.Vehicles.Keys.Order());
        Put(1, 1.250001, 0.5);
        var gone = Tick()!;
        Assert.Equal((13, (byte)0, 0), (gone.Vehicles.Length, gone.Vehicles[12], gone.Joined.Length));
        Assert.Equal([Sample.Provider(2)], watcher.Vehicles.Keys);
        Put(1, 3, 3);
        Put(3, 3, 3);
        Assert.Null(Tick());
        Put(1, 0.1, 0.1);
        Assert.Equal((0, 1), (Tick()!.Joined.Length, (int)watcher.Vehicles[Sample.Provider(1)].State));
        map.Leave(Sample.Provider(1));
        Tick();
        Assert.Equal([Sample.Provider(2)], watcher.Vehicles.Keys);

        void Put(int n, double longitude, double latitude) =>
            map.Report(Sample.Provider(n), new WirePoint(longitude, latitude), Now, _ => VehicleState.Available, ["new-york/ride"]);

        MapFrame? Tick()
        {
            var frame = map.Tick(viewport, Now);
            map.Forget();
            watcher.Take(frame);
            return frame;
        }
    }

    [Fact]
    public void Viewport_FromFarAway_TellsAVehicleWhenItHasGoneAPixelOrChanged()
    {
        // At zoom 10 a pixel is 360 / 2^19 degrees, 686 millionths.
        var map = Watched();
        Put(0);
        var viewport = new MapViewport(new MapView(-1, -1, 1, 1, 10), 0);
        map.Snapshot(viewport, Now);
        map.Forget();
        for (var step = 1; step <= 3; step++)
        {
            Put(step * 0.0002);
            Assert.Null(map.Tick(viewport, Now));
            map.Forget();
        }

        Put(0.0007);
        Assert.NotNull(map.Tick(viewport, Now));
        map.Forget();
        map.SetState(Sample.Provider(1), VehicleState.OnTrip);
        Assert.Equal(3, map.Tick(viewport, Now)!.Vehicles[12]);

        void Put(double longitude) => map.Report(Sample.Provider(1), new WirePoint(longitude, 0), Now, _ => VehicleState.Available, ["new-york/ride"]);
    }

    [Fact]
    public void Viewport_FromAfar_TellsWholeCellsAndTellsThemAgainWhenTheirCountsChange()
    {
        // At zoom 5 a cell is 1.40625 degrees wide: column 128 begins at longitude 0, row 64 at latitude 0.
        var map = Watched();
        Put(1, 0.2, 0.2);
        Put(2, 1.4, 1.4);
        Put(3, 1.5, 0.2);
        Put(4, 20, 20);
        map.SetState(Sample.Provider(2), VehicleState.Stopped);
        var viewport = new MapViewport(new MapView(0.5, 0.5, 1, 1, 5.9), 40);
        var whole = map.Snapshot(viewport, Now);
        map.Forget();

        // What is beyond the box and its margin, but in a cell of it, is counted; what is in the next cell is not.
        Assert.Equal((0, 0), (whole.Vehicles.Length, whole.Joined.Length));
        Assert.Equal([new MapCell("128/64", 0.8, 0.8, 1, 0, 0, 1)], whole.Cells!.Value.ToArray());
        Put(1, 0.9, 0.9);
        Put(4, 21, 20);
        Assert.Null(Tick());
        map.SetState(Sample.Provider(1), VehicleState.OnTrip);
        Assert.Equal((41L, 0, 1, 1), Counts(Tick()!));
        Put(3, 1.3, 0.2);
        Assert.Equal((42L, 1, 1, 1), Counts(Tick()!));
        map.Leave(Sample.Provider(1));
        map.Leave(Sample.Provider(2));
        Put(3, 1.5, 0.2);
        var empty = Tick()!;
        Assert.Equal((43L, 0, 0, 0), Counts(empty));
        Assert.Equal((0.703125, 0.703125), (empty.Cells!.Value[0].Longitude, empty.Cells.Value[0].Latitude));
        Assert.Empty(map.Snapshot(new MapViewport(new MapView(0.5, 0.5, 1, 1, 5), 0), Now).Cells!.Value.ToArray());

        (long, int, int, int) Counts(MapFrame frame)
        {
            var cell = Assert.Single(frame.Cells!.Value.ToArray());
            return (frame.Sequence, cell.Available, cell.OnTrip, cell.Stopped);
        }

        void Put(int n, double longitude, double latitude) =>
            map.Report(Sample.Provider(n), new WirePoint(longitude, latitude), Now, _ => VehicleState.Available, ["new-york/ride"]);

        MapFrame? Tick()
        {
            var frame = map.Tick(viewport, Now);
            map.Forget();
            return frame;
        }
    }

    /// <summary>Any changes, any widths: who looks at all the earth from afar counts each vehicle once, in the cell where it is.</summary>
    [Fact]
    public void Viewport_FromAfarOfAnyHistory_CountsEachVehicleInItsCell() => Law.Holds(
        Gen.ArrayOf(Gen.Choose(0, 9_999)),
        steps =>
        {
            var map = Watched();
            var model = new Dictionary<Guid, (double Longitude, double Latitude)>();
            var cells = new Dictionary<string, MapCell>();
            var zoom = steps.Length == 0 ? 0 : steps[0] % 10;
            var viewport = new MapViewport(new MapView(-180, -90, 180, 90, zoom), 0);
            Read(map.Snapshot(viewport, Now));
            for (var i = 0; i < steps.Length; i++)
            {
                var who = Sample.Provider(steps[i] % 7);
                var place = new WirePoint((steps[i] % 361) - 180, (steps[i] % 181) - 90);
                switch (steps[i] / 10 % 4)
                {
                    case 0:
                        map.Leave(who);
                        model.Remove(who);
                        break;
                    case 1:
                        Read(map.Tick(viewport, Now));
                        map.Forget();
                        break;
                    default:
                        map.Report(who, place, Now.AddSeconds(i), _ => VehicleState.Available, ["new-york/ride"]);
                        model[who] = (place.Longitude, place.Latitude);
                        break;
                }
            }

            Read(map.Tick(viewport, Now));
            Assert.Equal(model.Count, cells.Values.Sum(cell => cell.Available));
            var side = 45 / Math.Pow(2, zoom);
            Assert.All(model.Values, at => Assert.Contains(cells.Values, cell =>
                cell.Available > 0 && Math.Abs(cell.Longitude - at.Longitude) <= side && Math.Abs(cell.Latitude - at.Latitude) <= side));

            void Read(MapFrame? frame)
            {
                foreach (var cell in frame?.Cells ?? [])
                {
                    cells[cell.Cell] = cell;
                }
            }
        });

    /// <summary>Any changes, any views: in the end a watcher has what the map has within its view.</summary>
    [Fact]
    public void Viewport_OfAnyHistory_SeesWhatIsInIt() => Law.Holds(
        Gen.ArrayOf(Gen.Choose(0, 999)),
        steps =>
        {
            var map = Watched();
            var model = new Dictionary<Guid, (int Longitude, int Latitude, byte State)>();
            var watchers = new List<(MapViewport View, Watcher Watcher, Func<double, double, bool> IsIn)>();
            Watch(null, (_, _) => true);
            for (var i = 0; i < steps.Length; i++)
            {
                var who = Sample.Provider(steps[i] / 10 % 7);
                switch (steps[i] % 10)
                {
                    case < 6:
                        map.Report(who, new WirePoint(steps[i] / 100.0, i % 10), Now.AddSeconds(i), _ => VehicleState.Available, ["new-york/ride"]);
                        model[who] = (steps[i] * 10_000, i % 10 * 1_000_000, model.TryGetValue(who, out var was) ? was.State : (byte)1);
                        break;
                    case 6:
                        map.SetState(who, VehicleState.OnTrip);
                        if (model.TryGetValue(who, out var known))
                        {
                            model[who] = known with { State = 3 };
                        }

                        break;
                    case 7:
                        map.Leave(who);
                        model.Remove(who);
                        break;
                    case 8:
                        var (west, south) = (steps[i] / 10 % 5, steps[i] / 50 % 4);
                        Watch(new MapView(west, south, west + 4, south + 4, 24), (longitude, latitude) => longitude >= west - 1 && longitude <= west + 5 && latitude >= south - 1 && latitude <= south + 5);
                        break;
                    default:
                        Tick();
                        break;
                }
            }

            Tick();
            Assert.All(watchers, watcher => Assert.Equal(
                model.Where(vehicle => watcher.IsIn(vehicle.Value.Longitude / 1e6, vehicle.Value.Latitude / 1e6)).OrderBy(vehicle => vehicle.Key), watcher.Watcher.Vehicles.OrderBy(vehicle => vehicle.Key)));

            void Watch(MapView? view, Func<double, double, bool> isIn)
            {
                var viewport = new MapViewport(view, 3);
                watchers.Add((viewport, new Watcher(map.Snapshot(viewport, Now)), isIn));
            }

            void Tick()
            {
                watchers.ForEach(watcher => watcher.Watcher.Take(map.Tick(watcher.View, Now)));
                map.Forget();
            }
        });

    [Fact]
    public void Groups_EachTellEveryChangeOnceInFramesNumberedByThemselves()
    {
        var map = Watched(3);
        var watchers = new[] { new Watcher(map.Snapshot(Now, 0)), new Watcher(map.Snapshot(Now, 1)) };
        Put(1, 1);
        map.Follow(Sample.View(1, JobState.Matching, 1));
        Take(0, 1);
        Put(1, 2);
        Put(2, 2);
        Take(0, 2);
        Take(1, 1);
        Assert.Null(map.Tick(Now, 0));
        Assert.Null(map.Tick(Now, 1));
        map.Follow(Sample.View(1, JobState.Accepted, 2, 1));
        map.Leave(Sample.Provider(2));
        Take(1, 2);
        Take(0, 3);
        Assert.All(watchers, watcher =>
        {
            Assert.Equal((Sample.Provider(1), (2_000_000, 2_000_000, (byte)1)), (watcher.Vehicles.Single().Key, watcher.Vehicles.Single().Value));
            Assert.Empty(watcher.Waiting);
        });

        // What went to two groups is still to be told to the third, each vehicle once; a snapshot for it is numbered as its own frames are.
        Assert.Equal(0, map.Snapshot(Now, 2).Sequence);
        Assert.Equal((1L, 26, 2), (map.Tick(Now, 2) is { } first ? (first.Sequence, first.Vehicles.Length, first.Joined.Length) : default));

        void Put(int n, double at) => map.Report(Sample.Provider(n), new WirePoint(at, at), Now, _ => VehicleState.Available, ["new-york/ride"]);

        void Take(int group, long sequence)
        {
            var frame = map.Tick(Now, group)!;
            Assert.Equal(sequence, frame.Sequence);
            watchers[group].Take(frame);
        }
    }

    [Fact]
    public void Group_ThatNobodyWatches_NotesNothingAndGoesOnFromItsLastNumber()
    {
        var map = Watched(2);
        Put(1, 1);
        Assert.Equal(1, map.Tick(Now, 1)!.Sequence);
        Put(1, 2);
        map.End(1);
        Put(1, 3);
        Put(2, 3);
        map.Follow(Sample.View(1, JobState.Matching, 1));
        map.Begin(1);
        Assert.Null(map.Tick(Now, 1));
        Assert.Equal((1L, 26), (map.Snapshot(Now, 1).Sequence, map.Snapshot(Now, 1).Vehicles.Length));
        Put(1, 4);
        map.Number(1, 40);
        Assert.Equal((41L, 13, 0), (map.Tick(Now, 1) is { } next ? (next.Sequence, next.Vehicles.Length, next.Joined.Length) : default));
        Assert.Equal((1L, 26, 2), (map.Tick(Now, 0) is { } all ? (all.Sequence, all.Vehicles.Length, all.Joined.Length) : default));

        void Put(int n, double at) => map.Report(Sample.Provider(n), new WirePoint(at, at), Now, _ => VehicleState.Available, ["new-york/ride"]);
    }

    /// <summary>A map whose groups are all watched.</summary>
    private static LiveMap Watched(int groups = 1)
    {
        var map = new LiveMap("m", 7, groups);
        for (var group = 0; group < groups; group++)
        {
            map.Begin(group);
        }

        return map;
    }

    private static byte[] Little(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>A client by the words of MapFrame.</summary>
    internal sealed class Watcher
    {
        private readonly List<Guid> _providers = [];
        private readonly long _epoch;

        public Watcher(MapFrame snapshot)
        {
            (_epoch, Sequence) = (snapshot.Epoch, snapshot.Sequence);
            Read(snapshot);
        }

        public long Sequence { get; private set; }

        public Dictionary<Guid, (int Longitude, int Latitude, byte State)> Vehicles { get; } = [];

        public HashSet<Guid> Waiting { get; } = [];

        public void Take(MapFrame? frame)
        {
            if (frame is null)
            {
                return;
            }

            Assert.Equal((_epoch, Sequence + 1), (frame.Epoch, frame.Sequence));
            Sequence = frame.Sequence;
            Read(frame);
        }

        private void Read(MapFrame frame)
        {
            Assert.True(frame.FirstIndex <= _providers.Count, "An index was left out.");
            for (var i = 0; i < frame.Joined.Length; i++)
            {
                if (frame.FirstIndex + i == _providers.Count)
                {
                    _providers.Add(frame.Joined[i]);
                }

                Assert.Equal(_providers[frame.FirstIndex + i], frame.Joined[i]);
            }

            Assert.Equal(0, frame.Vehicles.Length % 13);
            Assert.Distinct(Enumerable.Range(0, frame.Vehicles.Length / 13).Select(vehicle => BitConverter.ToUInt32(frame.Vehicles, vehicle * 13)));
            for (var at = 0; at < frame.Vehicles.Length; at += 13)
            {
                var index = BitConverter.ToUInt32(frame.Vehicles, at);
                var provider = _providers[(int)index];
                if (frame.Vehicles[at + 12] == 0)
                {
                    Vehicles.Remove(provider);
                }
                else
                {
                    Vehicles[provider] = (BitConverter.ToInt32(frame.Vehicles, at + 4), BitConverter.ToInt32(frame.Vehicles, at + 8), frame.Vehicles[at + 12]);
                }
            }

            Waiting.UnionWith(frame.Waiting.Select(job => job.JobId));
            Waiting.ExceptWith(frame.NoLongerWaiting);
        }
    }
}
