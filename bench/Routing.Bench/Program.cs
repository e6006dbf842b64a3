using System.Globalization;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Matching.Bench;
using O2O.Dispatch.Routing.Bench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var command = args.FirstOrDefault(a => !a.StartsWith('-')) is { } first && Array.IndexOf(args, first) == 0 ? first : "times";
string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
if (args.Contains("--help") || command is not ("times" or "check" or "learn"))
{
    Console.WriteLine(
        """
        Routing.Bench [times] [--nodes n] [--peer program]   the hierarchy and the table of all pairs: making, single times, tables, paths (a minute)
        Routing.Bench check [--nodes n]                      10,000 random pairs per network against a plain Dijkstra search (some minutes)
        Routing.Bench learn                                  factors learned from real rides; the error on others before and after (half a minute)

        --nodes n        size of the generated network, default 200000
        --peer program   another router, built outside this project, run on the same networks; what it reads and prints is told in HierarchyBench.cs
        O2O_SHARED_DATA  folder of the real roads, default ../shared/data beside the checkout
        """);
    return args.Contains("--help") ? 0 : 2;
}

Console.WriteLine(Machine.Describe());
if (File.Exists("/proc/loadavg"))
{
    Console.WriteLine($"load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}; figures are processor time of the working thread, the least of several runs");
}

var data = Data.Folder();
if (command == "learn")
{
    if (data is null)
    {
        Console.WriteLine("skipped: the real rides, ../shared/data is not there");
        return 0;
    }

    LearnBench.Run(data);
    return 0;
}

var size = int.Parse(Option("--nodes") ?? "200000", CultureInfo.InvariantCulture);
var networks = new List<(string Name, Func<RoadNetwork> Read, int PairsPerStart)>();
if (data is null)
{
    Console.WriteLine("skipped: the real roads, ../shared/data is not there");
}
else
{
    networks.Add(("Manhattan", () => RoadCsvReader.Read(Path.Combine(data, "manhattan_nodes.csv.gz"), Path.Combine(data, "manhattan_edges.csv.gz")).Network, 1));
    networks.Add(("Manhattan of Cargo", () => CargoRoads.Read(data), 1));
}

networks.Add(("Generated", () => GeneratedRoads.Create(size, 1), 10));
var peer = Option("--peer");
if (command == "times" && (peer is null || !File.Exists(peer)))
{
    Console.WriteLine(peer is null ? "no peer named (--peer program)" : $"skipped: the peer {peer} is not there");
    peer = null;
}

var right = true;
foreach (var (name, read, pairsPerStart) in networks)
{
    if (command == "check")
    {
        right &= HierarchyBench.Check(name, read(), pairsPerStart);
    }
    else
    {
        HierarchyBench.Run(name, read(), peer);
    }
}

return right ? 0 : 1;
