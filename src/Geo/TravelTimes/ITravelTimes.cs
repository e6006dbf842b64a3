namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>
/// How long vehicles take between nodes of a road network: whole milliseconds of the shortest way, never negative, 0 from a node to itself, the
/// triangle inequality holds. Nodes are indices 0 to <see cref="NodeCount"/> - 1. Implementations are safe for many threads; all but
/// <see cref="LiveTravelTimes"/> are immutable.
/// </summary>
public interface ITravelTimes
{
    /// <summary>How many nodes there are.</summary>
    int NodeCount { get; }

    /// <summary>Milliseconds from one node to another.</summary>
    int Milliseconds(int from, int to);

    /// <summary>Milliseconds from one node to many; <paramref name="milliseconds"/> is at least as long as <paramref name="to"/>.</summary>
    void OneToMany(int from, ReadOnlySpan<int> to, Span<int> milliseconds);

    /// <summary>Milliseconds from many nodes to one, the question of dispatch: who reaches this pick-up when? It is the fastest of the three.</summary>
    void ManyToOne(ReadOnlySpan<int> from, int to, Span<int> milliseconds);

    /// <summary>Milliseconds from many to many: one row of <c>to.Length</c> numbers for each of <paramref name="from"/>, in its order.</summary>
    void ManyToMany(ReadOnlySpan<int> from, ReadOnlySpan<int> to, Span<int> milliseconds);

    /// <summary>A shortest way; of several the one that takes the lowest node at each fork.</summary>
    RoadPath Path(int from, int to);
}
