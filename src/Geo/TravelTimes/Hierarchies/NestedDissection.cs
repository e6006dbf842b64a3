using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Geo.TravelTimes.Hierarchies;

/// <summary>
/// Orders the nodes of a network by nested dissection: a small set of nodes that cuts the network in two comes last, then each part is ordered the same
/// way. The cuts are found by inertial flow (Schild and Sommer 2015): nodes are sorted along a direction, the first share of them is joined to a source
/// and the last to a sink, and a smallest set of nodes that parts the two is a minimum cut. Several directions and shares are tried and the best kept.
/// Only whole numbers decide, so one network has one order on every machine.
/// </summary>
internal sealed class NestedDissection
{
    // (east, north) of the directions along which nodes are sorted; the first four are tried on large cells, all on small ones.
    private static readonly (int East, int North)[] Directions = [(1, 0), (0, 1), (1, 1), (1, -1), (2, 1), (1, 2), (2, -1), (1, -2)];
    private const int LargeCell = 200;
    private const int NodeBits = 28;

    private readonly int[] first;
    private readonly int[] neighbours;
    private readonly long[] east;
    private readonly long[] north;

    // The nodes in the order being made: every cell is a stretch of it, and is rearranged into one part, the other part, the cut.
    private readonly int[] order;
    private readonly int[] cellOf;
    private readonly int[] local;
    private int cells;

    // The cell at hand, its nodes numbered from 0, and the paths of flow through it: which node comes before and after each.
    private const int None = -2;
    private const int Terminal = -1;
    private int count;
    private int[] localFirst = [];
    private int[] localNeighbours = [];
    private int[] before = [];
    private int[] after = [];
    private bool[] isSource = [];
    private bool[] isSink = [];
    private int[] level = [];
    private int[] next = [];
    private int[] queue = [];
    private int[] path = [];
    private bool[] reached = [];
    private byte[] side = [];
    private byte[] bestSide = [];
    private long[] keys = [];

    private NestedDissection(RoadNetwork network)
    {
        var nodes = network.NodeCount;
        (first, neighbours) = Undirected(network);
        order = new int[nodes];
        cellOf = new int[nodes];
        local = new int[nodes];
        east = new long[nodes];
        north = new long[nodes];
        var points = network.Points;
        var middle = (network.Bounds.SouthWest.Latitude + network.Bounds.NorthEast.Latitude) / 2;
        var shrink = Math.Cos(middle * Math.PI / 180);
        for (var node = 0; node < nodes; node++)
        {
            order[node] = node;
            east[node] = (long)Math.Round(points[node].Longitude * shrink * 1e7);
            north[node] = (long)Math.Round(points[node].Latitude * 1e7);
        }
    }

    /// <summary>The nodes from the least to the most important.</summary>
    public static int[] Order(RoadNetwork network, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (network.NodeCount >= 1 << NodeBits)
        {
            throw new RoadNetworkException($"The network has {network.NodeCount:N0} nodes; a hierarchy is made for fewer than {1 << NodeBits:N0}.");
        }

        var dissection = new NestedDissection(network);
        dissection.Run(progress, cancellation);
        return dissection.order;
    }

    private static (int[] First, int[] Neighbours) Undirected(RoadNetwork network)
    {
        var nodes = network.NodeCount;
        var first = new int[nodes + 1];
        var found = new List<int>(network.EdgeCount);
        for (var node = 0; node < nodes; node++)
        {
            // Both lists rise, so that merging them leaves out what is in both.
            int a = network.FirstOut[node], b = network.FirstIn[node];
            int aEnd = network.FirstOut[node + 1], bEnd = network.FirstIn[node + 1];
            while (a < aEnd || b < bEnd)
            {
                var out1 = a < aEnd ? network.Heads[a] : int.MaxValue;
                var in1 = b < bEnd ? network.Tails[b] : int.MaxValue;
                found.Add(Math.Min(out1, in1));
                a += out1 <= in1 ? 1 : 0;
                b += in1 <= out1 ? 1 : 0;
            }

            first[node + 1] = found.Count;
        }

        return (first, [.. found]);
    }

    private void Run(IProgress<double>? progress, CancellationToken cancellation)
    {
        var open = new Stack<(int Start, int End)>();
        open.Push((0, order.Length));
        long done = 0;
        while (open.TryPop(out var cell))
        {
            cancellation.ThrowIfCancellationRequested();
            if (cell.End - cell.Start <= 2)
            {
                done += cell.End - cell.Start;
                continue;
            }

            Enter(cell.Start, cell.End);
            if (SplitIntoComponents(cell.Start, open))
            {
                continue;
            }

            var (left, right) = Bisect(cell.Start);
            done += count - left - right;
            open.Push((cell.Start, cell.Start + left));
            open.Push((cell.Start + left, cell.Start + left + right));
            if (count > 200)
            {
                progress?.Report((double)done / order.Length);
            }
        }
    }

    /// <summary>Makes a cell the one at hand: its nodes numbered from 0 and the neighbours within it.</summary>
    private void Enter(int start, int end)
    {
        count = end - start;
        cells++;
        for (var i = 0; i < count; i++)
        {
            cellOf[order[start + i]] = cells;
            local[order[start + i]] = i;
        }

        if (localFirst.Length <= count)
        {
            // The first cell is the whole network and the largest.
            localFirst = new int[count + 1];
            localNeighbours = new int[neighbours.Length];
            before = new int[count];
            after = new int[count];
            isSource = new bool[count];
            isSink = new bool[count];
            level = new int[2 * count];
            next = new int[2 * count];
            queue = new int[2 * count];
            path = new int[2 * count];
            reached = new bool[2 * count];
            side = new byte[count];
            bestSide = new byte[count];
            keys = new long[count];
        }

        var arcs = 0;
        for (var i = 0; i < count; i++)
        {
            var node = order[start + i];
            for (var a = first[node]; a < first[node + 1]; a++)
            {
                if (cellOf[neighbours[a]] == cells)
                {
                    localNeighbours[arcs++] = local[neighbours[a]];
                }
            }

            localFirst[i + 1] = arcs;
        }
    }

    private bool SplitIntoComponents(int start, Stack<(int Start, int End)> open)
    {
        Array.Fill(level, -1, 0, count);
        var filled = 0;
        var bounds = new List<int>(1);
        for (var root = 0; root < count; root++)
        {
            if (level[root] >= 0)
            {
                continue;
            }

            level[root] = 0;
            queue[filled++] = root;
            for (var at = filled - 1; at < filled; at++)
            {
                var node = queue[at];
                for (var a = localFirst[node]; a < localFirst[node + 1]; a++)
                {
                    if (level[localNeighbours[a]] < 0)
                    {
                        level[localNeighbours[a]] = 0;
                        queue[filled++] = localNeighbours[a];
                    }
                }
            }

            if (filled == count && bounds.Count == 0)
            {
                return false;
            }

            bounds.Add(filled);
        }

        Rearrange(start, queue.AsSpan(0, count));
        var from = 0;
        foreach (var to in bounds)
        {
            open.Push((start + from, start + to));
            from = to;
        }

        return true;
    }

    private void Rearrange(int start, ReadOnlySpan<int> by)
    {
        var moved = new int[by.Length];
        for (var i = 0; i < by.Length; i++)
        {
            moved[i] = order[start + by[i]];
        }

        moved.CopyTo(order, start);
    }

    /// <summary>Cuts the cell at hand and rearranges it; the sizes of the two parts are given back.</summary>
    private (int Left, int Right) Bisect(int start)
    {
        var bestCut = 0L;
        var bestSmaller = 0L;
        void Judge()
        {
            long left = 0, right = 0;
            for (var i = 0; i < count; i++)
            {
                left += side[i] == 0 ? 1 : 0;
                right += side[i] == 1 ? 1 : 0;
            }

            // Twice the smaller part and one: a cut that parts nothing off is the worst, but still a cut.
            long cut = count - left - right, smaller = 2 * Math.Min(left, right) + 1;
            if (bestCut == 0 || cut * bestSmaller < bestCut * smaller || (cut * bestSmaller == bestCut * smaller && smaller > bestSmaller))
            {
                (bestCut, bestSmaller) = (cut, smaller);
                side.AsSpan(0, count).CopyTo(bestSide);
            }
        }

        var directions = count > LargeCell ? 4 : Directions.Length;
        for (var d = 0; d < directions; d++)
        {
            for (var i = 0; i < count; i++)
            {
                var node = order[start + i];
                keys[i] = ((Directions[d].East * east[node] + Directions[d].North * north[node]) << NodeBits) | (uint)i;
            }

            Array.Sort(keys, 0, count);
            ReadOnlySpan<int> shares = count > LargeCell ? [30] : [20, 40];
            foreach (var share in shares)
            {
                var joined = Math.Max(1, count * share / 100);
                if (!Flow(joined, bestCut == 0 ? long.MaxValue : bestCut * (count + 1) / bestSmaller))
                {
                    continue;
                }

                CutNearSource();
                Judge();
                CutNearSink();
                Judge();
            }
        }

        return Arrange(start);
    }

    /// <summary>Left part, right part, then the cut, which is sorted along its longer side so that neighbours in it get neighbouring places.</summary>
    private (int Left, int Right) Arrange(int start)
    {
        var by = new int[count];
        int left = 0, right = 0, cut = 0;
        for (var i = 0; i < count; i++)
        {
            left += bestSide[i] == 0 ? 1 : 0;
            right += bestSide[i] == 1 ? 1 : 0;
        }

        int atLeft = 0, atRight = left;
        long minEast = long.MaxValue, maxEast = long.MinValue, minNorth = long.MaxValue, maxNorth = long.MinValue;
        for (var i = 0; i < count; i++)
        {
            switch (bestSide[i])
            {
                case 0:
                    by[atLeft++] = i;
                    break;
                case 1:
                    by[atRight++] = i;
                    break;
                default:
                    var node = order[start + i];
                    minEast = Math.Min(minEast, east[node]);
                    maxEast = Math.Max(maxEast, east[node]);
                    minNorth = Math.Min(minNorth, north[node]);
                    maxNorth = Math.Max(maxNorth, north[node]);
                    by[left + right + cut++] = i;
                    break;
            }
        }

        var along = maxEast - minEast > maxNorth - minNorth ? east : north;
        for (var i = 0; i < cut; i++)
        {
            keys[i] = (along[order[start + by[left + right + i]]] << NodeBits) | (uint)by[left + right + i];
        }

        Array.Sort(keys, 0, cut);
        for (var i = 0; i < cut; i++)
        {
            by[left + right + i] = (int)(keys[i] & ((1L << NodeBits) - 1));
        }

        Rearrange(start, by);
        return (left, right);
    }

    /// <summary>
    /// A largest flow from the first nodes of <see cref="keys"/> to the last, through every node once (Dinitz 1970 on nodes split into an entry, 2v, and
    /// an exit, 2v + 1). False when it grew past <paramref name="atMost"/>: the cut would be no better than one already known.
    /// </summary>
    private bool Flow(int joined, long atMost)
    {
        Array.Fill(before, None, 0, count);
        Array.Fill(after, None, 0, count);
        Array.Clear(isSource, 0, count);
        Array.Clear(isSink, 0, count);
        for (var i = 0; i < joined; i++)
        {
            isSource[keys[i] & ((1L << NodeBits) - 1)] = true;
            isSink[keys[count - 1 - i] & ((1L << NodeBits) - 1)] = true;
        }

        long flow = 0;
        while (Levels())
        {
            Array.Clear(next, 0, 2 * count);
            for (var source = 0; source < count; source++)
            {
                if (isSource[source] && before[source] != Terminal && level[2 * source] == 0 && Augment(2 * source))
                {
                    flow++;
                    if (flow > atMost)
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    /// <summary>Numbers the halves of nodes by their distance from the source in the residual network; false when the sink is out of reach.</summary>
    private bool Levels()
    {
        Array.Fill(level, -1, 0, 2 * count);
        var filled = 0;
        for (var node = 0; node < count; node++)
        {
            if (isSource[node])
            {
                level[2 * node] = 0;
                queue[filled++] = 2 * node;
            }
        }

        var last = int.MaxValue;
        for (var at = 0; at < filled; at++)
        {
            var half = queue[at];
            var node = half >> 1;
            var further = level[half] + 1;
            if (further > last)
            {
                break;
            }

            if ((half & 1) == 0)
            {
                if (before[node] == None)
                {
                    filled = Reach(2 * node + 1, further, filled);
                }
                else if (before[node] >= 0)
                {
                    filled = Reach(2 * before[node] + 1, further, filled);
                }

                continue;
            }

            if (isSink[node] && after[node] != Terminal)
            {
                last = level[half];
                continue;
            }

            if (before[node] != None)
            {
                filled = Reach(2 * node, further, filled);
            }

            for (var a = localFirst[node]; a < localFirst[node + 1]; a++)
            {
                filled = Reach(2 * localNeighbours[a], further, filled);
            }
        }

        return last < int.MaxValue;
    }

    private int Reach(int half, int distance, int filled)
    {
        if (level[half] >= 0)
        {
            return filled;
        }

        level[half] = distance;
        queue[filled] = half;
        return filled + 1;
    }

    /// <summary>Looks for one more path along rising levels and sends a unit of flow along it. <see cref="next"/> remembers which ways are used up.</summary>
    private bool Augment(int from)
    {
        var length = 0;
        path[length++] = from;
        while (length > 0)
        {
            var half = path[length - 1];
            var node = half >> 1;
            var further = level[half] + 1;
            var step = -1;
            if ((half & 1) == 0)
            {
                if (next[half] == 0)
                {
                    next[half] = 1;
                    var to = before[node] == None ? 2 * node + 1 : before[node] >= 0 ? 2 * before[node] + 1 : -1;
                    step = to >= 0 && level[to] == further ? to : -1;
                }
            }
            else
            {
                if (isSink[node] && after[node] != Terminal)
                {
                    Send(length);
                    return true;
                }

                var degree = localFirst[node + 1] - localFirst[node];
                while (next[half] <= degree && step < 0)
                {
                    var way = next[half]++;
                    if (way == 0)
                    {
                        step = before[node] != None && level[2 * node] == further ? 2 * node : -1;
                    }
                    else
                    {
                        var to = 2 * localNeighbours[localFirst[node] + way - 1];
                        step = level[to] == further ? to : -1;
                    }
                }
            }

            if (step >= 0)
            {
                path[length++] = step;
            }
            else
            {
                length--;
            }
        }

        return false;
    }

    private void Send(int length)
    {
        // Where the first node was passed already, the step that follows takes back what entered it before.
        before[path[0] >> 1] = Terminal;
        for (var i = 1; i < length; i++)
        {
            int from = path[i - 1], to = path[i];
            if (from >> 1 == to >> 1)
            {
                if ((from & 1) == 1)
                {
                    // Out to in: the node is passed no more; the next step takes back what entered it.
                    after[from >> 1] = None;
                }

                continue;
            }

            if ((from & 1) == 1)
            {
                after[from >> 1] = to >> 1;
                before[to >> 1] = from >> 1;
            }
            else
            {
                // In to out: the flow from that node to this one is taken back.
                if (after[to >> 1] == from >> 1)
                {
                    after[to >> 1] = None;
                }

                if (before[from >> 1] == to >> 1)
                {
                    before[from >> 1] = None;
                }
            }
        }

        after[path[length - 1] >> 1] = Terminal;
    }

    private void CutNearSource()
    {
        // The last numbering, which did not reach the sink, has numbered all that the source reaches.
        for (var node = 0; node < count; node++)
        {
            side[node] = level[2 * node + 1] >= 0 ? (byte)0 : level[2 * node] >= 0 ? (byte)2 : (byte)1;
        }
    }

    private void CutNearSink()
    {
        Array.Clear(reached, 0, 2 * count);
        var filled = 0;
        for (var node = 0; node < count; node++)
        {
            if (isSink[node])
            {
                reached[2 * node + 1] = true;
                queue[filled++] = 2 * node + 1;
            }
        }

        void Mark(int half)
        {
            if (!reached[half])
            {
                reached[half] = true;
                queue[filled++] = half;
            }
        }

        for (var at = 0; at < filled; at++)
        {
            var half = queue[at];
            var node = half >> 1;
            if ((half & 1) == 1)
            {
                if (before[node] == None)
                {
                    Mark(2 * node);
                }

                if (after[node] >= 0)
                {
                    Mark(2 * after[node]);
                }

                continue;
            }

            if (before[node] != None)
            {
                Mark(2 * node + 1);
            }

            for (var a = localFirst[node]; a < localFirst[node + 1]; a++)
            {
                Mark(2 * localNeighbours[a] + 1);
            }
        }

        for (var node = 0; node < count; node++)
        {
            side[node] = reached[2 * node] ? (byte)1 : reached[2 * node + 1] ? (byte)2 : (byte)0;
        }
    }
}
