using System.Globalization;
using System.IO.Compression;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Routing.Bench;

/// <summary>The roads of the Cargo benchmark: every street two-way, driven at its published 10 m/s.</summary>
internal static class CargoRoads
{
    public static RoadNetwork Read(string folder)
    {
        var builder = new RoadNetworkBuilder();
        foreach (var row in Rows(Path.Combine(folder, "cargo_mny_nodes.csv.gz")))
        {
            builder.AddNode(long.Parse(row[0], CultureInfo.InvariantCulture), new GeoPoint(Number(row[2]), Number(row[1])));
        }

        foreach (var row in Rows(Path.Combine(folder, "cargo_mny_edges_undirected.csv.gz")))
        {
            var (a, b, metres) = (long.Parse(row[0], CultureInfo.InvariantCulture), long.Parse(row[1], CultureInfo.InvariantCulture), Number(row[2]));
            builder.AddEdge(a, b, (int)Math.Round(metres * 100), new Metres(metres));
            builder.AddEdge(b, a, (int)Math.Round(metres * 100), new Metres(metres));
        }

        return builder.Build();
    }

    internal static IEnumerable<string[]> Rows(string file)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        lines.ReadLine();
        while (lines.ReadLine() is { } line)
        {
            yield return line.Split(',');
        }
    }

    internal static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
