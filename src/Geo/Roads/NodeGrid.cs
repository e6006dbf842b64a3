using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Roads;

/// <summary>
/// Exact nearest node by a uniform grid of about one node a cell. Rings of cells around the point are searched outwards until no cell farther out can
/// hold a nearer node. Distances compare as squared chords, which order as great circles do.
/// </summary>
internal sealed class NodeGrid
{
    private readonly GridFrame frame;
    private readonly int[] first;
    private readonly int[] nodes;
    private readonly double[] x;
    private readonly double[] y;
    private readonly double[] z;

    public NodeGrid(ReadOnlySpan<GeoPoint> points, GeoBox bounds)
    {
        frame = new GridFrame(bounds, points.Length);
        first = new int[frame.Cells + 1];
        nodes = new int[points.Length];
        x = new double[points.Length];
        y = new double[points.Length];
        z = new double[points.Length];
        foreach (var point in points)
        {
            first[frame.CellOf(point) + 1]++;
        }

        for (var cell = 0; cell < frame.Cells; cell++)
        {
            first[cell + 1] += first[cell];
        }

        var next = first.AsSpan(0, frame.Cells).ToArray();
        for (var node = 0; node < points.Length; node++)
        {
            var at = next[frame.CellOf(points[node])]++;
            nodes[at] = node;
            (x[at], y[at], z[at]) = GreatCircle.Vector(points[node]);
        }
    }

    public NearestNode Nearest(GeoPoint point)
    {
        var (px, py, pz) = GreatCircle.Vector(point);
        var best = double.PositiveInfinity;
        var node = int.MaxValue;
        if (!frame.CanBound(point))
        {
            Scan(0, nodes.Length, px, py, pz, ref best, ref node);
        }
        else
        {
            var column = frame.ColumnOf(point);
            var row = frame.RowOf(point);
            for (var ring = 0; ; ring++)
            {
                foreach (var cell in frame.Ring(column, row, ring))
                {
                    Scan(first[cell], first[cell + 1], px, py, pz, ref best, ref node);
                }

                if (frame.SquaredChordBeyond(point, column, row, ring) > best)
                {
                    break;
                }
            }
        }

        return new NearestNode(node, new Metres(GreatCircle.ArcOfSquaredChord(best)));
    }

    private void Scan(int from, int to, double px, double py, double pz, ref double best, ref int node)
    {
        for (var at = from; at < to; at++)
        {
            var dx = x[at] - px;
            var dy = y[at] - py;
            var dz = z[at] - pz;
            var square = dx * dx + dy * dy + dz * dz;
            if (square < best || (square == best && nodes[at] < node))
            {
                best = square;
                node = nodes[at];
            }
        }
    }
}
