using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Tests;

public class GreatCircleTests
{
    [Fact]
    public void Distance_OneDegreeOfLatitude_IsTheKnownLength() =>
        Assert.Equal(111_195.08, GreatCircle.Distance(new GeoPoint(13, 52), new GeoPoint(13, 53)).Value, 0.01);

    [Fact]
    public void Distance_BerlinToNewYork_IsTheKnownLength() =>
        Assert.InRange(GreatCircle.Distance(new GeoPoint(13.405, 52.52), new GeoPoint(-74.006, 40.7128)).Value, 6_380_000, 6_390_000);

    [Fact]
    public void Distance_OppositePoints_IsHalfTheCircle() =>
        Assert.Equal(Math.PI * GreatCircle.EarthRadiusMetres, GreatCircle.Distance(new GeoPoint(0, 0), new GeoPoint(180, 0)).Value, 0.001);

    [Fact]
    public void Distance_SamePoint_IsZero() => Assert.Equal(Metres.Zero, GreatCircle.Distance(new GeoPoint(1, 2), new GeoPoint(1, 2)));
}
