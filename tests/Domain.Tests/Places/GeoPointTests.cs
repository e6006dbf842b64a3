using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Domain.Tests;

public sealed class GeoPointTests
{
    [Theory]
    [InlineData(double.NaN, 0, "longitude")]
    [InlineData(0, double.NaN, "latitude")]
    [InlineData(double.PositiveInfinity, 0, "longitude")]
    [InlineData(180.01, 0, "longitude")]
    [InlineData(0, -90.01, "latitude")]
    public void GeoPoint_OutOfRange_NamesTheValue(double longitude, double latitude, string name)
    {
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new GeoPoint(longitude, latitude)).ParamName);
        Assert.False(GeoPoint.TryCreate(longitude, latitude, out _, out var fault));
        Assert.StartsWith(name, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void GeoPoint_Swapped_SaysSo()
    {
        Assert.False(GeoPoint.TryCreate(40.7, -174.0, out _, out var fault));
        Assert.Contains("swapped", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(double.PositiveInfinity)]
    public void Metres_NotALength_IsRefused(double value) => Assert.Throws<ArgumentOutOfRangeException>(() => new Metres(value));
}
