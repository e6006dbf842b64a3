using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>Parts the edges of a network into groups that share their traffic. Immutable.</summary>
public sealed class EdgeGroups
{
    private readonly int[] ofEdge;

    private EdgeGroups(RoadNetwork network, int[] ofEdge, int count)
    {
        Network = network;
        this.ofEdge = ofEdge;
        Count = count;
    }

    /// <summary>The roads parted.</summary>
    public RoadNetwork Network { get; }

    /// <summary>How many groups there are, at least 1; groups are numbered from 0.</summary>
    public int Count { get; }

    /// <summary>The group of every edge, by edge number.</summary>
    public ReadOnlySpan<int> OfEdge => ofEdge;

    /// <summary>One group of all edges: traffic is the same everywhere.</summary>
    public static EdgeGroups Whole(RoadNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new EdgeGroups(network, new int[network.EdgeCount], 1);
    }

    /// <summary>Groups named by the caller, e.g. the class of road.</summary>
    /// <param name="network">The roads.</param>
    /// <param name="groupOfEdge">The group of every edge, by edge number, from 0; numbers may be missing in between.</param>
    /// <exception cref="ArgumentException">Not as many as edges, or a negative one.</exception>
    public static EdgeGroups Of(RoadNetwork network, ReadOnlySpan<int> groupOfEdge)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (groupOfEdge.Length != network.EdgeCount)
        {
            throw new ArgumentException($"There are {groupOfEdge.Length:N0} groups for {network.EdgeCount:N0} edges. Give every edge one.", nameof(groupOfEdge));
        }

        var highest = 0;
        foreach (var group in groupOfEdge)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(group, nameof(groupOfEdge));
            highest = Math.Max(highest, group);
        }

        return new EdgeGroups(network, groupOfEdge.ToArray(), highest + 1);
    }

    /// <summary>Squares of a grid, by the middle of each edge; squares without an edge have no number.</summary>
    /// <param name="network">The roads.</param>
    /// <param name="metres">Side of a square in metres, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The side is out of range.</exception>
    public static EdgeGroups BySquares(RoadNetwork network, double metres)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!double.IsFinite(metres) || metres <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(metres), metres, "The side of a square is finite and above 0.");
        }

        const double MetresPerDegree = GreatCircle.EarthRadiusMetres * Math.PI / 180;
        var corner = network.Bounds.SouthWest;
        var middle = (corner.Latitude + network.Bounds.NorthEast.Latitude) / 2;
        var perDegreeEast = MetresPerDegree * Math.Cos(middle * Math.PI / 180);
        var numbers = new Dictionary<(long, long), int>();
        var groups = new int[network.EdgeCount];
        for (var node = 0; node < network.NodeCount; node++)
        {
            for (var edge = network.FirstOut[node]; edge < network.FirstOut[node + 1]; edge++)
            {
                var (from, to) = (network.Point(node), network.Point(network.Heads[edge]));
                var square = (
                    (long)(((from.Longitude + to.Longitude) / 2 - corner.Longitude) * perDegreeEast / metres),
                    (long)(((from.Latitude + to.Latitude) / 2 - corner.Latitude) * MetresPerDegree / metres));
                if (!numbers.TryGetValue(square, out var number))
                {
                    number = numbers.Count;
                    numbers.Add(square, number);
                }

                groups[edge] = number;
            }
        }

        return new EdgeGroups(network, groups, numbers.Count);
    }
}
