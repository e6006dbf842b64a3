using NBomber.CSharp;
using NBomber.Engine;

namespace O2O.Dispatch.NBomber.Tests;

/// <summary>What is counted.</summary>
public sealed class MeasureTests
{
    [Fact]
    public void Percent_OneOfVeryMany_IsNotRoundedToNothing()
    {
        var failed = new Measure();
        failed.Add(Response.Fail("503"), TimeSpan.FromMilliseconds(1));
        var stats = failed.Stats(isError: true, all: 30_000, seconds: 10);
        Assert.Equal(100.0 / 30_000, stats.Request.Percent);
        Assert.Equal(100.0 / 30_000, Assert.Single(stats.StatusCodes).Percent);
    }
}
