using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Index;

namespace O2O.Dispatch.Geo.Tests.Index;

public class VehicleIndexTests
{
    private const double Tolerance = 1e-6;

    private static readonly GeoBox Box = new(new GeoPoint(-74.02, 40.70), new GeoPoint(-73.91, 40.87));
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 300)]
    [InlineData(3, 3_000)]
    public void Nearest_WhileVehiclesMoveComeAndGo_EqualsALookAtAll(int seed, int capacity)
    {
        var random = new Random(seed);
        var index = new VehicleIndex(Box, capacity, TimeSpan.FromSeconds(500));
        var model = new Model(capacity, index.TimeToLive);
        for (var step = 0; step < 4_000; step++)
        {
            var slot = random.Next(capacity);
            if (random.Next(5) == 0)
            {
                Assert.Equal(model.Reports[slot] is not null, index.Remove(slot));
                model.Reports[slot] = null;
            }
            else
            {
                var report = new Report(Somewhere(random), new VehicleTraits((uint)random.Next(8), random.Next(4), random.Next(3)), Start.AddSeconds(step));
                model.Reports[slot] = report;
                index.Update(slot, report.Point, report.Traits, report.SeenAt);
            }

            if (step % 10 == 0)
            {
                var filter = random.Next(2) == 0
                    ? default
                    : new VehicleFilter((uint)random.Next(8), random.Next(3), (uint)random.Next(8), random.Next(2) == 0 ? null : Start.AddSeconds(step));
                model.Check(index, Somewhere(random), random.Next(1, 30), filter, $"seed {seed}, step {step}");
            }

            Assert.Equal(model.Reports.Count(p => p is not null), index.Count);
        }
    }

    /// <summary>Boxes anywhere on the earth, at the poles and across the 180th meridian from their vehicles, some vehicles far outside.</summary>
    [Fact]
    public void Nearest_AnywhereOnEarth_EqualsALookAtAll() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), AnywhereOnEarth).QuickCheckThrowOnFailure();

    /// <summary>Two vehicles whose places differ, and whose distances do not once they are told in metres.</summary>
    [Fact]
    public void Nearest_DistancesThatMetresCannotTellApart_ComeByLowestSlot() => AnywhereOnEarth(98);

    private static void AnywhereOnEarth(int seed)
    {
        var random = new Random(seed);
        var span = Math.Pow(10, -5 + 7 * random.NextDouble());
        var west = Pick(random, -180, 179.99, 0, 360 * random.NextDouble() - 180);
        var south = Pick(random, -90, 89.99, 80, 180 * random.NextDouble() - 90);
        var box = new GeoBox(new GeoPoint(west, south), new GeoPoint(Math.Min(180, west + span), Math.Min(90, south + span)));
        var capacity = random.Next(1, 400);
        var index = new VehicleIndex(box, random.Next(2) == 0 ? capacity : 50 * capacity);
        var model = new Model(capacity, null);
        for (var slot = 0; slot < capacity; slot++)
        {
            model.Reports[slot] = new Report(Near(random, west, south, span), default, Start);
            index.Update(slot, model.Reports[slot]!.Point);
        }

        for (var i = 0; i < 10; i++)
        {
            model.Check(index, Near(random, west, south, span), random.Next(1, 15), default, $"seed {seed}");
        }
    }

    [Fact]
    public void Nearest_IdenticalPositions_ComeByLowestSlot()
    {
        var index = new VehicleIndex(Box, 2_000);
        for (var slot = 1_999; slot >= 0; slot--)
        {
            index.Update(slot, new GeoPoint(-73.98, 40.75));
        }

        var hits = new VehicleHit[4];
        Assert.Equal(4, index.Nearest(new GeoPoint(-73.99, 40.76), hits));
        Assert.Equal([0, 1, 2, 3], hits.Select(h => h.Slot));
        Assert.Equal(4, index.Nearest(new GeoPoint(-73.98, 40.75), hits));
        Assert.Equal([0, 1, 2, 3], hits.Select(h => h.Slot));
        Assert.All(hits, h => Assert.Equal(0, h.DistanceMetres));
        for (var slot = 0; slot < 1_998; slot++)
        {
            Assert.True(index.Remove(slot));
        }

        Assert.Equal(2, index.Nearest(new GeoPoint(-73.98, 40.75), hits));
        Assert.Equal([1_998, 1_999], hits.Take(2).Select(h => h.Slot));
    }

    /// <summary>Reports together do what they do one by one, a vehicle that is twice among them included; a wrong slot stops all of them.</summary>
    [Fact]
    public void Update_ManyAtOnce_IsOneByOne()
    {
        const int vehicles = 200;
        var random = new Random(31);
        var together = new VehicleIndex(Box, vehicles, TimeSpan.FromSeconds(60));
        var model = new Model(vehicles, together.TimeToLive);
        for (var batch = 0; batch < 60; batch++)
        {
            VehicleReport[] reports = [.. Enumerable.Range(0, random.Next(60)).Select(i => new VehicleReport(
                random.Next(vehicles), Somewhere(random), new VehicleTraits((uint)random.Next(8), random.Next(4), random.Next(3)), Start.AddSeconds(batch)))];
            together.Update(reports);
            foreach (var report in reports)
            {
                model.Reports[report.Slot] = new Report(report.Point, report.Traits, report.SeenAt);
            }

            model.Check(together, Somewhere(random), 12, default, $"batch {batch}");
            model.Check(together, Somewhere(random), 12, new VehicleFilter(1, 1, 0, Start.AddSeconds(batch)), $"batch {batch}");
        }

        var count = together.Count;
        together.Remove(7);
        Assert.Throws<ArgumentOutOfRangeException>(() => together.Update([new VehicleReport(7, default, default, Start), new VehicleReport(vehicles, default, default, Start)]));
        Assert.False(together.Contains(7));
        Assert.Equal(count - 1, together.Count);
    }

    [Fact]
    public void Nearest_EmptyIndexOrNoneWanted_FindsNothing()
    {
        var index = new VehicleIndex(Box, 3);
        Assert.Equal(0, index.Nearest(new GeoPoint(0, 0), new VehicleHit[3]));
        index.Update(1, new GeoPoint(0, 0));
        Assert.Equal(0, index.Nearest(new GeoPoint(0, 0), []));
        Assert.True(index.Contains(1));
        Assert.False(index.Contains(0));
    }

    [Fact]
    public void Nearest_PastTheTimeToLive_IsNotFoundAndRemovedByName()
    {
        var index = new VehicleIndex(Box, 5, TimeSpan.FromSeconds(30));
        var point = new GeoPoint(-73.98, 40.75);
        index.Update(4, point, default, Start);
        index.Update(2, point, default, Start.AddSeconds(10));
        index.Update(0, point, default, Start);
        index.Update(1, point);
        var hits = new VehicleHit[5];
        Assert.Equal(4, index.Nearest(point, hits, new VehicleFilter(Now: Start.AddSeconds(30).AddTicks(-1))));
        Assert.Equal(2, index.Nearest(point, hits, new VehicleFilter(Now: Start.AddSeconds(30))));
        Assert.Equal([1, 2], hits.Take(2).Select(h => h.Slot));
        Assert.Equal(4, index.Nearest(point, hits));
        Assert.Equal([0, 4], index.RemoveExpired(Start.AddSeconds(30)));
        Assert.Equal(2, index.Count);
        index.Update(2, point, default, Start.AddSeconds(60));
        Assert.Empty(index.RemoveExpired(Start.AddSeconds(89)));
        Assert.Equal([2], index.RemoveExpired(Start.AddSeconds(90)));
    }

    [Fact]
    public void Bad_Arguments_AreNamed()
    {
        Assert.Equal("capacity", Assert.Throws<ArgumentOutOfRangeException>(() => new VehicleIndex(Box, 0)).ParamName);
        Assert.Equal("timeToLive", Assert.Throws<ArgumentOutOfRangeException>(() => new VehicleIndex(Box, 1, TimeSpan.Zero)).ParamName);
        var index = new VehicleIndex(Box, 3);
        Assert.Contains("0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => index.Update(3, default)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Remove(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Update(0, new GeoPoint(double.NaN, 40)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VehicleTraits(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VehicleTraits(0, 65_536));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VehicleTraits(0, 0, 32));
        var traits = new VehicleTraits(uint.MaxValue, 65_535, 31);
        Assert.Equal((uint.MaxValue, 65_535, 31), (traits.Services, traits.FreeCapacity, traits.State));
        Assert.Equal(0, index.Count);
    }

    /// <summary>
    /// A writer at full speed, and searches beside it. Each vehicle goes between two places and says by its services at which it is: a hit by one service at
    /// another distance than that place's is torn. Vehicles that stand still are found every time, and nobody twice.
    /// </summary>
    [Fact]
    public void Nearest_BesideAWriter_SeesNoTornEntryAndMissesNobodyWhoStands()
    {
        const int moving = 150;
        const int standing = 50;
        var index = new VehicleIndex(Box, moving + standing);
        var random = new Random(11);
        var places = new GeoPoint[2][];

        // Two of three go to and fro within one crowded cell, where a search is overtaken most, the others from cell to cell.
        GeoPoint Place(int slot) => slot % 3 == 0 ? Anywhere(random) : new GeoPoint(-73.95 + 1e-4 * random.NextDouble(), 40.75 + 1e-4 * random.NextDouble());
        places[0] = [.. Enumerable.Range(0, moving + standing).Select(Place)];
        places[1] = [.. Enumerable.Range(0, moving + standing).Select(Place)];
        for (var slot = 0; slot < moving + standing; slot++)
        {
            index.Update(slot, places[0][slot], new VehicleTraits(slot < moving ? 1u : 3u), Start);
        }

        var done = 0;
        var writer = new Thread(() =>
        {
            var own = new Random(12);
            for (var turn = 0; Volatile.Read(ref done) == 0; turn++)
            {
                var slot = own.Next(moving);
                var side = own.Next(2);
                if (turn % 16 == 0)
                {
                    index.Remove(slot);
                }

                index.Update(slot, places[side][slot], new VehicleTraits(1u << side), Start);
            }
        });
        writer.Start();
        try
        {
            var hits = new VehicleHit[moving + standing];
            for (var search = 0; search < 1_000; search++)
            {
                var point = Anywhere(random);
                var side = search % 2;
                var found = index.Nearest(point, hits, new VehicleFilter(1u << side));
                var slots = new HashSet<int>();
                for (var i = 0; i < found; i++)
                {
                    var (slot, metres) = hits[i];
                    var true0 = GreatCircle.Distance(Rounded(point), Rounded(places[slot < moving ? side : 0][slot])).Value;
                    Assert.True(Math.Abs(metres - true0) < Tolerance, $"search {search}: vehicle {slot} at {metres}, its place is at {true0}");
                    Assert.True(slots.Add(slot), $"search {search}: vehicle {slot} twice");
                }

                Assert.Equal(standing, slots.Count(s => s >= moving));
            }
        }
        finally
        {
            Volatile.Write(ref done, 1);
            writer.Join();
        }
    }

    /// <summary>
    /// The usual search, ten of many, beside a writer at full speed: each vehicle goes between two places, most within one cell, and says by its services at
    /// which it is. Nobody is at a third place, nobody is given twice, hits rise, and by one service the place is that one's.
    /// </summary>
    [Fact]
    public void Nearest_TenOfManyBesideAWriter_SeesNoTornEntry()
    {
        const int vehicles = 3_000;
        var index = new VehicleIndex(Box, vehicles);
        var random = new Random(21);
        GeoPoint[] first = [.. Enumerable.Range(0, vehicles).Select(_ => Anywhere(random))];
        GeoPoint[] second = Array.ConvertAll(first, p => new GeoPoint(p.Longitude + 1e-3 * (random.NextDouble() - 0.5), p.Latitude + 1e-3 * (random.NextDouble() - 0.5)));
        GeoPoint[][] places = [first, second];
        for (var slot = 0; slot < vehicles; slot++)
        {
            index.Update(slot, first[slot], new VehicleTraits(1), Start);
        }

        var done = 0;
        var writer = new Thread(() =>
        {
            var own = new Random(22);
            while (Volatile.Read(ref done) == 0)
            {
                var slot = own.Next(vehicles);
                var side = own.Next(2);
                index.Update(slot, places[side][slot], new VehicleTraits(1u << side), Start);
            }
        });
        writer.Start();
        try
        {
            var hits = new VehicleHit[10];
            for (var search = 0; search < 20_000; search++)
            {
                var point = Anywhere(random);
                var side = search % 3;
                Assert.Equal(hits.Length, index.Nearest(point, hits, side == 2 ? default : new VehicleFilter(1u << side)));
                for (var i = 0; i < hits.Length; i++)
                {
                    var (slot, metres) = hits[i];
                    bool At(int s) => Math.Abs(metres - GreatCircle.Distance(Rounded(point), Rounded(places[s][slot])).Value) < Tolerance;
                    Assert.True(side == 2 ? At(0) || At(1) : At(side), $"search {search}: vehicle {slot} at {metres}");
                    Assert.True(i == 0 || hits[i - 1].DistanceMetres <= metres, $"search {search}: {hits[i]} after {hits[Math.Max(0, i - 1)]}");
                }

                Assert.Equal(hits.Length, hits.Select(h => h.Slot).Distinct().Count());
            }
        }
        finally
        {
            Volatile.Write(ref done, 1);
            writer.Join();
        }
    }

    /// <summary>A vehicle that goes from cell to cell while searches run is in every answer: the writer makes one move for each search it hears of.</summary>
    [Fact]
    public void Nearest_VehicleChangesItsCellMeanwhile_IsNeverMissed()
    {
        const int vehicles = 50;
        var index = new VehicleIndex(Box, 500);
        var random = new Random(5);
        for (var slot = 0; slot < vehicles; slot++)
        {
            index.Update(slot, Anywhere(random));
        }

        var searches = 0;
        var writer = new Thread(() =>
        {
            var own = new Random(6);
            for (var heard = 0; heard >= 0;)
            {
                var now = Volatile.Read(ref searches);
                if (now != heard)
                {
                    heard = now;
                    index.Update(own.Next(vehicles), Anywhere(own));
                }
            }
        });
        writer.Start();
        try
        {
            var hits = new VehicleHit[vehicles + 5];
            for (var search = 1; search <= 4_000; search++)
            {
                Volatile.Write(ref searches, search);
                var found = index.Nearest(Anywhere(random), hits);
                Assert.True(found == vehicles, $"search {search} found {found}");
                Assert.Equal(vehicles, hits.Take(found).Select(h => h.Slot).Distinct().Count());
            }
        }
        finally
        {
            Volatile.Write(ref searches, -1);
            writer.Join();
        }
    }

    private static GeoPoint Rounded(GeoPoint p) => new(Math.Round(p.Longitude * 1e7) / 1e7, Math.Round(p.Latitude * 1e7) / 1e7);

    private static GeoPoint Anywhere(Random random) => new(-74.02 + 0.11 * random.NextDouble(), 40.70 + 0.17 * random.NextDouble());

    private static double Pick(Random random, params double[] from) => from[random.Next(from.Length)];

    private static GeoPoint Near(Random random, double west, double south, double span)
    {
        // Mostly in the box, some around it, one in ten anywhere on the earth, coarse places now and then so that some are the same.
        var grow = random.Next(10) switch { 0 => 0, < 4 => 3 * span, _ => span };
        var longitude = grow == 0 ? 360 * random.NextDouble() - 180 : west + grow * (random.NextDouble() - (grow > span ? 0.3 : 0));
        var latitude = grow == 0 ? 180 * random.NextDouble() - 90 : south + grow * (random.NextDouble() - (grow > span ? 0.3 : 0));
        longitude = longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
        latitude = Math.Clamp(latitude, -90, 90);
        return random.Next(5) == 0 ? new GeoPoint(Math.Round(longitude, 3), Math.Round(latitude, 3)) : new GeoPoint(longitude, latitude);
    }

    private static GeoPoint Somewhere(Random random)
    {
        // Mostly in the box, some crowded in one cell, some just and some far outside.
        var kind = random.Next(20);
        var wide = kind switch { 0 => 30.0, 1 => 0.5, < 8 => 0.002, _ => 0.1 };
        return new GeoPoint(-73.965 + (random.NextDouble() - 0.5) * wide, 40.785 + (random.NextDouble() - 0.5) * wide);
    }

    private sealed record Report(GeoPoint Point, VehicleTraits Traits, DateTimeOffset SeenAt);

    /// <summary>The index as a list, searched whole, with the haversine formula of the house.</summary>
    private sealed class Model(int capacity, TimeSpan? timeToLive)
    {
        public Report?[] Reports { get; } = new Report?[capacity];

        public void Check(VehicleIndex index, GeoPoint point, int k, VehicleFilter filter, string where)
        {
            var expected = Reports.Select((r, s) => (r, s)).Where(v => v.r is not null && Passes(v.r, filter))
                .Select(v => (Metres: GreatCircle.Distance(Rounded(point), Rounded(v.r!.Point)).Value, v.s)).Order().ToArray();
            var hits = new VehicleHit[k];
            var found = index.Nearest(point, hits, filter);
            Assert.True(Math.Min(k, expected.Length) == found, $"{where}: {found} found of {expected.Length}");
            for (var i = 0; i < found; i++)
            {
                // Far away the formula itself is good to a millimetre or so near the antipode, everywhere else to far less.
                var tolerance = Tolerance + expected[i].Metres * 1e-9 + (expected[i].Metres > 1e7 ? 1 : 0);
                Assert.True(Math.Abs(expected[i].Metres - hits[i].DistanceMetres) < tolerance, $"{where}, {point}: {expected[i]} but {hits[i]}");
                var own = GreatCircle.Distance(Rounded(point), Rounded(Reports[hits[i].Slot]!.Point)).Value;
                Assert.True(Math.Abs(own - hits[i].DistanceMetres) < tolerance, $"{where}: vehicle {hits[i].Slot} is at {own}, said {hits[i]}");
                Assert.True(Passes(Reports[hits[i].Slot]!, filter), $"{where}: vehicle {hits[i].Slot} does not pass");
                Assert.True(
                    i == 0 || hits[i - 1].DistanceMetres < hits[i].DistanceMetres || (hits[i - 1].DistanceMetres == hits[i].DistanceMetres && hits[i - 1].Slot < hits[i].Slot),
                    $"{where}: {hits[i]} after {hits[Math.Max(0, i - 1)]}");
            }

            Assert.Equal(found, hits.Take(found).Select(h => h.Slot).Distinct().Count());
        }

        private bool Passes(Report report, VehicleFilter filter) =>
            (report.Traits.Services & filter.Services) == filter.Services && report.Traits.FreeCapacity >= filter.FreeCapacity
            && (filter.States == 0 || (filter.States & (1u << report.Traits.State)) != 0)
            && (filter.Now is not { } now || timeToLive is not { } life || now < report.SeenAt + life);
    }
}
