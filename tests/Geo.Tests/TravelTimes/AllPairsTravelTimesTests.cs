using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Geo.Tests.TravelTimes;

public class AllPairsTravelTimesTests
{
    [Theory]
    [InlineData(1, 50, 1.0, 100_000)]
    [InlineData(2, 300, 1.65, 5_000)]
    [InlineData(3, 300, 0.0004, 5_000)]
    [InlineData(4, 100, 2.4, 80_000_000)]
    public void Build_RandomNetwork_EqualsPlainDijkstra(int seed, int nodes, double factor, int longest)
    {
        var network = Networks.Random(seed, nodes, longest);
        AssertEqualsDijkstra(network, AllPairsTravelTimes.Build(network, factor, threads: 2), factor, Enumerable.Range(0, nodes));
    }

    [SharedDataFact]
    public void Build_Manhattan_EqualsPlainDijkstraAndPathsFit()
    {
        var network = Networks.Manhattan;
        var times = AllPairsTravelTimes.Build(network, 1.65);
        var random = new Random(1);
        AssertEqualsDijkstra(network, times, 1.65, Enumerable.Range(0, 20).Select(_ => random.Next(network.NodeCount)));
        for (var i = 0; i < 500; i++)
        {
            AssertPathFits(network, times, 1.65, random.Next(network.NodeCount), random.Next(network.NodeCount));
        }
    }

    [Fact]
    public void Build_OneThreadOrThree_GivesTheSameTable()
    {
        var network = Networks.Random(5, 120);
        var one = AllPairsTravelTimes.Build(network, 1.3, threads: 1);
        var three = AllPairsTravelTimes.Build(network, 1.3, threads: 3);
        for (var from = 0; from < 120; from++)
        {
            for (var to = 0; to < 120; to++)
            {
                Assert.Equal(one.Milliseconds(from, to), three.Milliseconds(from, to));
            }
        }
    }

    [Fact]
    public void Path_RandomNetwork_FollowsEdgesAndTakesTheTableTime()
    {
        var network = Networks.Random(6, 150);
        var times = AllPairsTravelTimes.Build(network, 1.1);
        for (var from = 0; from < 150; from += 7)
        {
            for (var to = 0; to < 150; to++)
            {
                AssertPathFits(network, times, 1.1, from, to);
            }
        }
    }

    [Fact]
    public void Batches_RandomNodes_EqualSingleLookUps()
    {
        var network = Networks.Random(7, 90);
        var times = AllPairsTravelTimes.Build(network, 1);
        int[] from = [3, 3, 80, 0], to = [5, 89, 3];
        var buffer = new int[12];
        times.ManyToMany(from, to, buffer);
        Assert.Equal(from.SelectMany(f => to.Select(t => times.Milliseconds(f, t))), buffer);
        times.OneToMany(80, to, buffer);
        Assert.Equal(to.Select(t => times.Milliseconds(80, t)), buffer[..3]);
        times.ManyToOne(from, 89, buffer);
        Assert.Equal(from.Select(f => times.Milliseconds(f, 89)), buffer[..4]);
    }

    [Fact]
    public void Build_Progress_EndsAtOne()
    {
        var seen = new List<double>();
        AllPairsTravelTimes.Build(Networks.Random(8, 400), 1, new Direct(seen.Add), threads: 1);
        Assert.True(seen.Count > 3);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(1, seen[^1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e9)]
    public void Build_FactorOutOfRange_IsNamed(double factor) =>
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => AllPairsTravelTimes.Build(Networks.Random(9, 5), factor));

    [Fact]
    public void Build_WayLongerThan24Days_IsNamed()
    {
        var network = Networks.Random(10, 60, longestMilliseconds: 1_000_000_000);
        Assert.Contains("24 days", Assert.Throws<RoadNetworkException>(() => AllPairsTravelTimes.Build(network, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_TooManyNodes_IsRefusedWithTheReason()
    {
        var network = Networks.Random(11, AllPairsTravelTimes.LargestNodeCount + 1);
        Assert.Contains("12,001 nodes", Assert.Throws<RoadNetworkException>(() => AllPairsTravelTimes.Build(network, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LookUp_UnknownNode_IsNamed()
    {
        var times = AllPairsTravelTimes.Build(Networks.Random(12, 5), 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => times.Milliseconds(5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => times.Milliseconds(0, -1));
    }

    [Fact]
    public void RoutePosition_TimeForthAndBack_LiesOnTheEdgeInProportion()
    {
        var network = Networks.Random(13, 80);
        var path = AllPairsTravelTimes.Build(network, 1).Path(2, 60);
        Assert.True(path.Nodes.Length > 3);
        var follower = new RoutePosition(network, path);
        var random = new Random(1);
        var elapsed = Enumerable.Range(0, 200).Select(i => (long)i * path.TotalMilliseconds / 190)
            .Concat(Enumerable.Range(0, 100).Select(_ => random.NextInt64(-10, path.TotalMilliseconds + 10)));
        foreach (var time in elapsed)
        {
            var here = follower.At(time);
            if (time >= path.TotalMilliseconds)
            {
                Assert.Equal(new RoutePoint(network.Point(60), 60, 60, true), here);
                continue;
            }

            var at = Enumerable.Range(0, path.Nodes.Length).Last(i => path.Milliseconds[i] <= Math.Max(0, time));
            Assert.Equal((path.Nodes[at], path.Nodes[at + 1], false), (here.FromNode, here.ToNode, here.Arrived));
            var share = (Math.Max(0, time) - path.Milliseconds[at]) / (double)(path.Milliseconds[at + 1] - path.Milliseconds[at]);
            GeoPoint a = network.Point(path.Nodes[at]), b = network.Point(path.Nodes[at + 1]);
            Assert.Equal(a.Longitude + share * (b.Longitude - a.Longitude), here.Point.Longitude, 1e-9);
            Assert.Equal(a.Latitude + share * (b.Latitude - a.Latitude), here.Point.Latitude, 1e-9);
        }
    }

    [Fact]
    public void RoutePosition_StartIsEnd_HasArrived()
    {
        var network = Networks.Random(14, 5);
        var position = new RoutePosition(network, AllPairsTravelTimes.Build(network, 1).Path(3, 3));
        Assert.True(position.At(0).Arrived);
    }

    private static void AssertEqualsDijkstra(RoadNetwork network, AllPairsTravelTimes times, double factor, IEnumerable<int> sources)
    {
        foreach (var from in sources)
        {
            var expected = Networks.PlainDijkstra(network, factor, from);
            for (var to = 0; to < network.NodeCount; to++)
            {
                Assert.Equal(expected[to], times.Milliseconds(from, to));
            }
        }
    }

    private static void AssertPathFits(RoadNetwork network, AllPairsTravelTimes times, double factor, int from, int to)
    {
        var edges = EdgeTimes.Scaled(network, factor);
        var path = times.Path(from, to);
        Assert.Equal((from, to, times.Milliseconds(from, to)), (path.Nodes[0], path.Nodes[^1], path.TotalMilliseconds));
        for (var i = 1; i < path.Nodes.Length; i++)
        {
            var edge = network.EdgeBetween(path.Nodes[i - 1], path.Nodes[i]);
            Assert.True(edge >= 0);
            Assert.Equal(edges[edge], path.Milliseconds[i] - path.Milliseconds[i - 1]);
        }
    }

    private sealed class Direct(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
