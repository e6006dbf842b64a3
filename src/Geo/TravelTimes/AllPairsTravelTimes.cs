using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>
/// The travel time between every two nodes, worked out beforehand: a look-up is one read. Four bytes a pair: 78 MB for 4,411 nodes, 576 MB for the
/// 12,000 it takes at most.
/// </summary>
/// <remarks>
/// The table is kept by destination: all times to one node stand side by side. Dispatch asks for many vehicles to one pick-up, and walking a path asks for
/// the time from each next node to one end; both then stay within one row of a few kilobytes.
/// </remarks>
public sealed class AllPairsTravelTimes : ITravelTimes
{
    /// <summary>The largest network the table is made for: 12,000 nodes, 576 MB.</summary>
    public const int LargestNodeCount = 12_000;

    // Destinations worked out together from a hierarchy, a multiple of the lanes it takes at once.
    private const int HierarchyStretch = 128;

    private readonly RoadNetwork network;
    private readonly int[] edgeMilliseconds;
    private readonly int[] table;

    private AllPairsTravelTimes(RoadNetwork network, int[] edgeMilliseconds, int[] table)
    {
        this.network = network;
        this.edgeMilliseconds = edgeMilliseconds;
        this.table = table;
        NodeCount = network.NodeCount;
    }

    /// <inheritdoc/>
    public int NodeCount { get; }

    /// <summary>Works the table out: an exact search from every node.</summary>
    /// <param name="network">The roads.</param>
    /// <param name="factor">How many times as long as on an empty road; see <see cref="EdgeTimes.Scaled"/>.</param>
    /// <param name="progress">Told the share done, 0 to 1, by the calling thread; may be null.</param>
    /// <param name="threads">How many threads work on it, the calling one included; 0 takes one per processor. The table does not depend on it.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="RoadNetworkException">The network has more than <see cref="LargestNodeCount"/> nodes, or a way takes longer than 24 days.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor or the number of threads is out of range.</exception>
    public static AllPairsTravelTimes Build(
        RoadNetwork network, double factor, IProgress<double>? progress = null, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        Guard(network, threads);
        return Search(network, EdgeTimes.Scaled(network, factor), progress, threads, cancellation);
    }

    /// <summary>Works the table out from times of the edges.</summary>
    /// <param name="network">The roads.</param>
    /// <param name="edgeMilliseconds">Milliseconds of every edge of the network, by edge number, each above 0; see <see cref="EdgeTimes"/>.</param>
    /// <param name="progress">Told the share done, 0 to 1, by the calling thread; may be null.</param>
    /// <param name="threads">How many threads work on it, the calling one included; 0 takes one per processor. The table does not depend on it.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="RoadNetworkException">
    /// The network has more than <see cref="LargestNodeCount"/> nodes, not as many times as edges, a time not above 0, or a way takes longer than 24 days.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public static AllPairsTravelTimes Build(
        RoadNetwork network, ReadOnlySpan<int> edgeMilliseconds, IProgress<double>? progress = null, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        Guard(network, threads);
        EdgeTimes.Check(network, edgeMilliseconds);
        return Search(network, edgeMilliseconds.ToArray(), progress, threads, cancellation);
    }

    /// <summary>
    /// Works the same table out from a hierarchy, many times as fast as by searches: what a change of traffic costs, once the hierarchy of the roads is there.
    /// </summary>
    /// <param name="times">The hierarchy with the times.</param>
    /// <param name="progress">Told the share done, 0 to 1, by the calling thread; may be null.</param>
    /// <param name="threads">How many threads work on it, the calling one included; 0 takes one per processor. The table does not depend on it.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="RoadNetworkException">The network has more than <see cref="LargestNodeCount"/> nodes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public static AllPairsTravelTimes Build(
        HierarchyTravelTimes times, IProgress<double>? progress = null, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(times);
        Guard(times.Network, threads);
        return Fill(times.Network, times.EdgeMilliseconds, HierarchyStretch, table => (to, count) => times.Columns(to, count, table), progress, threads, cancellation);
    }

    private static AllPairsTravelTimes Search(RoadNetwork network, int[] times, IProgress<double>? progress, int threads, CancellationToken cancellation) =>
        Fill(
            network,
            times,
            stretch: 1,
            table =>
            {
                var search = new ReverseSearch(network, times);
                return (to, _) => search.Run(to, table.AsSpan(to * network.NodeCount, network.NodeCount));
            },
            progress,
            threads,
            cancellation);

    private static void Guard(RoadNetwork network, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        var nodes = network.NodeCount;
        if (nodes > LargestNodeCount)
        {
            throw new RoadNetworkException(
                $"The network has {nodes:N0} nodes; a table of all pairs would take {4.0 * nodes * nodes / 1e9:0.0} GB. "
                + $"It is made for at most {LargestNodeCount:N0} nodes: cut the network to the service area.");
        }
    }

    /// <summary>Fills the table by stretches of destinations; every thread asks once for what fills one, given the first and how many.</summary>
    private static AllPairsTravelTimes Fill(
        RoadNetwork network, int[] times, int stretch, Func<int[], Action<int, int>> filler, IProgress<double>? progress, int threads, CancellationToken cancellation)
    {
        var nodes = network.NodeCount;
        var table = GC.AllocateUninitializedArray<int>(nodes * nodes);
        var next = 0;
        var done = 0;
        Exception? failure = null;

        void Work(bool reports)
        {
            try
            {
                var fill = filler(table);
                while (Volatile.Read(ref failure) is null && !cancellation.IsCancellationRequested)
                {
                    var to = Interlocked.Add(ref next, stretch) - stretch;
                    if (to >= nodes)
                    {
                        return;
                    }

                    var count = Math.Min(stretch, nodes - to);
                    fill(to, count);
                    var now = Interlocked.Add(ref done, count);
                    if (reports && now % 64 == 0)
                    {
                        progress?.Report((double)now / nodes);
                    }
                }
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, e, null);
            }
        }

        var helpers = new Thread[Math.Min(nodes, threads == 0 ? Environment.ProcessorCount : threads) - 1];
        for (var i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(() => Work(reports: false)) { IsBackground = true, Name = "travel times" };
            helpers[i].Start();
        }

        Work(reports: true);
        foreach (var helper in helpers)
        {
            helper.Join();
        }

        cancellation.ThrowIfCancellationRequested();
        if (failure is OverflowException)
        {
            throw new RoadNetworkException("A way through the network takes longer than 24 days, the longest time that can be told. Check the edge times and the factor.");
        }

        if (failure is not null)
        {
            throw new InvalidOperationException("The travel-time table could not be worked out.", failure);
        }

        progress?.Report(1);
        return new AllPairsTravelTimes(network, times, table);
    }

    /// <inheritdoc/>
    public int Milliseconds(int from, int to)
    {
        Guard(from);
        return Row(to)[from];
    }

    /// <inheritdoc/>
    public void OneToMany(int from, ReadOnlySpan<int> to, Span<int> milliseconds)
    {
        Guard(from);
        milliseconds = milliseconds[..to.Length];
        for (var i = 0; i < to.Length; i++)
        {
            milliseconds[i] = Row(to[i])[from];
        }
    }

    /// <inheritdoc/>
    public void ManyToOne(ReadOnlySpan<int> from, int to, Span<int> milliseconds)
    {
        var row = Row(to);
        milliseconds = milliseconds[..from.Length];
        for (var i = 0; i < from.Length; i++)
        {
            milliseconds[i] = row[from[i]];
        }
    }

    /// <inheritdoc/>
    public void ManyToMany(ReadOnlySpan<int> from, ReadOnlySpan<int> to, Span<int> milliseconds)
    {
        milliseconds = milliseconds[..(from.Length * to.Length)];
        for (var column = 0; column < to.Length; column++)
        {
            var row = Row(to[column]);
            for (int i = 0, at = column; i < from.Length; i++, at += to.Length)
            {
                milliseconds[at] = row[from[i]];
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// There is no table of next hops: from each node the way goes over the first edge whose time plus the time from its head to the end is the time from
    /// here to the end. Some edge always fits, and every edge takes time, so the walk ends.
    /// </remarks>
    public RoadPath Path(int from, int to)
    {
        Guard(from);
        var left = Row(to);
        var nodes = new List<int> { from };
        var times = new List<int> { 0 };
        var total = left[from];
        for (var node = from; node != to;)
        {
            var edge = network.FirstOut[node];
            while (edgeMilliseconds[edge] + left[network.Heads[edge]] != left[node])
            {
                edge++;
            }

            node = network.Heads[edge];
            nodes.Add(node);
            times.Add(total - left[node]);
        }

        return new RoadPath(CollectionsMarshal.AsSpan(nodes), CollectionsMarshal.AsSpan(times));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<int> Row(int to)
    {
        Guard(to);
        return table.AsSpan(to * NodeCount, NodeCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Guard(int node) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unchecked((uint)node), (uint)NodeCount, nameof(node));
}
