using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Routing.Bench;

namespace O2O.Dispatch.Geo.Tests.TravelTimes;

public class TrafficFactorsTests
{
    private static readonly RoadNetwork Network = GeneratedRoads.Create(400, 4);

    [Fact]
    public void AtHour_FactorsByHourAndGroup_ScaleEveryEdgeByItsOwn()
    {
        var groups = EdgeGroups.Of(Network, [.. Enumerable.Range(0, Network.EdgeCount).Select(edge => edge % 3)]);
        var factors = TrafficFactors.Of(groups, [.. Enumerable.Range(0, 72).Select(i => 0.5 + i / 50.0)]);
        foreach (var hour in new[] { 0, 13, 23 })
        {
            var times = EdgeTimes.AtHour(factors, hour);
            for (var edge = 0; edge < times.Length; edge++)
            {
                var factor = 0.5 + (hour * 3 + edge % 3) / 50.0;
                Assert.Equal(factor, factors.At(hour, edge % 3));
                Assert.Equal((int)Math.Round(Network.FreeFlowMilliseconds[edge] * factor, MidpointRounding.AwayFromZero), times[edge]);
            }
        }
    }

    [Fact]
    public void AtHour_OneFactorForAllEdges_IsScaled()
    {
        var byHour = Enumerable.Range(0, 24).Select(hour => 1 + hour / 10.0).ToArray();
        Assert.Equal(EdgeTimes.Scaled(Network, 1.7), EdgeTimes.AtHour(TrafficFactors.ByHour(Network, byHour), 7));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(21)]
    public void Of_FactorOutOfRange_NamesTheHour(double factor)
    {
        var byHour = Enumerable.Repeat(1.0, 24).ToArray();
        byHour[5] = factor;
        var refused = Assert.Throws<ArgumentOutOfRangeException>("factors", () => TrafficFactors.ByHour(Network, byHour));
        Assert.Contains("hour 5, group 0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BadInput_SizesAndNumbers_AreNamed()
    {
        Assert.Throws<ArgumentException>("factors", () => TrafficFactors.ByHour(Network, [1, 2, 3]));
        Assert.Throws<ArgumentException>("groupOfEdge", () => EdgeGroups.Of(Network, [0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>("groupOfEdge", () => EdgeGroups.Of(Network, [.. Enumerable.Repeat(-1, Network.EdgeCount)]));
        Assert.Throws<ArgumentOutOfRangeException>("metres", () => EdgeGroups.BySquares(Network, double.NaN));
        var factors = TrafficFactors.ByHour(Network, [.. Enumerable.Repeat(1.0, 24)]);
        Assert.Throws<ArgumentOutOfRangeException>("hour", () => EdgeTimes.AtHour(factors, 24));
        Assert.Throws<ArgumentOutOfRangeException>("hour", () => factors.At(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("group", () => factors.At(0, 1));
    }

    [Fact]
    public void BySquares_GeneratedRegion_GroupsNeighbours()
    {
        var groups = EdgeGroups.BySquares(Network, 500);
        Assert.InRange(groups.Count, 16, 36);
        Assert.Equal(Enumerable.Range(0, groups.Count), groups.OfEdge.ToArray().Distinct().Order());
        for (var group = 0; group < groups.Count; group++)
        {
            var ends = Enumerable.Range(0, Network.NodeCount)
                .Where(node => groups.OfEdge[Network.FirstOut[node]..Network.FirstOut[node + 1]].Contains(group)).Select(Network.Point).ToList();
            Assert.All(ends, end => Assert.True(GreatCircle.Distance(ends[0], end).Value < 1_000));
        }
    }
}
