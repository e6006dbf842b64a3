using O2O.Dispatch.Simulation.Measures;

namespace O2O.Dispatch.Simulation.Tests.Measures;

public sealed class JobMeasuresTests
{
    [Fact]
    public void Of_Waits_GivesMeanAndPercentilesInSeconds()
    {
        var measures = JobMeasures.Of(6, 5, [5_000, 1_000, 4_000, 2_000, 3_000], 30_000, 60_000);
        Assert.Equal(3, measures.MeanWaitSeconds, 9);
        Assert.Equal(3, measures.P50WaitSeconds, 9);
        Assert.Equal(4.8, measures.P95WaitSeconds, 9);
        Assert.Equal(5, measures.MaxWaitSeconds, 9);
        Assert.Equal(5.0 / 6, measures.ServiceRate, 9);
        Assert.Equal(0.5, measures.EmptyToOccupiedRatio, 9);
    }

    [Fact]
    public void Of_Nothing_IsZero() => Assert.Equal(new JobMeasures(0, 0, 0, 0, 0, 0, 0, 0), JobMeasures.Of(0, 0, [], 0, 0));
}
