using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Files;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Geo.Tests.Zones;

public sealed class ServiceAreaTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("zones").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Contains_SquareWithHole_KnowsInsideHoleBorderAndOutside()
    {
        var area = ServiceArea.FromRings("town", Square(0, 0, 10), Square(4, 4, 2));
        Assert.True(area.Contains(new GeoPoint(1, 1)));
        Assert.True(area.Contains(new GeoPoint(0, 5)));
        Assert.False(area.Contains(new GeoPoint(5, 5)));
        Assert.True(area.Contains(new GeoPoint(4, 5)));
        Assert.False(area.Contains(new GeoPoint(10.001, 5)));
        Assert.Single(Assert.Single(area.Outline).Holes!);
    }

    [Fact]
    public void Contains_NeighboursWithSharedBorder_ServeTheBorder()
    {
        var area = ServiceArea.FromPolygons("two", [new AreaPolygon(Square(0, 0, 1)), new AreaPolygon(Square(1, 0, 1)), new AreaPolygon(Square(5, 5, 1))]);
        Assert.True(area.Contains(new GeoPoint(1, 0.5)));
        Assert.True(area.Contains(new GeoPoint(5.5, 5.5)));
        Assert.False(area.Contains(new GeoPoint(3, 3)));
        Assert.Equal(2, area.Outline.Count);
    }

    [Fact]
    public void FromRings_CrossingOrEmpty_IsNamed()
    {
        GeoPoint[] bow = [new(0, 0), new(1, 1), new(1, 0), new(0, 1)];
        var crossing = Assert.Throws<ZoneException>(() => ServiceArea.FromRings("bow tie", bow));
        Assert.Contains("'bow tie' is not valid: Self-intersection at 0.5,0.5", crossing.Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<ZoneException>(() => ServiceArea.FromPolygons("none", [])).Message, StringComparison.Ordinal);
        Assert.Throws<ZoneException>(() => ServiceArea.FromRings("line", [new(0, 0), new(1, 1), new(0, 0)]));
        Assert.Throws<ZoneException>(() => ServiceArea.FromRings("flat", [new(0, 0), new(1, 1), new(2, 2)]));
        Assert.Throws<ZoneException>(() => ServiceArea.FromRings("hole outside", Square(0, 0, 1), Square(5, 5, 1)));
    }

    [Fact]
    public void FromGeoJsonFile_ZonesOfOtherKinds_AreNoPartOfIt()
    {
        var file = Write("""
            {"type":"FeatureCollection","features":[
              {"type":"Feature","properties":{"zone":"Town"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]]]}},
              {"type":"Feature","properties":{"zone":"Sea","kind":"pricing"},"geometry":{"type":"Polygon","coordinates":[[[5,5],[6,5],[6,6],[5,6],[5,5]]]}},
              {"type":"Feature","properties":{"zone":"Mall","kind":"no_pickup"},"geometry":{"type":"Polygon","coordinates":[[[1,1],[1.5,1],[1.5,1.5],[1,1.5],[1,1]]]}}]}
            """);
        var area = ServiceArea.FromGeoJsonFile(file);
        Assert.True(area.Contains(new GeoPoint(1.2, 1.2)));
        Assert.False(area.Contains(new GeoPoint(5.5, 5.5)));
        Assert.Equal("Town", area.WhyNot(new GeoPoint(5.5, 5.5))!.NearestZone);

        var zones = ZoneMap.FromGeoJsonFile(file, ZoneKind.ServiceArea);
        var map = new MarketMap(StreetGrid.Roads, StreetGrid.Times, ServiceArea.Of("town", zones), zones);
        Assert.Equal(["", "Sea"], map.PricingZones.ToArray());
        Assert.Equal(("Sea", string.Empty), (map.PricingZoneOf(new GeoPoint(5.5, 5.5)), map.PricingZoneOf(new GeoPoint(0.5, 0.5))));
        var estimate = map.Estimate([new GeoPoint(1.2, 1.2), new GeoPoint(0.5, 0.5)]);
        Assert.Equal((0, "Mall"), (estimate.NotServed!.Value, estimate.NoPickUpZone));
        Assert.Equal(5, map.Estimate([.. Enumerable.Repeat(new GeoPoint(0.5, 0.5), 5), new GeoPoint(5.5, 5.5)]).NotServed);
    }

    [Fact]
    public void Of_AMapWithoutAServiceArea_IsNamed() =>
        Assert.Contains("'sea' is empty", Assert.Throws<ZoneException>(() => ServiceArea.Of("sea", new ZoneMap([new Zone("Sea", ZoneKind.Pricing, [new AreaPolygon(Square(5, 5, 1))])]))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "nothing GeoJSON")]
    [InlineData("""{"type":"FeatureCollection","features":[]}""", "no area in it")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"zone":"Pier"},"geometry":{"type":"Point","coordinates":[1,2]}}]}""", "'Pier' is a Point")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"zone":"Pier"},"geometry":null}]}""", "'Pier' is a nothing GeoJSON")]
    [InlineData("""{"type":"Polygon","coordinates":[[[52.5,113.4],[1,2],[3,1]]]}""", "may be swapped")]
    [InlineData("""{"type":"Polygon","coordinates":[[1,2],[3,4]]}""", "not [longitude, latitude]")]
    [InlineData("""{"type":"Polygon","coordinates":[]}""", "empty")]
    public void FromGeoJsonFile_Unusable_IsNamed(string text, string message)
    {
        var error = Assert.Throws<InputFileException>(() => ServiceArea.FromGeoJsonFile(Write(text)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromGeoJsonFile_CrossingFeature_IsNamed()
    {
        const string text = """
            {"type":"FeatureCollection","features":[
              {"type":"Feature","properties":{"zone":"Good"},"geometry":{"type":"Polygon","coordinates":[[[0,0,7],[1,0,7],[1,1,7],[0,0,7]]]}},
              {"type":"Feature","properties":{"zone":"Bow"},"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[1,1],[1,0],[0,1],[0,0]]]]}}]}
            """;
        Assert.Contains("'Bow'", Assert.Throws<ZoneException>(() => ServiceArea.FromGeoJsonFile(Write(text))).Message, StringComparison.Ordinal);
    }

    [SharedDataFact]
    public void FromGeoJsonFile_ManhattanTaxiZones_ServesNearlyAllRoads()
    {
        var file = SharedData.File("manhattan_taxi_zones.geojson");
        Assert.Contains("'Inwood'", Assert.Throws<ZoneException>(() => ServiceArea.FromGeoJsonFile(file)).Message, StringComparison.Ordinal);
        var area = ServiceArea.FromGeoJsonFile(file, mend: true);
        Assert.Equal(["Inwood", "Kips Bay"], area.Mended);
        var served = Networks.Manhattan.Points.ToArray().Count(area.Contains);
        Assert.InRange(served, 4_300, 4_411);
        Assert.False(area.Contains(new GeoPoint(-73.95, 40.65)));
        Assert.Equal(69, GeoJson.ReadFile(SharedData.File("manhattan_taxi_zones.geojson")).Count);
    }

    [Fact]
    public void Around_Network_IsEverythingWithinTheDistanceOfANode()
    {
        var network = Networks.Random(1, 50);
        var area = ServiceArea.Around(network, new Metres(700));
        var random = new Random(2);
        var inside = 0;
        for (var i = 0; i < 500; i++)
        {
            var point = new GeoPoint(12.95 + random.NextDouble() * 0.2, 51.95 + random.NextDouble() * 0.2);
            var expected = network.Points.ToArray().Min(p => GreatCircle.Distance(p, point).Value) <= 700;
            Assert.Equal(expected, area.Contains(point));
            inside += expected ? 1 : 0;
        }

        Assert.InRange(inside, 20, 480);
    }

    private static GeoPoint[] Square(double west, double south, double side) =>
        [new(west, south), new(west + side, south), new(west + side, south + side), new(west, south + side)];

    private string Write(string text)
    {
        var path = Path.Combine(folder, "zones.geojson");
        File.WriteAllText(path, text);
        return path;
    }
}
