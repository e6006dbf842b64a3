using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Routing.Bench;

/// <summary>The textbook search with a priority queue, written apart from the product's, to hold its answers against.</summary>
internal sealed class PlainSearch(RoadNetwork network, int[] edgeMilliseconds)
{
    private readonly long[] best = new long[network.NodeCount];
    private readonly PriorityQueue<int, long> queue = new();

    /// <summary>Milliseconds from one node to all.</summary>
    public long[] From(int start)
    {
        Array.Fill(best, long.MaxValue);
        best[start] = 0;
        queue.Enqueue(start, 0);
        while (queue.TryDequeue(out var node, out var time))
        {
            if (time > best[node])
            {
                continue;
            }

            for (var edge = network.FirstOut[node]; edge < network.FirstOut[node + 1]; edge++)
            {
                var arrival = time + edgeMilliseconds[edge];
                var head = network.Heads[edge];
                if (arrival < best[head])
                {
                    best[head] = arrival;
                    queue.Enqueue(head, arrival);
                }
            }
        }

        return best;
    }
}
