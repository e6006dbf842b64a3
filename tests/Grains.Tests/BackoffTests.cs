using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Grains.Tests;

public sealed class BackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void After_FailedTries_DoublesUpToTheLongestAndNeverOverflows()
    {
        Assert.Equal([10, 10, 20, 40, 80], new[] { 0, 1, 2, 3, 4 }.Select(failed => (int)Backoff.After(failed, First, Day).TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(81_920), Backoff.After(14, First, Day));
        Assert.All(new[] { 15, 64, 100, int.MaxValue }, failed => Assert.Equal(Day, Backoff.After(failed, First, Day)));
        Assert.Equal(TimeSpan.FromSeconds(5), Backoff.After(1, First, TimeSpan.FromSeconds(5)));
        Assert.Equal(TimeSpan.MaxValue, Backoff.After(int.MaxValue, First, TimeSpan.MaxValue));
        Assert.Equal(TimeSpan.Zero, Backoff.After(9, TimeSpan.Zero, Day));
    }

    [Fact]
    public void AsLongAgain_LiesBetweenLeastAndLongest()
    {
        Assert.Equal(First, Backoff.AsLongAgain(TimeSpan.Zero, First, Day));
        Assert.Equal(TimeSpan.FromHours(1), Backoff.AsLongAgain(TimeSpan.FromHours(1), First, Day));
        Assert.Equal(Day, Backoff.AsLongAgain(TimeSpan.FromDays(9), First, Day));
        Assert.Equal(First, Backoff.AsLongAgain(TimeSpan.FromDays(9), First, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Jittered_TakesOffAPartAtTheMostAndTheSameForTheSame()
    {
        var waits = Enumerable.Range(1, 1_000).Select(row => Backoff.Jittered(First, 4, row, 1)).ToList();
        Assert.All(waits, wait => Assert.InRange(wait, First * 0.75, First));
        Assert.Equal(waits, Enumerable.Range(1, 1_000).Select(row => Backoff.Jittered(First, 4, row, 1)));
        Assert.True(waits.Distinct().Count() > 990);
        Assert.InRange(waits.Average(wait => wait.TotalSeconds), 8.5, 9.0);
        Assert.NotEqual(Backoff.Jittered(First, 4, 7, 1), Backoff.Jittered(First, 4, 7, 2));
        Assert.Equal(TimeSpan.Zero, Backoff.Jittered(TimeSpan.Zero, 4, 7, 1));
    }
}
