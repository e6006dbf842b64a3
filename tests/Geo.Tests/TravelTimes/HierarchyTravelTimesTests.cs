using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Routing.Bench;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Geo.Tests.TravelTimes;

public class HierarchyTravelTimesTests
{
    private const string AllPairsVariable = "O2O_LONG_TESTS";

    [Theory]
    [InlineData(1, 2, 1.0, 100_000)]
    [InlineData(2, 7, 1.0, 100_000)]
    [InlineData(3, 50, 1.0, 100_000)]
    [InlineData(4, 400, 1.65, 5_000)]
    [InlineData(5, 300, 0.0004, 5_000)]
    public void Build_RandomNetwork_EqualsPlainDijkstraForAllPairs(int seed, int nodes, double factor, int longest)
    {
        var network = Networks.Random(seed, nodes, longest);
        var times = HierarchyTravelTimes.Build(network, factor);
        var row = new int[network.NodeCount];
        var all = Enumerable.Range(0, network.NodeCount).ToArray();
        foreach (var from in all)
        {
            var expected = Networks.PlainDijkstra(network, factor, from);
            times.OneToMany(from, all, row);
            Assert.Equal(expected, row.Select(time => (long)time));
            Assert.All(all, to => Assert.Equal(expected[to], times.Milliseconds(from, to)));
        }
    }

    [Fact]
    public void Build_AnySmallNetwork_EqualsPlainDijkstra() => Law.HoldsForChoices(120, choices =>
    {
        // Few places, so that nodes lie on each other and in lines, and hardly any shape is like a street grid.
        var nodes = 2 + choices.Next(20);
        var builder = new RoadNetworkBuilder();
        for (var node = 0; node < nodes; node++)
        {
            builder.AddNode(node, new GeoPoint(choices.Next(3) / 100.0, choices.Next(3) / 100.0));
            if (node > 0)
            {
                var before = choices.Next(node);
                builder.AddEdge(node, before, choices.Next(9_000));
                builder.AddEdge(before, node, choices.Next(9_000));
            }
        }

        while (!choices.Over)
        {
            builder.AddEdge(choices.Next(nodes), choices.Next(nodes), choices.Next(9_000));
        }

        var network = builder.Build();
        var times = HierarchyTravelTimes.Build(network, 1);
        var all = Enumerable.Range(0, network.NodeCount).ToArray();
        var table = new int[all.Length * all.Length];
        times.ManyToMany(all, all, table);
        foreach (var from in all)
        {
            var expected = Networks.PlainDijkstra(network, 1, from);
            Assert.Equal(expected, table.Skip(from * all.Length).Take(all.Length).Select(time => (long)time));
            Assert.Equal(expected, all.Select(to => (long)times.Milliseconds(from, to)));
        }
    });

    [SharedDataFact]
    public void Build_Manhattan_EqualsPlainDijkstraOnTenThousandPairs() => AssertEqualsDijkstra(Networks.Manhattan, 1.65, starts: 1_000, pairsPerStart: 10);

    [SharedDataFact]
    public void Build_ManhattanOfCargo_EqualsPlainDijkstraOnTenThousandPairs() =>
        AssertEqualsDijkstra(CargoRoads.Read(SharedData.Folder!), 1.2, starts: 500, pairsPerStart: 20);

    /// <summary>20,000 nodes and 2,000 pairs; with O2O_LONG_TESTS set 200,000 nodes and 10,000 pairs, which take minutes. The bench checks the latter too.</summary>
    [Fact]
    public void Build_GeneratedRegion_EqualsPlainDijkstra()
    {
        var isLong = Environment.GetEnvironmentVariable(AllPairsVariable) is { Length: > 0 };
        AssertEqualsDijkstra(GeneratedRoads.Create(isLong ? 200_000 : 20_000, 3), 1.37, starts: isLong ? 500 : 100, pairsPerStart: 20);
    }

    [Fact]
    public void Customize_OtherTimesOfTheSameHierarchy_AreThoseOfTheTable()
    {
        var network = GeneratedRoads.Create(900, 5);
        var hierarchy = RoadHierarchy.Build(network);
        var random = new Random(1);
        for (var round = 0; round < 3; round++)
        {
            var edges = Enumerable.Range(0, network.EdgeCount).Select(_ => random.Next(1, 50_000)).ToArray();
            AssertSame(AllPairsTravelTimes.Build(network, edges), HierarchyTravelTimes.Build(hierarchy, edges), random, pairs: 2_000);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Table_FromAHierarchy_IsTheTableFromSearches(int threads)
    {
        var network = GeneratedRoads.Create(1_000, 16);
        var times = HierarchyTravelTimes.Build(network, 1.3);
        var (searched, walked) = (AllPairsTravelTimes.Build(network, 1.3, threads: threads), AllPairsTravelTimes.Build(times, threads: threads));
        var all = Enumerable.Range(0, network.NodeCount).ToArray();
        var (expected, found) = (new int[all.Length], new int[all.Length]);
        foreach (var to in all)
        {
            searched.ManyToOne(all, to, expected);
            walked.ManyToOne(all, to, found);
            Assert.Equal(expected, found);
        }

        Assert.Equal(searched.Path(3, 700).Nodes.ToArray(), walked.Path(3, 700).Nodes.ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 50)]
    [InlineData(50, 1)]
    [InlineData(16, 16)]
    [InlineData(17, 40)]
    [InlineData(40, 17)]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    public void Batches_AnySides_EqualTheTable(int rows, int columns)
    {
        var network = GeneratedRoads.Create(900, 6);
        var table = AllPairsTravelTimes.Build(network, 1.2, threads: 1);
        var times = HierarchyTravelTimes.Build(network, 1.2);
        var random = new Random(rows * 100 + columns);
        var from = Enumerable.Range(0, rows).Select(_ => random.Next(network.NodeCount)).ToArray();
        var to = Enumerable.Range(0, columns).Select(_ => random.Next(network.NodeCount)).ToArray();
        if (columns > 3)
        {
            to[2] = to[0];
        }

        var (expected, found) = (new int[rows * columns + 1], new int[rows * columns + 1]);
        expected[^1] = found[^1] = -7;
        table.ManyToMany(from, to, expected);
        times.ManyToMany(from, to, found);
        Assert.Equal(expected, found);
        foreach (var one in from)
        {
            table.OneToMany(one, to, expected);
            times.OneToMany(one, to, found);
            Assert.Equal(expected[..columns], found[..columns]);
            table.ManyToOne(to, one, expected);
            times.ManyToOne(to, one, found);
            Assert.Equal(expected[..columns], found[..columns]);
        }
    }

    [Fact]
    public void Path_GeneratedRegion_IsThePathOfTheTable()
    {
        var network = GeneratedRoads.Create(2_500, 7);
        AssertSamePaths(AllPairsTravelTimes.Build(network, 1.1), HierarchyTravelTimes.Build(network, 1.1), pairs: 400);
    }

    [SharedDataFact]
    public void Path_Manhattan_IsThePathOfTheTable() =>
        AssertSamePaths(AllPairsTravelTimes.Build(Networks.Manhattan, 1), HierarchyTravelTimes.Build(Networks.Manhattan, 1), pairs: 500);

    [Fact]
    public void Build_Twice_GivesTheSameHierarchy()
    {
        var network = GeneratedRoads.Create(3_000, 8);
        var (one, two) = (RoadHierarchy.Build(network), RoadHierarchy.Build(network));
        Assert.Equal(one.NodeOfRank, two.NodeOfRank);
        Assert.Equal(one.Heads, two.Heads);
    }

    /// <summary>A street grid has cuts of about its width: the longest way to the root is a few times that. A broken order makes it many times as long.</summary>
    [Fact]
    public void Build_GeneratedRegion_HasSmallCuts()
    {
        var hierarchy = RoadHierarchy.Build(GeneratedRoads.Create(10_000, 9));
        Assert.InRange(hierarchy.Height, 50, 200);
        Assert.InRange(hierarchy.ArcCount, 10_000, 150_000);
    }

    [Fact]
    public async Task Queries_FromManyThreads_EqualThoseOfOne()
    {
        var network = GeneratedRoads.Create(900, 10);
        var (times, other) = (HierarchyTravelTimes.Build(network, 1), HierarchyTravelTimes.Build(GeneratedRoads.Create(400, 11), 1));
        var all = Enumerable.Range(0, network.NodeCount).ToArray();
        int[] Column(int to)
        {
            // A smaller network in between: both use the same room of the thread.
            _ = other.Milliseconds(to % other.NodeCount, 3);
            var column = new int[all.Length];
            times.ManyToOne(all, to, column);
            return column;
        }

        var expected = Enumerable.Range(0, 200).Select(Column).ToArray();
        var found = await Task.WhenAll(Enumerable.Range(0, 200).Select(to => Task.Run(() => Column(to))));
        Assert.Equal(expected, found);
    }

    [Fact]
    public void LookUp_UnknownNode_IsNamed()
    {
        var times = HierarchyTravelTimes.Build(Networks.Random(12, 5), 1);
        var room = new int[4];
        Assert.Throws<ArgumentOutOfRangeException>("node", () => times.Milliseconds(5, 0));
        Assert.Throws<ArgumentOutOfRangeException>("node", () => times.Milliseconds(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>("node", () => times.ManyToMany([0, 5], [1, 2], room));
        Assert.Throws<ArgumentOutOfRangeException>("node", () => times.ManyToMany([0, 1], [1, -2], room));
        Assert.Throws<ArgumentOutOfRangeException>("node", () => times.OneToMany(0, [1, 5], room));
        Assert.Throws<ArgumentOutOfRangeException>("node", () => times.ManyToOne([1, 5], 0, room));
        Assert.Throws<ArgumentOutOfRangeException>("node", () => times.Path(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => times.OneToMany(0, [1, 2, 3, 4, 1], room));
    }

    [Fact]
    public void Build_TimesThatDoNotFit_AreNamed()
    {
        var network = Networks.Random(13, 5);
        var hierarchy = RoadHierarchy.Build(network);
        string Refused(int[] edges)
        {
            var message = Assert.Throws<RoadNetworkException>(() => HierarchyTravelTimes.Build(hierarchy, edges)).Message;
            Assert.Equal(message, Assert.Throws<RoadNetworkException>(() => AllPairsTravelTimes.Build(network, edges)).Message);
            return message;
        }

        Assert.Contains("edge times for", Refused([1, 2]), StringComparison.Ordinal);
        var edges = EdgeTimes.Scaled(network, 1);
        edges[0] = -5;
        Assert.Contains("The edge 100 to", Refused(edges), StringComparison.Ordinal);
        edges[0] = 0;
        Assert.Contains("takes 0 ms", Refused(edges), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_WayLongerThanADay_IsTakenAndOneOfWeeksIsNamed()
    {
        var network = Networks.Random(14, 30, longestMilliseconds: 80_000_000);
        var expected = Networks.PlainDijkstra(network, 1, 0);
        Assert.True(expected.Max() > 80_000_000);
        var times = HierarchyTravelTimes.Build(network, 1);
        Assert.Equal(expected, Enumerable.Range(0, 30).Select(to => (long)times.Milliseconds(0, to)));
        Assert.Contains("6 days", Assert.Throws<RoadNetworkException>(() => HierarchyTravelTimes.Build(network, 20)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Build_FactorOutOfRange_IsNamed(double factor) =>
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => HierarchyTravelTimes.Build(Networks.Random(15, 5), factor));

    [Fact]
    public void Build_Canceled_Ends() => Assert.Throws<OperationCanceledException>(
        () => RoadHierarchy.Build(GeneratedRoads.Create(900, 1), cancellation: new CancellationToken(canceled: true)));

    private static void AssertEqualsDijkstra(RoadNetwork network, double factor, int starts, int pairsPerStart)
    {
        var times = HierarchyTravelTimes.Build(network, factor);
        var random = new Random(1);
        for (var i = 0; i < starts; i++)
        {
            var from = random.Next(network.NodeCount);
            var expected = Networks.PlainDijkstra(network, factor, from);
            var to = Enumerable.Range(0, pairsPerStart).Select(_ => random.Next(network.NodeCount)).ToArray();
            var row = new int[to.Length];
            times.OneToMany(from, to, row);
            for (var j = 0; j < to.Length; j++)
            {
                Assert.Equal(expected[to[j]], times.Milliseconds(from, to[j]));
                Assert.Equal(expected[to[j]], row[j]);
            }
        }
    }

    private static void AssertSame(AllPairsTravelTimes table, HierarchyTravelTimes times, Random random, int pairs)
    {
        for (var i = 0; i < pairs; i++)
        {
            var (from, to) = (random.Next(table.NodeCount), random.Next(table.NodeCount));
            Assert.Equal(table.Milliseconds(from, to), times.Milliseconds(from, to));
        }
    }

    private static void AssertSamePaths(AllPairsTravelTimes table, HierarchyTravelTimes times, int pairs)
    {
        var random = new Random(2);
        for (var i = 0; i < pairs; i++)
        {
            var (from, to) = (random.Next(table.NodeCount), random.Next(table.NodeCount));
            var (expected, found) = (table.Path(from, to), times.Path(from, to));
            Assert.Equal(expected.Nodes.ToArray(), found.Nodes.ToArray());
            Assert.Equal(expected.Milliseconds.ToArray(), found.Milliseconds.ToArray());
        }
    }
}
