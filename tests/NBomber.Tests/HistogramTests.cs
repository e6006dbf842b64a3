using FsCheck.Fluent;
using NBomber.Engine;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.NBomber.Tests;

/// <summary>Percentiles against a sort of the same values.</summary>
public sealed class HistogramTests
{
    private static readonly double[] Percents = [0.1, 1, 25, 50, 75, 90, 95, 99, 99.9, 100];

    [Fact]
    public void Percentile_AnyValues_IsWithinTheErrorOfTheExactOne() => Law.Holds(Values(), values =>
    {
        var histogram = new LatencyHistogram();
        Array.ForEach(values, histogram.Add);
        var sorted = values.Order().ToArray();
        foreach (var percent in Percents)
        {
            var exact = sorted[Math.Max(1, (int)Math.Ceiling(percent / 100 * sorted.Length)) - 1];
            Assert.InRange(histogram.Percentile(percent), exact * (1 - LatencyHistogram.RelativeError), exact * (1 + LatencyHistogram.RelativeError));
        }

        Assert.Equal((sorted[0], sorted[^1], sorted.Length), (histogram.Min, histogram.Max, histogram.Count));
        Assert.Equal(sorted.Average(value => (double)value), histogram.Mean, 1e-9 * Math.Max(1, histogram.Mean));
    });

    [Fact]
    public void Add_OfAnother_IsAsIfAllWereCountedInOne() => Law.Holds(Gen.Two(Values()), pair =>
    {
        var (one, other, both) = (new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
        Array.ForEach(pair.Item1, one.Add);
        Array.ForEach(pair.Item2, other.Add);
        Array.ForEach([.. pair.Item1, .. pair.Item2], both.Add);
        one.Add(other);
        Assert.Equal(both.Count, one.Count);
        Assert.Equal((both.Min, both.Max), (one.Min, one.Max));
        Assert.All(Percents, percent => Assert.Equal(both.Percentile(percent), one.Percentile(percent)));
    });

    [Fact]
    public void Percentile_SmallValues_AreExact()
    {
        var histogram = new LatencyHistogram();
        for (var value = 0; value < 256; value++)
        {
            histogram.Add(value);
        }

        Assert.Equal(127, histogram.Percentile(50));
        Assert.Equal(255, histogram.Percentile(100));
    }

    [Fact]
    public void Add_BeyondTheRange_CountsAsItsEnds()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(-5);
        histogram.Add(long.MaxValue);
        Assert.Equal((0, LatencyHistogram.Largest), (histogram.Min, histogram.Max));
        Assert.Equal(2, histogram.Count);
    }

    [Fact]
    public void Clear_AfterValues_IsAsNew()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(1_000);
        histogram.Clear();
        Assert.Equal((0, 0, 0, 0.0, 0.0), (histogram.Count, histogram.Min, histogram.Max, histogram.Mean, histogram.Percentile(99)));
    }

    /// <summary>One to three hundred values of any size: a power of two, and something within it.</summary>
    private static FsCheck.Gen<long[]> Values() =>
        from count in Gen.Choose(1, 300)
        from values in Gen.ArrayOf(from power in Gen.Choose(0, 39) from part in Gen.Choose(0, int.MaxValue) select (1L << power) + (part % (1L << power)), count)
        select values;
}
