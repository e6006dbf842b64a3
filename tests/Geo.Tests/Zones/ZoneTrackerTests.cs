using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Zones;

namespace O2O.Dispatch.Geo.Tests.Zones;

public class ZoneTrackerTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    // Two neighbours of about 1.1 km, and a queue across their border.
    private static readonly ZoneMap Map = new(
    [
        new Zone("west", ZoneKind.Pricing, [new AreaPolygon(Square(0, 0, 0.01))]),
        new Zone("east", ZoneKind.Pricing, [new AreaPolygon(Square(0.01, 0, 0.01))]),
        new Zone("queue", ZoneKind.Queue, [new AreaPolygon(Square(0.005, 0, 0.01))]),
    ]);

    private static readonly ZoneTrackerOptions Options = new(new Metres(50), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(120));

    [Fact]
    public void Report_AcrossABorder_ExitsByDistanceAndEntersTheNeighbour()
    {
        var tracker = new ZoneTracker(Map, Options);
        Assert.Empty(tracker.Report(East(-200), Start));
        Assert.Equal([Event(ZoneEventKind.Enter, 0, 10)], tracker.Report(East(100), At(10)));
        Assert.Equal([Event(ZoneEventKind.Enter, 2, 20)], tracker.Report(East(700), At(20)));
        Assert.Empty(tracker.Report(East(1_130), At(30)));
        Assert.Equal(0, tracker.Current(ZoneKind.Pricing));
        Assert.Equal([Event(ZoneEventKind.Exit, 0, 30), Event(ZoneEventKind.Enter, 1, 40)], tracker.Report(East(1_200), At(40)));
        Assert.Equal([Event(ZoneEventKind.Exit, 1, 50), Event(ZoneEventKind.Exit, 2, 50)], tracker.Report(East(5_000), At(50)));
        Assert.Equal((-1, -1), (tracker.Current(ZoneKind.Pricing), tracker.Current(ZoneKind.Queue)));
    }

    [Fact]
    public void Report_ToAndFroAtABorder_IsNoEventUntilTheTimeIsUp()
    {
        var tracker = new ZoneTracker(Map, Options);
        Assert.Equal([Event(ZoneEventKind.Enter, 0, 0)], tracker.Report(East(5), Start));
        for (var second = 1; second < 100; second++)
        {
            Assert.Empty(tracker.Report(East(second % 2 == 0 ? 10 : -10), At(second)));
        }

        for (var second = 100; second < 129; second++)
        {
            Assert.Empty(tracker.Report(East(-10), At(second)));
        }

        Assert.Equal([Event(ZoneEventKind.Exit, 0, 99)], tracker.Report(East(-10), At(129)));
    }

    [Fact]
    public void Report_StayingLong_DwellsOnceAStay()
    {
        var tracker = new ZoneTracker(Map, Options);
        tracker.Report(East(100), Start);
        Assert.Empty(tracker.Report(East(100), At(119)));
        Assert.Equal([Event(ZoneEventKind.Dwell, 0, 120)], tracker.Report(East(110), At(120)));
        Assert.Empty(tracker.Report(East(100), At(500)));
        Assert.Equal([Event(ZoneEventKind.Exit, 0, 510)], tracker.Report(East(-500), At(510)));
        tracker.Report(East(100), At(520));
        Assert.Equal([Event(ZoneEventKind.Dwell, 0, 700)], tracker.Report(East(110), At(700)));
    }

    [Fact]
    public void Report_RepeatedOrOvertaken_IsPassedOverAndCounted()
    {
        var tracker = new ZoneTracker(Map, Options);
        Assert.Single(tracker.Report(East(100), At(10)));
        Assert.Empty(tracker.Report(East(-5_000), At(10)));
        Assert.Empty(tracker.Report(East(-5_000), At(5)));
        Assert.Equal((2, 0), (tracker.PassedOver, tracker.Current(ZoneKind.Pricing)));
    }

    [Fact]
    public void Options_WithoutTime_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZoneTracker(Map, Options with { ExitAfter = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZoneTracker(Map, Options with { DwellAfter = TimeSpan.Zero }));
    }

    /// <summary>Whatever is reported: of each kind entries and exits alternate, dwelling falls within a stay and once, and times never fall.</summary>
    [Fact]
    public void Events_OfAnyDrive_Alternate() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        var tracker = new ZoneTracker(Map, Options);
        var inside = new Dictionary<ZoneKind, (int Zone, bool Dwelt, DateTimeOffset Last)>();
        var (place, second) = (0.0, 0);
        for (var i = 0; i < 300; i++)
        {
            place += random.Next(4) == 0 ? 800 * (random.NextDouble() - 0.5) : 60 * (random.NextDouble() - 0.5);
            second += random.Next(-3, 30);
            foreach (var e in tracker.Report(East(place), At(second)))
            {
                var kind = Map.Zones[e.Zone].Kind;
                var now = inside.TryGetValue(kind, out var stay) ? stay : (-1, false, DateTimeOffset.MinValue);
                Assert.True(e.At >= now.Item3, $"seed {seed}: {e} before {now}");
                switch (e.Kind)
                {
                    case ZoneEventKind.Enter:
                        Assert.Equal(-1, now.Item1);
                        inside[kind] = (e.Zone, false, e.At);
                        break;
                    case ZoneEventKind.Dwell:
                        Assert.Equal((e.Zone, false), (now.Item1, now.Item2));
                        inside[kind] = (e.Zone, true, e.At);
                        break;
                    default:
                        Assert.Equal(e.Zone, now.Item1);
                        inside[kind] = (-1, false, e.At);
                        break;
                }
            }

            Assert.Equal(inside.TryGetValue(ZoneKind.Pricing, out var pricing) ? pricing.Zone : -1, tracker.Current(ZoneKind.Pricing));
        }
    }).QuickCheckThrowOnFailure();

    private static ZoneEvent Event(ZoneEventKind kind, int zone, int second) => new(kind, zone, At(second));

    private static DateTimeOffset At(int second) => Start.AddSeconds(second);

    private static GeoPoint East(double metres) => new(metres / 111_195.08, 0.005);

    private static GeoPoint[] Square(double west, double south, double side) =>
        [new(west, south), new(west + side, south), new(west + side, south + side), new(west, south + side)];
}
