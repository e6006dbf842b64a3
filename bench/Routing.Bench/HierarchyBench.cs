using System.Diagnostics;
using System.Globalization;
using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching.Bench;

namespace O2O.Dispatch.Routing.Bench;

/// <summary>The hierarchy, the table of all pairs and, when one is named, a peer program, on the same networks, times and pairs.</summary>
internal static class HierarchyBench
{
    private const int TableSide = 100;
    private const int Pairs = 10_000;

    public static void Run(string name, RoadNetwork network, string? peer)
    {
        Console.WriteLine($"{name}: {network.NodeCount:N0} nodes, {network.EdgeCount:N0} edges");
        var edges = EdgeTimes.Scaled(network, 1);
        var random = new SeededRandom(1);
        var (from, to) = (new int[Pairs], new int[Pairs]);
        for (var i = 0; i < Pairs; i++)
        {
            (from[i], to[i]) = (random.NextInt(network.NodeCount), random.NextInt(network.NodeCount));
        }

        var (left, right) = (from[..TableSide], to[^TableSide..]);
        var start = Machine.Clock();
        var hierarchy = RoadHierarchy.Build(network);
        var order = Machine.Clock() - start;
        Console.WriteLine($"  {hierarchy.ArcCount:N0} arcs, {hierarchy.Height} nodes on the longest way to the root");

        var times = HierarchyTravelTimes.Build(hierarchy, edges);
        var ours = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["order_ms"] = order,
            ["customise_ms"] = Machine.Best(15, () => times = HierarchyTravelTimes.Build(hierarchy, edges)),
        };
        long sum = 0;
        ours["point_us"] = Machine.Best(7, () =>
        {
            sum = 0;
            for (var i = 0; i < Pairs; i++)
            {
                sum += times.Milliseconds(from[i], to[i]);
            }
        }) * 1e3 / Pairs;
        var table = new int[TableSide * TableSide];
        ours["table_ms"] = Machine.Best(25, () => times.ManyToMany(left, right, table));
        var tableSum = table.Sum(time => (long)time);
        ours["path_us"] = Machine.Best(7, () =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                times.Path(from[i], to[i]);
            }
        });

        var theirs = peer is null ? [] : Peer(peer, network, edges, from, to, left, right);
        foreach (var (key, text) in new[]
        {
            ("order_ms", "order and shortcuts, once per network, ms"), ("customise_ms", "new times put in, ms"), ("point_us", "point to point, us"), ("table_ms", $"{TableSide}x{TableSide} table, ms"), ("path_us", "path with its nodes, us"),
        })
        {
            var beside = theirs.TryGetValue(key, out var other) ? $"{other,10:N2}   {ours[key] / other:N2} of the peer" : "";
            Console.WriteLine($"  {text,-52}{ours[key],10:N2}{beside}");
        }

        if (theirs.TryGetValue("point_sum", out var pointSum) && ((long)pointSum != sum || (long)theirs["table_sum"] != tableSum))
        {
            Console.WriteLine($"  MISMATCH with the peer: {sum} and {pointSum}, {tableSum} and {theirs["table_sum"]}");
        }

        var all = Enumerable.Range(0, network.NodeCount).ToArray();
        var column = new int[all.Length];
        Show("all nodes to one", Machine.Best(7, () => times.ManyToOne(all, to[0], column)) * 1e3, "us");
        if (network.NodeCount <= AllPairsTravelTimes.LargestNodeCount)
        {
            var watch = Stopwatch.StartNew();
            var pairs = AllPairsTravelTimes.Build(network, 1);
            Show("table of all pairs by searches, all cores, wall", watch.ElapsedMilliseconds, "ms");
            Show("table of all pairs, one thread", Machine.Best(2, () => AllPairsTravelTimes.Build(times, threads: 1)), "ms");
            watch.Restart();
            AllPairsTravelTimes.Build(times);
            Show("the same on all cores, wall", watch.ElapsedMilliseconds, "ms");
            long check = 0;
            var look = Machine.Best(25, () =>
            {
                check = 0;
                for (var i = 0; i < Pairs; i++)
                {
                    check += pairs.Milliseconds(from[i], to[i]);
                }
            });
            Show("  look-up of a random pair", look * 1e6 / Pairs, "ns");
            Show($"  {TableSide}x{TableSide} table", Machine.Best(25, () => pairs.ManyToMany(left, right, table)) * 1e3, "us");
            Console.WriteLine(check == sum ? "  both give the same times" : "  MISMATCH between the table and the hierarchy");
        }
    }

    /// <summary>Holds the hierarchy against the textbook search on 10,000 random pairs, so many from one start.</summary>
    public static bool Check(string name, RoadNetwork network, int pairsPerStart)
    {
        var edges = EdgeTimes.Scaled(network, 1.37);
        var times = HierarchyTravelTimes.Build(RoadHierarchy.Build(network), edges);
        var plain = new PlainSearch(network, edges);
        var random = new SeededRandom(2);
        var wrong = 0;
        for (var i = 0; i < Pairs; i += pairsPerStart)
        {
            var from = random.NextInt(network.NodeCount);
            var expected = plain.From(from);
            for (var j = 0; j < pairsPerStart; j++)
            {
                var to = random.NextInt(network.NodeCount);
                wrong += times.Milliseconds(from, to) == expected[to] ? 0 : 1;
            }

            if (i % 1_000 == 0)
            {
                Console.Error.Write($"\r  {name}: {i:N0} of {Pairs:N0} pairs");
            }
        }

        Console.Error.WriteLine();
        Console.WriteLine($"{name}: {Pairs:N0} random pairs, {wrong} differ from a plain Dijkstra search");
        return wrong == 0;
    }

    private static void Show(string what, double value, string unit) => Console.WriteLine($"  {what + ", " + unit,-52}{value,10:N2}");

    /// <summary>
    /// Runs the peer. It is given a file: nodes and edges; a line per node, longitude and latitude; a line per edge, tail, head, milliseconds; the number of
    /// pairs and a line for each; the side of the table and a line for each row and column. It prints lines of a name and a number: order_ms, customise_ms, point_us,
    /// point_sum, table_ms, table_sum, path_us.
    /// </summary>
    private static Dictionary<string, double> Peer(string program, RoadNetwork network, int[] edges, int[] from, int[] to, int[] left, int[] right)
    {
        var file = Path.GetTempFileName();
        try
        {
            using (var writer = new StreamWriter(file))
            {
                writer.WriteLine($"{network.NodeCount} {network.EdgeCount}");
                for (var node = 0; node < network.NodeCount; node++)
                {
                    writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{network.Point(node).Longitude} {network.Point(node).Latitude}"));
                }

                for (var node = 0; node < network.NodeCount; node++)
                {
                    for (var edge = network.FirstOut[node]; edge < network.FirstOut[node + 1]; edge++)
                    {
                        writer.WriteLine($"{node} {network.Heads[edge]} {edges[edge]}");
                    }
                }

                writer.WriteLine(from.Length);
                for (var i = 0; i < from.Length; i++)
                {
                    writer.WriteLine($"{from[i]} {to[i]}");
                }

                writer.WriteLine(left.Length);
                for (var i = 0; i < left.Length; i++)
                {
                    writer.WriteLine($"{left[i]} {right[i]}");
                }
            }

            using var process = Process.Start(new ProcessStartInfo(program, [file]) { RedirectStandardOutput = true })
                ?? throw new InvalidOperationException($"The peer program {program} did not start.");
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
                .ToDictionary(line => line[0], line => double.Parse(line[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
