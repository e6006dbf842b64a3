using System.Numerics;
using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>
/// Exact times from every node to one, by a bucket queue over the reversed edges (Dial 1969, with Dinitz' wide buckets). A bucket is no wider than the
/// shortest edge, so what is in the current bucket can no longer be improved and needs no order within it: each node and edge costs a few
/// operations and no logarithm. Kept by one thread and reused for many searches.
/// </summary>
internal sealed class ReverseSearch
{
    private const int MostBuckets = 1 << 16;

    private readonly int nodes;
    private readonly int[] firstIn;
    private readonly int[] tails;
    private readonly int[] times;
    private readonly int shift;
    private readonly int mask;
    private readonly int[] bucketHead;

    // Entries of all buckets, chained within each; an improved node is entered again and its old entry passed over.
    private (int Node, int Time, int Next)[] entries;
    private int entered;

    public ReverseSearch(RoadNetwork network, int[] edgeMilliseconds)
    {
        nodes = network.NodeCount;
        firstIn = network.FirstIn.ToArray();
        tails = network.Tails.ToArray();
        times = new int[tails.Length];
        int shortest = int.MaxValue, longest = 0;
        for (var i = 0; i < tails.Length; i++)
        {
            times[i] = edgeMilliseconds[network.InEdges[i]];
            shortest = Math.Min(shortest, times[i]);
            longest = Math.Max(longest, times[i]);
        }

        // Bucket widths and their number are powers of two, so that no time is divided. Buckets wider than the shortest edge, where one edge is
        // absurdly long, stay exact: a node improved within its bucket is entered again.
        shift = BitOperations.Log2((uint)Math.Max(shortest, longest / MostBuckets + 1));
        bucketHead = new int[BitOperations.RoundUpToPowerOf2((uint)(longest >> shift) + 2)];
        mask = bucketHead.Length - 1;
        Array.Fill(bucketHead, -1);
        entries = new (int, int, int)[tails.Length + 1];
    }

    /// <summary>Fills in the milliseconds from every node to <paramref name="to"/>.</summary>
    public void Run(int to, Span<int> milliseconds)
    {
        milliseconds = milliseconds[..nodes];
        milliseconds.Fill(int.MaxValue);
        milliseconds[to] = 0;
        entered = 0;
        var waiting = 1;
        Enter(to, 0);
        for (var bucket = 0; waiting > 0; bucket = (bucket + 1) & mask)
        {
            while (bucketHead[bucket] >= 0)
            {
                var (node, time, next) = entries[bucketHead[bucket]];
                bucketHead[bucket] = next;
                waiting--;
                if (time != milliseconds[node])
                {
                    continue;
                }

                for (var edge = firstIn[node]; edge < firstIn[node + 1]; edge++)
                {
                    var tail = tails[edge];
                    var candidate = time + times[edge];
                    if (candidate < milliseconds[tail])
                    {
                        milliseconds[tail] = candidate;
                        Enter(tail, candidate);
                        waiting++;
                    }
                }
            }
        }
    }

    private void Enter(int node, int time)
    {
        if (entered == entries.Length)
        {
            // Only where buckets are wider than the shortest edge can there be more entries than edges.
            Array.Resize(ref entries, 2 * entries.Length);
        }

        ref var head = ref bucketHead[(time >> shift) & mask];
        entries[entered] = (node, time, head);
        head = entered++;
    }
}
