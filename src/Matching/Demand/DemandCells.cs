using O2O.Dispatch.Geo.TravelTimes;

namespace O2O.Dispatch.Matching.Demand;

/// <summary>
/// The nodes of a road network in cells of nearby driving: centers are chosen one by one, each the node farthest from those before, and a node belongs to the center that
/// reaches it soonest. Needs no coordinates and cuts along rivers, where driving does. Immutable, safe for many threads.
/// </summary>
public sealed class DemandCells
{
    private readonly int[] cellOfNode;
    private readonly int[] center;
    private readonly int[] drive;

    private DemandCells(int[] cellOfNode, int[] center, int[] drive) => (this.cellOfNode, this.center, this.drive) = (cellOfNode, center, drive);

    /// <summary>How many cells there are.</summary>
    public int Count => center.Length;

    /// <summary>How many nodes there are.</summary>
    public int NodeCount => cellOfNode.Length;

    internal ReadOnlySpan<int> Centers => center;

    /// <summary>Chooses cells. The same network gives the same cells.</summary>
    /// <param name="travelTimes">How long driving takes.</param>
    /// <param name="cells">How many there should be, at least 1; no more than there are nodes are made.</param>
    /// <exception cref="ArgumentException">There is no node, or less than one cell is asked for.</exception>
    public static DemandCells Build(ITravelTimes travelTimes, int cells)
    {
        ArgumentNullException.ThrowIfNull(travelTimes);
        ArgumentOutOfRangeException.ThrowIfLessThan(cells, 1);
        var nodes = Enumerable.Range(0, travelTimes.NodeCount).ToArray();
        if (nodes.Length == 0)
        {
            throw new ArgumentException("A network without nodes has no cells of demand.", nameof(travelTimes));
        }

        var cellOf = new int[nodes.Length];
        var nearest = new int[nodes.Length];
        var from = new int[nodes.Length];
        Array.Fill(nearest, int.MaxValue);
        var centers = new List<int>();
        var next = 0;
        while (centers.Count < cells && (centers.Count == 0 || nearest[next] > 0))
        {
            travelTimes.OneToMany(next, nodes, from);
            for (var node = 0; node < nodes.Length; node++)
            {
                if (from[node] < nearest[node])
                {
                    nearest[node] = from[node];
                    cellOf[node] = centers.Count;
                }
            }

            centers.Add(next);
            next = Array.IndexOf(nearest, nearest.Max());
        }

        var center = centers.ToArray();
        var drive = new int[center.Length * center.Length];
        travelTimes.ManyToMany(center, center, drive);
        return new DemandCells(cellOf, center, drive);
    }

    /// <summary>The cell of a node.</summary>
    public int CellOf(int node) => cellOfNode[node];

    /// <summary>The node that stands for a cell.</summary>
    public int CenterOf(int cell) => center[cell];

    /// <summary>Milliseconds of driving between the centers of two cells.</summary>
    public int DriveMilliseconds(int fromCell, int toCell) => drive[fromCell * center.Length + toCell];
}
