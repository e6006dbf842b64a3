using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.LoadTests.People;

namespace O2O.Dispatch.LoadTests.Tests;

/// <summary>Where people are put.</summary>
public sealed class CityTests
{
    // Corners a thousandth of a degree apart: 111 m to the north, about 85 m to the east at 40 degrees.
    private static readonly MapResource Grid = new("grid", [9, 40, 9.02, 40.02], [.. from x in Enumerable.Range(0, 21) from y in Enumerable.Range(0, 21) select Road(x, y)], []);

    [Fact]
    public void Of_ARadius_HasItsCornersAlone()
    {
        var (near, all) = (City.Of(Grid, 300), City.Of(Grid, 5_000));
        Assert.Equal(441, all.Corners);
        Assert.InRange(near.Corners, 20, 45);
        var middle = new WirePoint(9.01, 40.01);
        var chance = new Random(1);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.InRange(near.Metres(near.Somewhere(chance), middle), 0, 300));
    }

    [Fact]
    public void Of_AMapWithoutRoads_IsRefused() => Assert.Contains("no roads", Assert.Throws<LoadTestFault>(() => City.Of(Grid with { Roads = [] }, 300)).Message, StringComparison.Ordinal);

    [Fact]
    public void About_ADistance_IsAnotherPlaceNearIt()
    {
        var city = City.Of(Grid, 5_000);
        var chance = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var from = city.Somewhere(chance);
            var to = city.About(from, 800, chance);
            Assert.NotEqual(from, to);
            Assert.InRange(city.Metres(from, to), 300, 1_300);
        }
    }

    [Fact]
    public void Part_OfACity_IsAroundItsCorner()
    {
        var city = City.Of(Grid, 5_000);
        var corner = new WirePoint(9.001, 40.001);
        var part = city.Part(corner, 250);
        Assert.InRange(part.Corners, 5, 25);
        Assert.InRange(part.Metres(part.Somewhere(new Random(2)), corner), 0, 250);
        Assert.Equal(2, city.Part(corner, 1).Corners);
    }

    [Fact]
    public void Between_TwoPlaces_IsPartOfTheWay() => Assert.Equal(new WirePoint(9.25, 40.5), City.Between(new WirePoint(9, 40), new WirePoint(10, 42), 0.25));

    private static ImmutableArray<double> Road(int x, int y) => [9 + (x / 1_000.0), 40 + (y / 1_000.0), 9 + ((x + 1) / 1_000.0), 40 + (y / 1_000.0)];
}
