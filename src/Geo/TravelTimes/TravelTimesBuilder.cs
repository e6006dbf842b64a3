using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>
/// Makes travel times of one network again and again, as traffic changes: the table of all pairs where the network is small enough, the hierarchy above. What
/// does not depend on times is worked out once, here. Immutable and safe for many threads.
/// </summary>
public sealed class TravelTimesBuilder
{
    private readonly RoadHierarchy hierarchy;
    private readonly int largestTable;

    /// <summary>Works out the hierarchy of a network; see <see cref="RoadHierarchy.Build"/> for what it takes.</summary>
    /// <param name="network">The roads.</param>
    /// <param name="largestTable">The most nodes for which a table is made, 0 for never, at most <see cref="AllPairsTravelTimes.LargestNodeCount"/>.</param>
    /// <param name="progress">Told the share done, 0 to 1; may be null.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="largestTable"/> is out of range.</exception>
    /// <exception cref="RoadNetworkException">The network is too large.</exception>
    public TravelTimesBuilder(
        RoadNetwork network, int largestTable = AllPairsTravelTimes.LargestNodeCount, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(largestTable);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(largestTable, AllPairsTravelTimes.LargestNodeCount);
        this.largestTable = largestTable;
        hierarchy = RoadHierarchy.Build(network, progress, cancellation);
    }

    /// <summary>The roads.</summary>
    public RoadNetwork Network => hierarchy.Network;

    /// <summary>Makes the times of one state of traffic.</summary>
    /// <param name="edgeMilliseconds">Milliseconds of every edge, by edge number, each above 0; see <see cref="EdgeTimes"/>.</param>
    /// <param name="threads">How many threads fill a table, the calling one included; 0 takes one per processor.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="RoadNetworkException">Not as many times as edges, a time not above 0, or a way that may take longer than 6 days.</exception>
    public ITravelTimes Build(ReadOnlySpan<int> edgeMilliseconds, int threads = 0, CancellationToken cancellation = default)
    {
        var times = HierarchyTravelTimes.Build(hierarchy, edgeMilliseconds);
        return Network.NodeCount <= largestTable ? AllPairsTravelTimes.Build(times, threads: threads, cancellation: cancellation) : times;
    }
}
