using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Domain.Tests.Markets;

public sealed class SearchRadiusTests
{
    private static readonly SearchRadius Radius = new(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(10));

    [Theory]
    [InlineData(0, 0, 180)]
    [InlineData(19.9, 0, 180)]
    [InlineData(20, 0, 300)]
    [InlineData(20, 1, 420)]
    [InlineData(-5, 2, 420)]
    [InlineData(600, 3, 600)]
    [InlineData(1e9, 1_000_000, 600)]
    public void LongestDrive_GrowsByWaitAndRefusals_UpToTheMost(double waitedSeconds, int refused, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Radius.LongestDrive(TimeSpan.FromSeconds(waitedSeconds), refused));

    [Fact]
    public void LongestDrive_WithoutAMost_FitsMilliseconds() =>
        Assert.Equal(int.MaxValue, (Radius with { Most = null }).LongestDrive(TimeSpan.MaxValue, int.MaxValue).TotalMilliseconds);

    [Fact]
    public void Faults_NameEveryFigureOutOfRange()
    {
        Assert.Empty(Radius.Faults());
        Assert.Empty((Radius with { Most = null }).Faults());
        Assert.Equal(4, new SearchRadius(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromTicks(-1)).Faults().Count());
        Assert.Equal(4, new SearchRadius(TimeSpan.FromHours(5), TimeSpan.FromHours(5), TimeSpan.FromHours(2), TimeSpan.FromHours(25)).Faults().Count());
    }
}
