using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Geo.Tests;

internal static class Networks
{
    private static readonly Lazy<RoadNetwork> LazyManhattan = new(() =>
        RoadCsvReader.Read(SharedData.File("manhattan_nodes.csv.gz"), SharedData.File("manhattan_edges.csv.gz")).Network);

    public static RoadNetwork Manhattan => LazyManhattan.Value;

    /// <summary>A ring through all nodes, so that each reaches each, and as many random edges more.</summary>
    public static RoadNetwork Random(int seed, int nodes, int longestMilliseconds = 100_000)
    {
        var random = new Random(seed);
        var builder = new RoadNetworkBuilder();
        for (var node = 0; node < nodes; node++)
        {
            builder.AddNode(node + 100, new GeoPoint(13 + random.NextDouble() / 10, 52 + random.NextDouble() / 10));
        }

        for (var node = 0; node < nodes; node++)
        {
            builder.AddEdge(node + 100, (node + 1) % nodes + 100, random.Next(0, longestMilliseconds));
            builder.AddEdge(random.Next(nodes) + 100, random.Next(nodes) + 100, random.Next(0, longestMilliseconds));
        }

        return builder.Build();
    }

    /// <summary>The textbook search, written apart from the product's.</summary>
    public static long[] PlainDijkstra(RoadNetwork network, double factor, int from)
    {
        var best = new long[network.NodeCount];
        Array.Fill(best, long.MaxValue);
        var queue = new PriorityQueue<int, long>();
        best[from] = 0;
        queue.Enqueue(from, 0);
        while (queue.TryDequeue(out var node, out var time))
        {
            if (time > best[node])
            {
                continue;
            }

            for (var edge = network.FirstOut[node]; edge < network.FirstOut[node + 1]; edge++)
            {
                var arrival = time + Math.Max(1, (long)Math.Round(network.FreeFlowMilliseconds[edge] * factor, MidpointRounding.AwayFromZero));
                if (arrival < best[network.Heads[edge]])
                {
                    best[network.Heads[edge]] = arrival;
                    queue.Enqueue(network.Heads[edge], arrival);
                }
            }
        }

        return best;
    }
}
