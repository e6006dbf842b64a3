namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>A way along the roads: nodes and the time at which each is reached. Immutable.</summary>
public sealed class RoadPath
{
    private readonly int[] nodes;
    private readonly int[] milliseconds;

    /// <summary>Makes a path of nodes and the milliseconds at which each is reached.</summary>
    /// <param name="nodes">Node indices, at least one, each the neighbour of the one before.</param>
    /// <param name="milliseconds">As many times, from 0, never falling.</param>
    /// <exception cref="ArgumentException">The two do not go together.</exception>
    public RoadPath(ReadOnlySpan<int> nodes, ReadOnlySpan<int> milliseconds)
    {
        if (nodes.IsEmpty || nodes.Length != milliseconds.Length || milliseconds[0] != 0)
        {
            throw new ArgumentException("A path has at least one node, a time for each, and starts at time 0.", nameof(nodes));
        }

        for (var at = 1; at < milliseconds.Length; at++)
        {
            if (milliseconds[at] < milliseconds[at - 1])
            {
                throw new ArgumentException($"Times along a path do not fall; the one at place {at} does.", nameof(milliseconds));
            }
        }

        this.nodes = nodes.ToArray();
        this.milliseconds = milliseconds.ToArray();
    }

    /// <summary>Node indices from start to end; start and end included, one node when they are the same.</summary>
    public ReadOnlySpan<int> Nodes => nodes;

    /// <summary>Milliseconds from the start at which each node is reached.</summary>
    public ReadOnlySpan<int> Milliseconds => milliseconds;

    /// <summary>Milliseconds from start to end.</summary>
    public int TotalMilliseconds => milliseconds[^1];
}
