using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Files;

namespace O2O.Dispatch.Geo.Roads;

/// <summary>
/// Reads a road network from a pair of CSV files, plain or gzip (by content): nodes with the columns <c>node_id, lat, lon</c> and directed edges with
/// <c>from_node, to_node, freeflow_s</c> and, where there is one, <c>straight_m</c>. Other columns are passed over, their order does not matter.
/// </summary>
public static class RoadCsvReader
{
    private const double LongestSeconds = 86_400;

    /// <summary>Reads both files and builds the network.</summary>
    /// <param name="nodesFile">Path of the nodes file.</param>
    /// <param name="edgesFile">Path of the edges file.</param>
    /// <param name="skipBadRows">Whether broken rows are left out and counted instead of ending the reading.</param>
    /// <exception cref="InputFileException">A file is missing, empty, lacks a column, has broken rows that are not to be skipped, or holds no network.</exception>
    public static RoadReading Read(string nodesFile, string edgesFile, bool skipBadRows = false)
    {
        var builder = new RoadNetworkBuilder();
        var nodes = ReadNodes(nodesFile, builder);
        if (!skipBadRows)
        {
            nodes.ThrowIfBroken();
        }

        if (builder.NodeCount == 0)
        {
            throw new InputFileException(nodesFile, $"there is no usable node in the file ({nodes.FaultCount} broken rows).");
        }

        var edges = ReadEdges(edgesFile, builder);
        if (!skipBadRows)
        {
            edges.ThrowIfBroken();
        }

        if (builder.EdgeCount == 0)
        {
            throw new InputFileException(edgesFile, $"there is no usable edge in the file ({edges.FaultCount} broken rows).");
        }

        try
        {
            return new RoadReading(builder.Build(), nodes.FaultCount + edges.FaultCount, [.. nodes.Faults.Concat(edges.Faults).Take(1_000)]);
        }
        catch (RoadNetworkException e)
        {
            throw new InputFileException(edgesFile, e.Message, e);
        }
    }

    private static NumericCsv ReadNodes(string file, RoadNetworkBuilder builder)
    {
        var csv = NumericCsv.Open(file);
        var id = csv.Column("node_id");
        var lat = csv.Column("lat");
        var lon = csv.Column("lon");
        while (csv.Next())
        {
            if (!csv.TryWhole(id, out var node) || !csv.TryNumber(lat, out var latitude) || !csv.TryNumber(lon, out var longitude))
            {
                continue;
            }

            if (!GeoPoint.TryCreate(longitude, latitude, out var point, out var fault))
            {
                csv.Fault(fault!);
            }
            else if (builder.HasNode(node))
            {
                csv.Fault($"node_id {node} is there twice.");
            }
            else
            {
                builder.AddNode(node, point);
            }
        }

        return csv;
    }

    private static NumericCsv ReadEdges(string file, RoadNetworkBuilder builder)
    {
        var csv = NumericCsv.Open(file);
        var from = csv.Column("from_node");
        var to = csv.Column("to_node");
        var time = csv.Column("freeflow_s");
        var straight = csv.OptionalColumn("straight_m");
        while (csv.Next())
        {
            var metres = 0.0;
            if (!csv.TryWhole(from, out var tail) || !csv.TryWhole(to, out var head) || !csv.TryNumber(time, out var seconds)
                || (straight is { } column && !csv.TryNumber(column, out metres)))
            {
                continue;
            }

            if (!builder.HasNode(tail) || !builder.HasNode(head))
            {
                csv.Fault($"node {(builder.HasNode(tail) ? head : tail)} is not in the nodes file.");
            }
            else if (!(seconds >= 0 && seconds <= LongestSeconds))
            {
                csv.Fault($"freeflow_s {csv.Field(time)} is no time between 0 and {LongestSeconds:0} seconds.");
            }
            else if (!(metres >= 0 && double.IsFinite(metres)))
            {
                csv.Fault($"straight_m {csv.Field(straight!.Value)} is no length: finite and not negative.");
            }
            else
            {
                var milliseconds = (int)Math.Round(seconds * 1_000, MidpointRounding.AwayFromZero);
                builder.AddEdge(tail, head, milliseconds, straight is null ? null : new Metres(metres));
            }
        }

        return csv;
    }
}
