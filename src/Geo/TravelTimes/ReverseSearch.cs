using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>
/// Exact times from every node to one, by a bucket queue over the reversed edges (Dial 1969, with Dinitz' wide buckets). A bucket is as wide as the
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
    private readonly int width;
    private readonly int[] bucketHead;
    private readonly List<int> entryNode = [];
    private readonly List<int> entryTime = [];
    private readonly List<int> entryNext = [];

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

        // Buckets wider than the shortest edge, where one edge is absurdly long, stay exact: a node improved within its bucket is entered again.
        width = Math.Max(shortest, longest / MostBuckets + 1);
        bucketHead = new int[longest / width + 2];
        Array.Fill(bucketHead, -1);
    }

    /// <summary>Fills in the milliseconds from every node to <paramref name="to"/>.</summary>
    public void Run(int to, Span<int> milliseconds)
    {
        milliseconds.Fill(int.MaxValue);
        entryNode.Clear();
        entryTime.Clear();
        entryNext.Clear();
        milliseconds[to] = 0;
        var waiting = 0;
        Enter(to, 0, ref waiting);
        for (var bucket = 0; waiting > 0; bucket = bucket + 1 == bucketHead.Length ? 0 : bucket + 1)
        {
            while (bucketHead[bucket] >= 0)
            {
                var entry = bucketHead[bucket];
                bucketHead[bucket] = entryNext[entry];
                waiting--;
                var node = entryNode[entry];
                var time = entryTime[entry];
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
                        Enter(tail, candidate, ref waiting);
                    }
                }
            }
        }
    }

    private void Enter(int node, int time, ref int waiting)
    {
        var bucket = time / width % bucketHead.Length;
        entryNode.Add(node);
        entryTime.Add(time);
        entryNext.Add(bucketHead[bucket]);
        bucketHead[bucket] = entryNode.Count - 1;
        waiting++;
    }
}
