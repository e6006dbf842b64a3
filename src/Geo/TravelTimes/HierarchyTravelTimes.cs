using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes.Hierarchies;

namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>
/// Exact travel times over a <see cref="RoadHierarchy"/>: a few bytes per edge instead of four per pair of nodes, for networks too large for
/// <see cref="AllPairsTravelTimes"/>. New times of the edges take milliseconds to put in (<see cref="Build(RoadHierarchy, ReadOnlySpan{int})"/>).
/// </summary>
/// <remarks>
/// A time from s to t is the least over the common ancestors m of both in the elimination tree of (s up to m) + (m down to t). Walking to the root
/// settles all ancestors in order of rank, without a queue. Tables walk down from the root once for all ends together, sixteen starts side by side.
/// </remarks>
public sealed class HierarchyTravelTimes : ITravelTimes
{
    /// <summary>Longer than any way; twice this fits an int, so sums need no check.</summary>
    private const int Unreached = (1 << 30) - 1;

    private const int Lanes = 16;

    private readonly RoadHierarchy hierarchy;
    private readonly int[] edgeMilliseconds;

    // Milliseconds along every arc from its lower end to its higher one, and back.
    private readonly int[] up;
    private readonly int[] down;

    private HierarchyTravelTimes(RoadHierarchy hierarchy, int[] edgeMilliseconds)
    {
        this.hierarchy = hierarchy;
        this.edgeMilliseconds = edgeMilliseconds;
        up = new int[hierarchy.ArcCount];
        down = new int[hierarchy.ArcCount];
        Customize();
    }

    /// <inheritdoc/>
    public int NodeCount => hierarchy.NodeCount;

    internal RoadNetwork Network => hierarchy.Network;

    internal int[] EdgeMilliseconds => edgeMilliseconds;

    /// <summary>Puts times into a hierarchy.</summary>
    /// <param name="hierarchy">The hierarchy of the roads; it can be used again with other times.</param>
    /// <param name="edgeMilliseconds">Milliseconds of every edge of the network, by edge number, each above 0; see <see cref="EdgeTimes"/>.</param>
    /// <exception cref="RoadNetworkException">Not as many times as edges, a time not above 0, or a way that may take longer than 6 days.</exception>
    public static HierarchyTravelTimes Build(RoadHierarchy hierarchy, ReadOnlySpan<int> edgeMilliseconds)
    {
        ArgumentNullException.ThrowIfNull(hierarchy);
        EdgeTimes.Check(hierarchy.Network, edgeMilliseconds);
        var times = new HierarchyTravelTimes(hierarchy, edgeMilliseconds.ToArray());
        if (times.Longest(times.up, times.down) + (long)times.Longest(times.down, times.up) >= Unreached)
        {
            throw new RoadNetworkException("A way through the network may take longer than 6 days, the longest time a hierarchy is sure to tell. Check the edge times and the factor.");
        }

        return times;
    }

    /// <summary>Works out the hierarchy of a network and puts in free-flow times scaled by one factor; see <see cref="EdgeTimes.Scaled"/>.</summary>
    /// <param name="network">The roads.</param>
    /// <param name="factor">How many times as long as on an empty road; finite and above 0.</param>
    /// <param name="progress">Told the share done, 0 to 1; may be null.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="RoadNetworkException">The network is too large, or a way may take longer than 6 days.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of range.</exception>
    public static HierarchyTravelTimes Build(RoadNetwork network, double factor, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        var times = EdgeTimes.Scaled(network, factor);
        return Build(RoadHierarchy.Build(network, progress, cancellation), times);
    }

    /// <inheritdoc/>
    public int Milliseconds(int from, int to)
    {
        int s = Rank(from), t = Rank(to);
        var depths = hierarchy.Depths;
        var (forwardArray, backwardArray) = SearchSpace.OfThread.ByDepth(hierarchy.Height);
        forwardArray.AsSpan(0, depths[s] + 1).Fill(Unreached);
        backwardArray.AsSpan(0, depths[t] + 1).Fill(Unreached);
        ref var forward = ref MemoryMarshal.GetArrayDataReference(forwardArray);
        ref var backward = ref MemoryMarshal.GetArrayDataReference(backwardArray);
        Unsafe.Add(ref forward, depths[s]) = 0;
        Unsafe.Add(ref backward, depths[t]) = 0;
        ref var heads = ref MemoryMarshal.GetArrayDataReference(hierarchy.HeadDepths);
        ref var upward = ref MemoryMarshal.GetArrayDataReference(up);
        ref var downward = ref MemoryMarshal.GetArrayDataReference(down);
        var first = hierarchy.FirstUp;
        var parents = hierarchy.Heads;

        // Ranks rise on the way to the root, so the lower of the two goes on until both stand on their lowest common ancestor.
        while (s != t)
        {
            if (s < t)
            {
                Relax(ref forward, Unsafe.Add(ref forward, depths[s]), ref heads, ref upward, first[s], first[s + 1]);
                s = parents[first[s]];
            }
            else
            {
                Relax(ref backward, Unsafe.Add(ref backward, depths[t]), ref heads, ref downward, first[t], first[t + 1]);
                t = parents[first[t]];
            }
        }

        var best = 2 * Unreached;
        while (true)
        {
            var depth = depths[s];
            int ahead = Unsafe.Add(ref forward, depth), behind = Unsafe.Add(ref backward, depth);
            best = Math.Min(best, ahead + behind);
            if (depth == 0)
            {
                return best;
            }

            if (ahead < best)
            {
                Relax(ref forward, ahead, ref heads, ref upward, first[s], first[s + 1]);
            }

            if (behind < best)
            {
                Relax(ref backward, behind, ref heads, ref downward, first[s], first[s + 1]);
            }

            s = parents[first[s]];
        }
    }

    /// <inheritdoc/>
    public void OneToMany(int from, ReadOnlySpan<int> to, Span<int> milliseconds) => Star(Rank(from), to, milliseconds[..to.Length], up, down);

    /// <inheritdoc/>
    public void ManyToOne(ReadOnlySpan<int> from, int to, Span<int> milliseconds) => Star(Rank(to), from, milliseconds[..from.Length], down, up);

    /// <inheritdoc/>
    public void ManyToMany(ReadOnlySpan<int> from, ReadOnlySpan<int> to, Span<int> milliseconds)
    {
        milliseconds = milliseconds[..(from.Length * to.Length)];
        if (milliseconds.IsEmpty)
        {
            return;
        }

        if (from.Length <= to.Length)
        {
            Table(from, to, milliseconds, to.Length, 1, up, down);
        }
        else
        {
            Table(to, from, milliseconds, 1, to.Length, down, up);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The walk asks for the time from each node beside the way to the end, as the table's does, so both find the same way. The answers share nearly all
    /// of their work.
    /// </remarks>
    public RoadPath Path(int from, int to)
    {
        var rankOf = hierarchy.RankOfNode;
        var network = hierarchy.Network;
        var space = SearchSpace.OfThread;
        int s = Rank(from), t = Rank(to);
        var search = Begin(space, t, down, up);
        var total = Settle(space, search, s, up);
        var nodes = new List<int> { from };
        var times = new List<int> { 0 };
        var left = total;
        for (var node = from; node != to;)
        {
            for (var edge = network.FirstOut[node]; ; edge++)
            {
                // Some edge always fits: the times are exact, and a shortest way begins with one.
                var rest = left - edgeMilliseconds[edge];
                var head = network.Heads[edge];
                if (rest >= 0 && Settle(space, search, rankOf[head], up) == rest)
                {
                    (node, left) = (head, rest);
                    break;
                }
            }

            nodes.Add(node);
            times.Add(total - left);
        }

        return new RoadPath(CollectionsMarshal.AsSpan(nodes), CollectionsMarshal.AsSpan(times));
    }

    /// <summary>The times from all nodes to a stretch of them, into a table that is kept by destination.</summary>
    internal void Columns(int to, int count, int[] table)
    {
        var all = new int[NodeCount];
        for (var node = 0; node < all.Length; node++)
        {
            all[node] = node;
        }

        Table(all.AsSpan(to, count), all, table.AsSpan(to * NodeCount, count * NodeCount), NodeCount, 1, down, up);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Relax(ref int times, int time, ref int heads, ref int weights, int start, int end)
    {
        unchecked
        {
            for (nint arc = start; arc < end; arc++)
            {
                ref var at = ref Unsafe.Add(ref times, Unsafe.Add(ref heads, arc));
                at = Math.Min(at, time + Unsafe.Add(ref weights, arc));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Rank(int node)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unchecked((uint)node), (uint)hierarchy.NodeCount, nameof(node));
        return hierarchy.RankOfNode[node];
    }

    /// <summary>
    /// The times of all arcs (basic customization): a shortcut between two higher neighbours of a node takes no longer than the way over that node.
    /// Nodes are taken in order of rank; the times up from the one at hand lie by depth while all its lower neighbours are gone through.
    /// </summary>
    private void Customize()
    {
        Array.Fill(up, Unreached);
        Array.Fill(down, Unreached);
        var arcOfEdge = hierarchy.ArcOfEdge;
        for (var edge = 0; edge < arcOfEdge.Length; edge++)
        {
            var arc = arcOfEdge[edge];
            var time = Math.Min(Unreached, edgeMilliseconds[edge]);
            if (arc >= 0)
            {
                up[arc] = time;
            }
            else
            {
                down[~arc] = time;
            }
        }

        ref var upward = ref MemoryMarshal.GetArrayDataReference(up);
        ref var downward = ref MemoryMarshal.GetArrayDataReference(down);
        ref var heads = ref MemoryMarshal.GetArrayDataReference(hierarchy.HeadDepths);
        ref var tails = ref MemoryMarshal.GetArrayDataReference(hierarchy.Tails);
        ref var downArcs = ref MemoryMarshal.GetArrayDataReference(hierarchy.DownArcs);
        var first = hierarchy.FirstUp;
        var firstDown = hierarchy.FirstDown;
        ref var ahead = ref MemoryMarshal.GetArrayDataReference(new int[hierarchy.Height]);
        ref var behind = ref MemoryMarshal.GetArrayDataReference(new int[hierarchy.Height]);
        unchecked
        {
            for (var rank = 0; rank < first.Length - 1; rank++)
            {
                nint start = first[rank], end = first[rank + 1];
                for (var arc = start; arc < end; arc++)
                {
                    nint depth = Unsafe.Add(ref heads, arc);
                    Unsafe.Add(ref ahead, depth) = Unsafe.Add(ref upward, arc);
                    Unsafe.Add(ref behind, depth) = Unsafe.Add(ref downward, arc);
                }

                for (nint at = firstDown[rank], last = firstDown[rank + 1]; at < last; at++)
                {
                    nint low = Unsafe.Add(ref downArcs, at), lowEnd = first[Unsafe.Add(ref tails, at) + 1];
                    int toLow = Unsafe.Add(ref downward, low), fromLow = Unsafe.Add(ref upward, low);
                    for (var arc = low + 1; arc < lowEnd; arc++)
                    {
                        nint depth = Unsafe.Add(ref heads, arc);
                        ref var there = ref Unsafe.Add(ref ahead, depth);
                        there = Math.Min(there, toLow + Unsafe.Add(ref upward, arc));
                        ref var back = ref Unsafe.Add(ref behind, depth);
                        back = Math.Min(back, fromLow + Unsafe.Add(ref downward, arc));
                    }
                }

                for (var arc = start; arc < end; arc++)
                {
                    nint depth = Unsafe.Add(ref heads, arc);
                    Unsafe.Add(ref upward, arc) = Unsafe.Add(ref ahead, depth);
                    Unsafe.Add(ref downward, arc) = Unsafe.Add(ref behind, depth);
                }
            }
        }
    }

    /// <summary>The longest of the times between the root and all nodes, in the direction of the arrays.</summary>
    private int Longest(int[] rise, int[] fall)
    {
        var space = SearchSpace.OfThread;
        var search = Begin(space, NodeCount - 1, rise, fall);
        var longest = 0;
        for (var rank = 0; rank < NodeCount; rank++)
        {
            longest = Math.Max(longest, Settle(space, search, rank, fall));
        }

        return longest;
    }

    private void Star(int centre, ReadOnlySpan<int> ends, Span<int> milliseconds, int[] rise, int[] fall)
    {
        if (ends.IsEmpty)
        {
            return;
        }

        var space = SearchSpace.OfThread;
        var search = Begin(space, centre, rise, fall);
        for (var i = 0; i < ends.Length; i++)
        {
            milliseconds[i] = Settle(space, search, Rank(ends[i]), fall);
        }
    }

    /// <summary>Begins a search from one rank: the times to all its ancestors, up by <paramref name="rise"/> and then down again by <paramref name="fall"/>.</summary>
    private int Begin(SearchSpace space, int centre, int[] rise, int[] fall)
    {
        var search = space.Begin(NodeCount, hierarchy.Height);
        var (times, stamps, stack) = (space.Times, space.Stamps, space.Stack);
        var (first, heads) = (hierarchy.FirstUp, hierarchy.Heads);
        var height = 0;
        for (var rank = centre; ; rank = heads[first[rank]])
        {
            stack[height++] = rank;
            stamps[rank] = search;
            times[rank] = Unreached;
            if (rank == first.Length - 2)
            {
                break;
            }
        }

        times[centre] = 0;
        ref var time = ref MemoryMarshal.GetArrayDataReference(times);
        ref var head = ref MemoryMarshal.GetArrayDataReference(heads);
        ref var rising = ref MemoryMarshal.GetArrayDataReference(rise);
        for (var i = 0; i < height; i++)
        {
            var rank = stack[i];
            Relax(ref time, times[rank], ref head, ref rising, first[rank], first[rank + 1]);
        }

        for (var i = height - 1; i >= 0; i--)
        {
            times[stack[i]] = Math.Min(times[stack[i]], Fall(times, stack[i], fall));
        }

        return search;
    }

    /// <summary>The time to one rank in a search that was begun; what is worked out on the way down to it is kept for the next.</summary>
    private int Settle(SearchSpace space, int search, int end, int[] fall)
    {
        var (times, stamps, stack) = (space.Times, space.Stamps, space.Stack);
        var (first, heads) = (hierarchy.FirstUp, hierarchy.Heads);
        var height = 0;
        for (var rank = end; stamps[rank] != search; rank = heads[first[rank]])
        {
            stack[height++] = rank;
        }

        while (height > 0)
        {
            var rank = stack[--height];
            times[rank] = Fall(times, rank, fall);
            stamps[rank] = search;
        }

        return times[end];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Fall(int[] times, int rank, int[] fall)
    {
        ref var time = ref MemoryMarshal.GetArrayDataReference(times);
        ref var heads = ref MemoryMarshal.GetArrayDataReference(hierarchy.Heads);
        ref var falling = ref MemoryMarshal.GetArrayDataReference(fall);
        var best = Unreached;
        unchecked
        {
            for (nint arc = hierarchy.FirstUp[rank], end = hierarchy.FirstUp[rank + 1]; arc < end; arc++)
            {
                best = Math.Min(best, Unsafe.Add(ref time, Unsafe.Add(ref heads, arc)) + Unsafe.Add(ref falling, arc));
            }
        }

        return best;
    }

    /// <summary>
    /// Times between many centres and many ends: the ends and all their ancestors are listed from the root down, once; then sixteen centres at a time
    /// walk up alone and down the list together.
    /// </summary>
    private void Table(ReadOnlySpan<int> centres, ReadOnlySpan<int> ends, Span<int> milliseconds, int centreStep, int endStep, int[] rise, int[] fall)
    {
        foreach (var centre in centres)
        {
            Rank(centre);
        }

        var space = SearchSpace.OfThread;
        var search = space.Begin(NodeCount, hierarchy.Height);
        var (stamps, places, stack) = (space.Stamps, space.Places, space.Stack);
        var (first, heads) = (hierarchy.FirstUp, hierarchy.Heads);
        var pool = ArrayPool<int>.Shared;
        var listed = pool.Rent(Math.Min(NodeCount, 64 * ends.Length + hierarchy.Height));
        var count = 0;
        var arcs = 0;
        foreach (var end in ends)
        {
            var height = 0;
            for (var rank = Rank(end); stamps[rank] != search; rank = heads[first[rank]])
            {
                stack[height++] = rank;
                stamps[rank] = search;
                if (rank == first.Length - 2)
                {
                    break;
                }
            }

            if (count + height > listed.Length)
            {
                var longer = pool.Rent(2 * (count + height));
                listed.AsSpan(0, count).CopyTo(longer);
                pool.Return(listed);
                listed = longer;
            }

            while (height > 0)
            {
                var rank = stack[--height];
                places[rank] = count;
                listed[count++] = rank;
                arcs += first[rank + 1] - first[rank];
            }
        }

        var starts = pool.Rent(count + 1);
        var arcPlaces = pool.Rent(arcs);
        var arcTimes = pool.Rent(arcs);
        var times = pool.Rent(count * Lanes);
        arcs = 0;
        for (var i = 0; i < count; i++)
        {
            starts[i] = arcs;
            var rank = listed[i];
            for (var arc = first[rank]; arc < first[rank + 1]; arc++)
            {
                arcPlaces[arcs] = places[heads[arc]] * Lanes;
                arcTimes[arcs++] = fall[arc];
            }
        }

        starts[count] = arcs;
        var (byDepth, _) = space.ByDepth(hierarchy.Height);
        for (var batch = 0; batch < centres.Length; batch += Lanes)
        {
            var lanes = Math.Min(Lanes, centres.Length - batch);
            times.AsSpan(0, count * Lanes).Fill(Unreached);
            for (var lane = 0; lane < lanes; lane++)
            {
                Climb(hierarchy.RankOfNode[centres[batch + lane]], rise, byDepth, search, stamps, places, times, lane);
            }

            Descend(starts, arcPlaces, arcTimes, times, count);
            for (var i = 0; i < ends.Length; i++)
            {
                var at = places[hierarchy.RankOfNode[ends[i]]] * Lanes;
                var cell = batch * centreStep + i * endStep;
                for (var lane = 0; lane < lanes; lane++, cell += centreStep)
                {
                    milliseconds[cell] = times[at + lane];
                }
            }
        }

        pool.Return(listed);
        pool.Return(starts);
        pool.Return(arcPlaces);
        pool.Return(arcTimes);
        pool.Return(times);
    }

    /// <summary>Walks from one centre to the root and enters the times of those ancestors that are listed into its lane.</summary>
    private void Climb(int centre, int[] rise, int[] byDepth, int search, int[] stamps, int[] places, int[] times, int lane)
    {
        var (first, parents, depths) = (hierarchy.FirstUp, hierarchy.Heads, hierarchy.Depths);
        byDepth.AsSpan(0, depths[centre] + 1).Fill(Unreached);
        byDepth[depths[centre]] = 0;
        ref var time = ref MemoryMarshal.GetArrayDataReference(byDepth);
        ref var heads = ref MemoryMarshal.GetArrayDataReference(hierarchy.HeadDepths);
        ref var rising = ref MemoryMarshal.GetArrayDataReference(rise);
        for (int rank = centre, depth = depths[centre]; ; depth--)
        {
            var here = byDepth[depth];
            if (stamps[rank] == search)
            {
                times[places[rank] * Lanes + lane] = here;
            }

            if (depth == 0)
            {
                return;
            }

            Relax(ref time, here, ref heads, ref rising, first[rank], first[rank + 1]);
            rank = parents[first[rank]];
        }
    }

    private static void Descend(int[] starts, int[] arcPlaces, int[] arcTimes, int[] times, int count)
    {
        ref var time = ref MemoryMarshal.GetArrayDataReference(times);
        ref var place = ref MemoryMarshal.GetArrayDataReference(arcPlaces);
        ref var weight = ref MemoryMarshal.GetArrayDataReference(arcTimes);
        unchecked
        {
            for (var i = 0; i < count; i++)
            {
                ref var here = ref Unsafe.Add(ref time, (nint)i * Lanes);
                var low = Vector256.LoadUnsafe(ref here);
                var high = Vector256.LoadUnsafe(ref here, 8);
                for (nint arc = starts[i], end = starts[i + 1]; arc < end; arc++)
                {
                    ref var head = ref Unsafe.Add(ref time, Unsafe.Add(ref place, arc));
                    var step = Vector256.Create(Unsafe.Add(ref weight, arc));
                    low = Vector256.Min(low, Vector256.LoadUnsafe(ref head) + step);
                    high = Vector256.Min(high, Vector256.LoadUnsafe(ref head, 8) + step);
                }

                low.StoreUnsafe(ref here);
                high.StoreUnsafe(ref here, 8);
            }
        }
    }
}
