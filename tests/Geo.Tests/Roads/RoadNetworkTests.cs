using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Geo.Tests.Roads;

public class RoadNetworkTests
{
    [Fact]
    public void Build_WithIslandLoopAndParallel_KeepsLargestPartAndCountsTheRest()
    {
        var builder = new RoadNetworkBuilder();
        for (var id = 1; id <= 6; id++)
        {
            builder.AddNode(id * 10, new GeoPoint(13 + id * 0.001, 52));
        }

        builder.AddEdge(20, 30, 5_000);
        builder.AddEdge(30, 40, 5_000);
        builder.AddEdge(40, 20, 5_000);
        builder.AddEdge(20, 30, 4_000);
        builder.AddEdge(20, 20, 4_000);
        builder.AddEdge(10, 20, 1_000);
        builder.AddEdge(50, 60, 0);
        builder.AddEdge(60, 50, 0);
        var network = builder.Build();

        Assert.Equal(3, network.NodeCount);
        Assert.Equal(3, network.EdgeCount);
        Assert.Equal(new RoadNetworkDropped(IslandNodes: 3, IslandEdges: 3, SelfLoops: 1, ParallelEdges: 1), network.Dropped);
        Assert.True(network.TryIndexOf(20, out var a));
        Assert.True(network.TryIndexOf(30, out var b));
        Assert.False(network.TryIndexOf(10, out _));
        Assert.Equal(4_000, network.FreeFlowMilliseconds[network.EdgeBetween(a, b)]);
        Assert.Equal(-1, network.EdgeBetween(b, a));
        Assert.Equal(20, network.PublishedId(a));
    }

    [Fact]
    public void Build_ZeroTime_CountsAsOneSecond()
    {
        var builder = new RoadNetworkBuilder();
        builder.AddNode(1, new GeoPoint(13, 52));
        builder.AddNode(2, new GeoPoint(13.001, 52));
        builder.AddEdge(1, 2, 0);
        builder.AddEdge(2, 1, 1_001);
        Assert.Equal([1_000, 1_001], builder.Build().FreeFlowMilliseconds.ToArray());
    }

    [Fact]
    public void Build_NoNodesNoEdgesOneWayOnly_AreNamed()
    {
        var builder = new RoadNetworkBuilder();
        Assert.Contains("no nodes", Assert.Throws<RoadNetworkException>(() => builder.Build()).Message, StringComparison.Ordinal);
        builder.AddNode(1, new GeoPoint(13, 52));
        builder.AddNode(2, new GeoPoint(13.001, 52));
        Assert.Contains("no edges", Assert.Throws<RoadNetworkException>(() => builder.Build()).Message, StringComparison.Ordinal);
        builder.AddEdge(1, 2, 1_000);
        Assert.Contains("both directions", Assert.Throws<RoadNetworkException>(() => builder.Build()).Message, StringComparison.Ordinal);
        Assert.Contains("3", Assert.Throws<RoadNetworkException>(() => builder.AddEdge(1, 3, 1_000)).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<RoadNetworkException>(() => builder.AddNode(1, new GeoPoint(0, 0))).Message, StringComparison.Ordinal);
        Assert.Contains("negative", Assert.Throws<RoadNetworkException>(() => builder.AddEdge(1, 2, -1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReverseArrays_RandomNetwork_HoldTheSameEdges()
    {
        var network = Networks.Random(3, 200);
        var forward = new List<(int, int, int)>();
        var reverse = new List<(int, int, int)>();
        for (var node = 0; node < network.NodeCount; node++)
        {
            for (var e = network.FirstOut[node]; e < network.FirstOut[node + 1]; e++)
            {
                forward.Add((node, network.Heads[e], e));
            }

            for (var e = network.FirstIn[node]; e < network.FirstIn[node + 1]; e++)
            {
                reverse.Add((network.Tails[e], node, network.InEdges[e]));
            }
        }

        Assert.Equal(forward.Order(), reverse.Order());
    }

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(2, 0.05)]
    [InlineData(3, 2.0)]
    [InlineData(4, 40.0)]
    public void NearestNode_RandomPoints_EqualsALookAtEveryNode(int seed, double outside)
    {
        var network = Networks.Random(seed, 500);
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var point = new GeoPoint(
                13 - outside + random.NextDouble() * (0.1 + 2 * outside), 52 - outside / 2 + random.NextDouble() * (0.1 + outside));
            var found = network.NearestNode(point);
            var (best, distance) = Enumerable.Range(0, network.NodeCount)
                .Select(n => (n, GreatCircle.Distance(point, network.Point(n)).Value)).MinBy(p => p.Value);
            Assert.Equal(distance, found.Distance.Value, 1e-3);
            Assert.True(best == found.Node || Math.Abs(GreatCircle.Distance(point, network.Point(found.Node)).Value - distance) < 1e-3, $"seed {seed}, {point}");
        }
    }

    [Fact]
    public void NearestNode_IdenticalPositions_TakesTheLowestIndex()
    {
        var builder = new RoadNetworkBuilder();
        for (var id = 0; id < 5; id++)
        {
            builder.AddNode(id, new GeoPoint(13, 52));
        }

        for (var id = 0; id < 5; id++)
        {
            builder.AddEdge(id, (id + 1) % 5, 1_000);
        }

        var network = builder.Build();
        Assert.Equal(new NearestNode(0, Metres.Zero), network.NearestNode(new GeoPoint(13, 52)));
        Assert.Equal(0, network.NearestNode(new GeoPoint(-170, -80)).Node);
    }

    [SharedDataFact]
    public void Manhattan_AsPublished_IsOneStronglyConnectedNetwork()
    {
        var network = Networks.Manhattan;
        Assert.Equal(4_411, network.NodeCount);
        Assert.Equal(9_584, network.EdgeCount);
        Assert.Equal(default, network.Dropped);
        Assert.Equal(1, network.PublishedId(0));
    }
}
