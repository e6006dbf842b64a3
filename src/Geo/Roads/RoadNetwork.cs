using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Roads;

/// <summary>
/// A directed road network in flat arrays. Nodes are numbered 0 to <see cref="NodeCount"/> - 1 in the order they were published; every node can be
/// reached from every other. The edges out of node v are <c>FirstOut[v] .. FirstOut[v + 1]</c>, by ascending head; at most one edge has the same two
/// ends. The edges into v are the same numbers of the reverse arrays. Immutable and safe for many readers.
/// </summary>
public sealed class RoadNetwork
{
    private readonly long[] publishedIds;
    private readonly Dictionary<long, int> indexOf;
    private readonly GeoPoint[] points;
    private readonly int[] firstOut;
    private readonly int[] heads;
    private readonly int[] freeFlowMilliseconds;
    private readonly double[] lengthMetres;
    private readonly GeoPoint[][] shapes;
    private readonly int[] origins;
    private readonly int[] opposites;
    private readonly int[] firstIn;
    private readonly int[] tails;
    private readonly int[] inEdges;
    private readonly NodeGrid grid;
    private readonly Lazy<EdgeGrid> edgeGrid;

    /// <summary>Takes arrays that already hold what the class promises; only the builder makes such.</summary>
    internal RoadNetwork(
        long[] publishedIds,
        GeoPoint[] points,
        int[] firstOut,
        int[] heads,
        int[] freeFlowMilliseconds,
        double[] lengthMetres,
        GeoPoint[][] shapes,
        RoadNetworkDropped dropped)
    {
        this.publishedIds = publishedIds;
        this.points = points;
        this.firstOut = firstOut;
        this.heads = heads;
        this.freeFlowMilliseconds = freeFlowMilliseconds;
        this.lengthMetres = lengthMetres;
        this.shapes = shapes;
        Dropped = dropped;
        Bounds = GeoBox.Around(points);
        indexOf = new Dictionary<long, int>(points.Length);
        for (var node = 0; node < points.Length; node++)
        {
            indexOf.Add(publishedIds[node], node);
        }

        (firstIn, tails, inEdges) = Reverse(points.Length, firstOut, heads);
        grid = new NodeGrid(points, Bounds);
        origins = new int[heads.Length];
        opposites = new int[heads.Length];
        for (var at = 0; at < tails.Length; at++)
        {
            origins[inEdges[at]] = tails[at];
        }

        for (var edge = 0; edge < heads.Length; edge++)
        {
            var back = EdgeBetween(heads[edge], origins[edge]);
            opposites[edge] = back >= 0 && shapes[edge].AsSpan().SequenceEqual(shapes[back].Reverse().ToArray()) ? back : -1;
        }

        // Many users never ask for a place on an edge, and the grid of edges is the largest part.
        edgeGrid = new Lazy<EdgeGrid>(() => new EdgeGrid(this));
    }

    /// <summary>How many nodes there are, at least 2.</summary>
    public int NodeCount => points.Length;

    /// <summary>How many directed edges there are.</summary>
    public int EdgeCount => heads.Length;

    /// <summary>The smallest box around all nodes.</summary>
    public GeoBox Bounds { get; }

    /// <summary>What was left out when the network was built.</summary>
    public RoadNetworkDropped Dropped { get; }

    /// <summary>Where every node is, by index.</summary>
    public ReadOnlySpan<GeoPoint> Points => points;

    /// <summary>First outgoing edge of every node, and one number more: the edge count.</summary>
    public ReadOnlySpan<int> FirstOut => firstOut;

    /// <summary>The node every edge goes to.</summary>
    public ReadOnlySpan<int> Heads => heads;

    /// <summary>Milliseconds every edge takes on an empty road, at least 1,000.</summary>
    public ReadOnlySpan<int> FreeFlowMilliseconds => freeFlowMilliseconds;

    /// <summary>Length of every edge in metres, as published or along its shape.</summary>
    public ReadOnlySpan<double> LengthMetres => lengthMetres;

    /// <summary>First incoming edge of every node in the reverse arrays, and one number more: the edge count.</summary>
    public ReadOnlySpan<int> FirstIn => firstIn;

    /// <summary>The node every reverse edge comes from.</summary>
    public ReadOnlySpan<int> Tails => tails;

    /// <summary>The forward edge number of every reverse edge.</summary>
    public ReadOnlySpan<int> InEdges => inEdges;

    /// <summary>Where a node is.</summary>
    public GeoPoint Point(int node) => points[node];

    /// <summary>The node an edge starts at.</summary>
    public int Origin(int edge) => origins[edge];

    /// <summary>The edge of the same street in the other direction, or -1 when the street is one-way. Two ways between the same nodes on different lines are two streets.</summary>
    public int Opposite(int edge) => opposites[edge];

    /// <summary>The points of an edge between its two ends, in the order of driving; empty when it is straight.</summary>
    public ReadOnlySpan<GeoPoint> Shape(int edge) => shapes[edge];

    /// <summary>The id a node was published with.</summary>
    public long PublishedId(int node) => publishedIds[node];

    /// <summary>Finds a node by the id it was published with.</summary>
    /// <returns>False when there is no such node, also when it was on an island and left out.</returns>
    public bool TryIndexOf(long publishedId, out int node) => indexOf.TryGetValue(publishedId, out node);

    /// <summary>The edge from one node to another, or -1 when there is none.</summary>
    public int EdgeBetween(int from, int to)
    {
        var found = heads.AsSpan(firstOut[from], firstOut[from + 1] - firstOut[from]).BinarySearch(to);
        return found < 0 ? -1 : firstOut[from] + found;
    }

    /// <summary>The node nearest to a point in straight distance, exactly; of equally near ones that of lowest index.</summary>
    public NearestNode NearestNode(GeoPoint point) => grid.Nearest(point);

    /// <summary>
    /// The place on the roads nearest to a point, exactly: the pieces of an edge are straight lines between unit vectors, as distances are chords (at most 2 cm below
    /// the surface on a piece of 1 km). Of equally near edges the lowest; of a street of two directions the lower edge, the other one in <see cref="RoadPlace.OppositeEdge"/>.
    /// </summary>
    public RoadPlace Snap(GeoPoint point) => edgeGrid.Value.Nearest(point);

    /// <summary>Finds the place on the roads nearest to a point when it is near enough.</summary>
    /// <param name="point">The point.</param>
    /// <param name="within">How far off the roads it may be.</param>
    /// <param name="place">The nearest place, also when it is too far: it tells how far.</param>
    /// <returns>Whether the roads are within the distance.</returns>
    public bool TrySnap(GeoPoint point, Metres within, out RoadPlace place)
    {
        place = Snap(point);
        return place.Distance <= within;
    }

    private static (int[] FirstIn, int[] Tails, int[] InEdges) Reverse(int nodes, int[] firstOut, int[] heads)
    {
        var first = new int[nodes + 1];
        foreach (var head in heads)
        {
            first[head + 1]++;
        }

        for (var node = 0; node < nodes; node++)
        {
            first[node + 1] += first[node];
        }

        var next = first.AsSpan(0, nodes).ToArray();
        var tails = new int[heads.Length];
        var edges = new int[heads.Length];
        for (var tail = 0; tail < nodes; tail++)
        {
            for (var edge = firstOut[tail]; edge < firstOut[tail + 1]; edge++)
            {
                var at = next[heads[edge]]++;
                tails[at] = tail;
                edges[at] = edge;
            }
        }

        return (first, tails, edges);
    }
}
