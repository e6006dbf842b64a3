using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Roads;

/// <summary>The line of a way along the roads, for the map: the ends, every crossing passed and the points of the edges between.</summary>
public static class RouteLine
{
    /// <summary>The line through nodes that follow each other.</summary>
    /// <param name="network">The roads.</param>
    /// <param name="nodes">At least one, each the neighbour of the one before.</param>
    /// <exception cref="ArgumentException">There is no node, or no edge from one to the next; the message names them.</exception>
    public static IReadOnlyList<GeoPoint> Through(RoadNetwork network, ReadOnlySpan<int> nodes)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (nodes.IsEmpty)
        {
            throw new ArgumentException("A way has at least one node.", nameof(nodes));
        }

        var line = new List<GeoPoint> { network.Point(nodes[0]) };
        for (var i = 1; i < nodes.Length; i++)
        {
            Append(line, network, EdgeBetween(network, nodes[i - 1], nodes[i]), 0, 1);
        }

        return line;
    }

    /// <summary>The line from a place on a road to another, the first and last edge in part.</summary>
    /// <param name="network">The roads.</param>
    /// <param name="from">The start; the way goes on to the end of its edge.</param>
    /// <param name="nodes">The nodes between, from the end of the first edge to the start of the last; empty when both places are on one edge and the second is not behind.</param>
    /// <param name="to">The end.</param>
    /// <exception cref="ArgumentException">The nodes do not lead from the one edge to the other; the message says where.</exception>
    public static IReadOnlyList<GeoPoint> Between(RoadNetwork network, RoadPlace from, ReadOnlySpan<int> nodes, RoadPlace to)
    {
        ArgumentNullException.ThrowIfNull(network);
        var line = new List<GeoPoint> { from.Point };
        if (nodes.IsEmpty)
        {
            if (from.Edge != to.Edge || to.Fraction < from.Fraction)
            {
                throw new ArgumentException($"Without nodes between, edge {to.Edge} at {to.Fraction:0.###} is not ahead of edge {from.Edge} at {from.Fraction:0.###}.", nameof(nodes));
            }

            Append(line, network, from.Edge, from.Fraction, to.Fraction);
        }
        else
        {
            if (nodes[0] != network.Heads[from.Edge] || nodes[^1] != network.Origin(to.Edge))
            {
                throw new ArgumentException(
                    $"The nodes go from {nodes[0]} to {nodes[^1]}, but edge {from.Edge} ends at {network.Heads[from.Edge]} and edge {to.Edge} starts at {network.Origin(to.Edge)}.",
                    nameof(nodes));
            }

            Append(line, network, from.Edge, from.Fraction, 1);
            for (var i = 1; i < nodes.Length; i++)
            {
                Append(line, network, EdgeBetween(network, nodes[i - 1], nodes[i]), 0, 1);
            }

            Append(line, network, to.Edge, 0, to.Fraction);
        }

        if (line[^1] != to.Point)
        {
            line.Add(to.Point);
        }

        return line;
    }

    private static int EdgeBetween(RoadNetwork network, int from, int to)
    {
        var edge = network.EdgeBetween(from, to);
        return edge >= 0 ? edge : throw new ArgumentException($"There is no edge from node {from} to node {to}.", nameof(from));
    }

    /// <summary>Adds the points of an edge after one fraction and up to another; its end counts as a point.</summary>
    private static void Append(List<GeoPoint> line, RoadNetwork network, int edge, double after, double upTo)
    {
        GeoPoint[] points = [network.Point(network.Origin(edge)), .. network.Shape(edge), network.Point(network.Heads[edge])];
        var lengths = new double[points.Length];
        for (var i = 1; i < points.Length; i++)
        {
            lengths[i] = lengths[i - 1] + GreatCircle.Distance(points[i - 1], points[i]).Value;
        }

        for (var i = 1; i < points.Length; i++)
        {
            var fraction = i == points.Length - 1 ? 1 : lengths[^1] > 0 ? lengths[i] / lengths[^1] : 0;
            if (fraction > after && fraction <= upTo && points[i] != line[^1])
            {
                line.Add(points[i]);
            }
        }
    }
}
