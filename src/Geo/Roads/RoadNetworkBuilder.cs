using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Roads;

/// <summary>
/// Collects nodes and edges and makes a <see cref="RoadNetwork"/> of their largest strongly connected part. Loops and slower parallel edges are
/// dropped, and all that is dropped is counted. Not safe for several threads.
/// </summary>
public sealed class RoadNetworkBuilder
{
    /// <summary>The shortest time an edge takes, in milliseconds: published networks round short edges down to nothing, and time must pass on every edge.</summary>
    public const int LeastMilliseconds = 1_000;

    private readonly List<long> ids = [];
    private readonly List<GeoPoint> points = [];
    private readonly Dictionary<long, int> indexOf = [];
    private readonly List<Edge> edges = [];
    private readonly List<GeoPoint> shapes = [];

    /// <summary>How many nodes were added.</summary>
    public int NodeCount => ids.Count;

    /// <summary>How many edges were added.</summary>
    public int EdgeCount => edges.Count;

    /// <summary>Adds a node.</summary>
    /// <param name="publishedId">The id it is known by outside; any number, once.</param>
    /// <param name="point">Where it is.</param>
    /// <exception cref="RoadNetworkException">The id was added before.</exception>
    public void AddNode(long publishedId, GeoPoint point)
    {
        if (!indexOf.TryAdd(publishedId, ids.Count))
        {
            throw new RoadNetworkException($"Node {publishedId} is there twice. Give each node an id of its own.");
        }

        ids.Add(publishedId);
        points.Add(point);
    }

    /// <summary>Whether a node with this id was added.</summary>
    public bool HasNode(long publishedId) => indexOf.ContainsKey(publishedId);

    /// <summary>Adds a directed edge between two nodes that were added before.</summary>
    /// <param name="from">Published id of the node it starts at.</param>
    /// <param name="to">Published id of the node it ends at.</param>
    /// <param name="freeFlowMilliseconds">Milliseconds on an empty road, 0 or more; less than <see cref="LeastMilliseconds"/> counts as that.</param>
    /// <param name="length">Length, or null for that of the line from end to end through the shape.</param>
    /// <param name="shape">The points between the two ends in the order of driving; empty for a straight edge.</param>
    /// <exception cref="RoadNetworkException">A node is unknown or the time negative.</exception>
    public void AddEdge(long from, long to, int freeFlowMilliseconds, Metres? length = null, ReadOnlySpan<GeoPoint> shape = default)
    {
        if (!indexOf.TryGetValue(from, out var tail) || !indexOf.TryGetValue(to, out var head))
        {
            throw new RoadNetworkException($"The edge {from} to {to} names a node that was not added: {(indexOf.ContainsKey(from) ? to : from)}.");
        }

        if (freeFlowMilliseconds < 0)
        {
            throw new RoadNetworkException($"The edge {from} to {to} takes {freeFlowMilliseconds} ms; a time is not negative.");
        }

        var metres = length?.Value ?? Along(points[tail], shape, points[head]);
        edges.Add(new Edge(tail, head, Math.Max(LeastMilliseconds, freeFlowMilliseconds), metres, shapes.Count, shape.Length));
        shapes.AddRange(shape);
    }

    /// <summary>Makes the network.</summary>
    /// <exception cref="RoadNetworkException">No nodes, no edges, or no two nodes that reach each other.</exception>
    public RoadNetwork Build()
    {
        if (ids.Count == 0)
        {
            throw new RoadNetworkException("The road network has no nodes.");
        }

        var sorted = edges.Where(e => e.Tail != e.Head)
            .OrderBy(e => e.Tail).ThenBy(e => e.Head).ThenBy(e => e.Milliseconds).ThenBy(e => e.Metres).ToArray();
        if (sorted.Length == 0)
        {
            throw new RoadNetworkException("The road network has no edges between different nodes, so nothing can move on it.");
        }

        var single = sorted.Where((e, i) => i == 0 || e.Tail != sorted[i - 1].Tail || e.Head != sorted[i - 1].Head).ToArray();
        var part = LargestPart(ids.Count, single);
        var newIndex = new int[ids.Count];
        Array.Fill(newIndex, -1);
        var kept = 0;
        for (var node = 0; node < ids.Count; node++)
        {
            if (part[node])
            {
                newIndex[node] = kept++;
            }
        }

        if (kept < 2)
        {
            throw new RoadNetworkException(
                $"No two of the {ids.Count} nodes reach each other in both directions. Check the directions of the {single.Length} edges.");
        }

        var inside = single.Where(e => part[e.Tail] && part[e.Head]).ToArray();
        var firstOut = new int[kept + 1];
        foreach (var edge in inside)
        {
            firstOut[newIndex[edge.Tail] + 1]++;
        }

        for (var node = 0; node < kept; node++)
        {
            firstOut[node + 1] += firstOut[node];
        }

        // The edges are sorted by tail and head already, and renumbering keeps the order of the nodes.
        return new RoadNetwork(
            [.. ids.Where((_, node) => part[node])],
            [.. points.Where((_, node) => part[node])],
            firstOut,
            [.. inside.Select(e => newIndex[e.Head])],
            [.. inside.Select(e => e.Milliseconds)],
            [.. inside.Select(e => e.Metres)],
            [.. inside.Select(e => e.ShapeCount > 0 ? shapes.GetRange(e.ShapeStart, e.ShapeCount).ToArray() : [])],
            new RoadNetworkDropped(ids.Count - kept, single.Length - inside.Length, edges.Count - sorted.Length, sorted.Length - single.Length));
    }

    private static double Along(GeoPoint from, ReadOnlySpan<GeoPoint> shape, GeoPoint to)
    {
        var metres = 0.0;
        foreach (var point in shape)
        {
            metres += GreatCircle.Distance(from, point).Value;
            from = point;
        }

        return metres + GreatCircle.Distance(from, to).Value;
    }

    /// <summary>The nodes of the largest strongly connected part (Tarjan 1972, without recursion); of equally large ones the part of the lowest node.</summary>
    private static bool[] LargestPart(int nodes, Edge[] sortedEdges)
    {
        var first = new int[nodes + 1];
        foreach (var edge in sortedEdges)
        {
            first[edge.Tail + 1]++;
        }

        for (var node = 0; node < nodes; node++)
        {
            first[node + 1] += first[node];
        }

        var order = new int[nodes];
        var low = new int[nodes];
        var next = first.AsSpan(0, nodes).ToArray();
        var partOf = new int[nodes];
        Array.Fill(partOf, -1);
        var open = new Stack<int>();
        var path = new Stack<int>();
        var sizes = new List<int>();
        var visited = 0;
        for (var root = 0; root < nodes; root++)
        {
            if (order[root] != 0)
            {
                continue;
            }

            path.Push(root);
            while (path.TryPeek(out var node))
            {
                if (order[node] == 0)
                {
                    order[node] = low[node] = ++visited;
                    open.Push(node);
                }

                if (next[node] < first[node + 1])
                {
                    var head = sortedEdges[next[node]++].Head;
                    if (order[head] == 0)
                    {
                        path.Push(head);
                    }
                    else if (partOf[head] < 0)
                    {
                        low[node] = Math.Min(low[node], order[head]);
                    }

                    continue;
                }

                path.Pop();
                if (path.TryPeek(out var parent))
                {
                    low[parent] = Math.Min(low[parent], low[node]);
                }

                if (low[node] == order[node])
                {
                    var size = 0;
                    int member;
                    do
                    {
                        member = open.Pop();
                        partOf[member] = sizes.Count;
                        size++;
                    }
                    while (member != node);
                    sizes.Add(size);
                }
            }
        }

        var largest = sizes.Max();
        var chosen = Array.FindIndex(partOf, p => sizes[p] == largest);
        return Array.ConvertAll(partOf, p => p == partOf[chosen]);
    }

    private readonly record struct Edge(int Tail, int Head, int Milliseconds, double Metres, int ShapeStart, int ShapeCount);
}
