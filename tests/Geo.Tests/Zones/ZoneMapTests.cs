using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Geometries;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Geo.Tests.Zones;

public sealed class ZoneMapTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("zonemap").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Find_SharedBorderHoleAndParts_IsExactlyOneZone()
    {
        var map = new ZoneMap(
        [
            Zone("west", ZoneKind.Pricing, new AreaPolygon(Square(0, 0, 1))),
            Zone("east", ZoneKind.Pricing, new AreaPolygon(Square(1, 0, 1))),
            Zone("ring", ZoneKind.Pricing, new AreaPolygon(Square(4, 0, 3), [Square(5, 1, 1)]), new AreaPolygon(Square(8, 0, 1))),
            Zone("hole", ZoneKind.Pricing, new AreaPolygon(Square(5, 1, 1))),
            Zone("stand", ZoneKind.Queue, new AreaPolygon(Square(0, 0, 1))),
        ]);
        Assert.Equal(0, map.Find(ZoneKind.Pricing, new GeoPoint(0.5, 0.5)));
        Assert.Equal(1, map.Find(ZoneKind.Pricing, new GeoPoint(1.5, 0.5)));
        Assert.Equal(0, map.Find(ZoneKind.Pricing, new GeoPoint(1, 0.5)));
        Assert.Equal(0, map.Find(ZoneKind.Pricing, new GeoPoint(1, 0)));
        Assert.Equal(1, map.Find(ZoneKind.Pricing, new GeoPoint(2, 1)));
        Assert.Equal(-1, map.Find(ZoneKind.Pricing, new GeoPoint(3, 0.5)));
        Assert.Equal(2, map.Find(ZoneKind.Pricing, new GeoPoint(8.5, 0.5)));
        Assert.Equal(3, map.Find(ZoneKind.Pricing, new GeoPoint(5.5, 1.5)));
        Assert.Equal(2, map.Find(ZoneKind.Pricing, new GeoPoint(5, 1.5)));
        Assert.True(map.Contains(3, new GeoPoint(5, 1.5)));
        Assert.Equal(4, map.Find(ZoneKind.Queue, new GeoPoint(1, 0.5)));
        Assert.Equal(-1, map.Find(ZoneKind.Queue, new GeoPoint(1.1, 0.5)));
        Assert.Equal(-1, map.Find(ZoneKind.NoPickup, new GeoPoint(0.5, 0.5)));
        Assert.Null(map.Nearest(ZoneKind.NoPickup, new GeoPoint(0.5, 0.5)));
    }

    /// <summary>The grid gives what asking every zone in turn gives, on random stars and boxes with points on their corners and sides too.</summary>
    [Fact]
    public void Find_AnyPoint_IsTheFirstZoneThatCoversIt() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        var size = Math.Pow(10, -3 + 4 * random.NextDouble());
        Zone[] zones = [.. Enumerable.Range(0, random.Next(1, 8)).Select(i => Zone($"zone {i}", ZoneKind.Pricing, Any(random, size)))];
        var map = new ZoneMap(zones);
        var plain = Array.ConvertAll(zones, Plain);
        var corners = zones.SelectMany(z => z.Polygons[0].Outer).ToArray();
        for (var i = 0; i < 60; i++)
        {
            var corner = corners[random.Next(corners.Length)];
            var point = random.Next(3) switch
            {
                0 => corner,
                1 => new GeoPoint(corner.Longitude, 10 + size * random.NextDouble()),
                _ => new GeoPoint(10 + size * (2 * random.NextDouble() - 0.5), 10 + size * (2 * random.NextDouble() - 0.5)),
            };
            var expected = Array.FindIndex(plain, p => p.Covers(new Point(point.Longitude, point.Latitude)));
            Assert.True(expected == map.Find(ZoneKind.Pricing, point), $"seed {seed}, {point}: zone {expected} but {map.Find(ZoneKind.Pricing, point)}");
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nearest_OutsideAll_NamesTheZoneAndTheDistance()
    {
        var map = new ZoneMap(
        [
            Zone("harbour", ZoneKind.ServiceArea, new AreaPolygon(Square(13, 52, 0.1))),
            Zone("airport", ZoneKind.ServiceArea, new AreaPolygon(Square(13.3, 52, 0.1))),
        ]);
        var nearest = map.Nearest(ZoneKind.ServiceArea, new GeoPoint(13.05, 52.12))!.Value;
        Assert.Equal(0, nearest.Zone);
        Assert.Equal(2_223.9, nearest.Distance.Value, 0.5);
        Assert.Equal(new ZoneNearby(1, Metres.Zero), map.Nearest(ZoneKind.ServiceArea, new GeoPoint(13.35, 52.05)));
        Assert.Equal("Not served here: the nearest zone is 'harbour', 2.2 km away.", map.WhyNotServed(new GeoPoint(13.05, 52.12))!.ToString());
        Assert.Equal("Not served here: the nearest zone is 'airport', 112 m away.", map.WhyNotServed(new GeoPoint(13.35, 52.101))!.ToString());
        Assert.Null(map.WhyNotServed(new GeoPoint(13.05, 52.05)));
        var area = ServiceArea.FromPolygons("town", map.Zones.SelectMany(z => z.Polygons));
        Assert.Equal("town", area.WhyNot(new GeoPoint(13.05, 52.12))!.NearestZone);
        Assert.Null(area.WhyNot(new GeoPoint(13.05, 52.05)));
        var around = ServiceArea.Around(Networks.Random(1, 50), new Metres(700));
        Assert.True(around.WhyNot(new GeoPoint(14, 52))!.Distance.Value > 50_000);
    }

    [Fact]
    public void Bad_Zones_AreNamed()
    {
        GeoPoint[] bow = [new(0, 0), new(1, 1), new(1, 0), new(0, 1)];
        var crossing = Assert.Throws<ZoneException>(() => new ZoneMap([Zone("bow tie", ZoneKind.Queue, new AreaPolygon(bow))]));
        Assert.Contains("'bow tie' is not valid: Self-intersection at 0.5,0.5", crossing.Message, StringComparison.Ordinal);
        Assert.Contains("'none' is empty", Assert.Throws<ZoneException>(() => new ZoneMap([Zone("none", ZoneKind.Queue)])).Message, StringComparison.Ordinal);
        var mended = new ZoneMap([Zone("bow tie", ZoneKind.Queue, new AreaPolygon(bow)), Zone("good", ZoneKind.Queue, new AreaPolygon(Square(5, 5, 1)))], mend: true);
        Assert.Equal(["bow tie"], mended.Mended);
        Assert.Equal(0, mended.Find(ZoneKind.Queue, new GeoPoint(0.9, 0.5)));
        Assert.Equal(-1, mended.Find(ZoneKind.Queue, new GeoPoint(0.5, 0.9)));
        Assert.Equal(-1, new ZoneMap([]).Find(ZoneKind.Queue, new GeoPoint(0, 0)));
        const string feature = """{"type":"Feature","properties":{"name":"a","kind":"KIND"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}""";
        var path = Path.Combine(folder, "z.geojson");
        File.WriteAllText(path, feature.Replace("KIND", "no_pickup", StringComparison.Ordinal));
        Assert.Equal(ZoneKind.NoPickup, ZoneMap.FromGeoJsonFile(path, ZoneKind.Queue).Zones[0].Kind);
        File.WriteAllText(path, feature.Replace("KIND", "parking", StringComparison.Ordinal));
        Assert.Contains("'a' is of kind 'parking'", Assert.Throws<ZoneException>(() => ZoneMap.FromGeoJsonFile(path, ZoneKind.Queue)).Message, StringComparison.Ordinal);
    }

    [SharedDataFact]
    public void Find_NewYorkZones_EqualsAskingEachInTurn()
    {
        var map = ZoneMap.FromGeoJsonFile(SharedData.File("nyc_taxi_zones.geojson.gz"), ZoneKind.Pricing, mend: true);
        Assert.Equal(263, map.Zones.Count);
        var random = new Random(4);
        var found = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var point = new GeoPoint(-74.27 + 0.6 * random.NextDouble(), 40.48 + 0.45 * random.NextDouble());
            var expected = Enumerable.Range(0, 263).FirstOrDefault(zone => map.Contains(zone, point), -1);
            Assert.Equal(expected, map.Find(ZoneKind.Pricing, point));
            found += expected >= 0 ? 1 : 0;
        }

        Assert.InRange(found, 500, 1_500);
    }

    private static Zone Zone(string name, ZoneKind kind, params AreaPolygon[] polygons) => new(name, kind, polygons);

    private static GeoPoint[] Square(double west, double south, double side) =>
        [new(west, south), new(west + side, south), new(west + side, south + side), new(west, south + side)];

    private static AreaPolygon Any(Random random, double size)
    {
        var (x, y) = (10 + size * random.NextDouble(), 10 + size * random.NextDouble());
        if (random.Next(2) == 0)
        {
            // Boxes on a coarse lattice share sides and corners.
            var step = size / 4;
            return new AreaPolygon(Square(10 + step * random.Next(4), 10 + step * random.Next(4), step * random.Next(1, 3)));
        }

        var spikes = random.Next(3, 12);
        return new AreaPolygon(
        [
            .. Enumerable.Range(0, spikes).Select(i =>
            {
                var radius = size * (0.1 + 0.5 * random.NextDouble());
                return new GeoPoint(x + radius * Math.Cos(2 * Math.PI * i / spikes), y + radius * Math.Sin(2 * Math.PI * i / spikes));
            }),
        ]);
    }

    private static Polygon Plain(Zone zone) => new(new LinearRing(
        [.. zone.Polygons[0].Outer.Append(zone.Polygons[0].Outer[0]).Select(p => new Coordinate(p.Longitude, p.Latitude))]));
}
