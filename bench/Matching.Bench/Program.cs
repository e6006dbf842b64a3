using System.Diagnostics;
using System.Globalization;
using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching.Bench;

// Measures the table of travel times, single rounds, a real hour of rounds, and the solver beside SciPy. Takes well under a minute.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var data = Data.Folder();
Console.WriteLine($"{Machine.Describe()}");
RoadNetwork network;
if (data is null)
{
    Console.WriteLine("skipped: the real roads and rides, ../shared/data is not there; the generated city stands in for the roads");
    network = GeneratedCity.Create().Network;
}
else
{
    network = RoadCsvReader.Read(Path.Combine(data, "manhattan_nodes.csv.gz"), Path.Combine(data, "manhattan_edges.csv.gz")).Network;
}

var watch = Stopwatch.StartNew();
var times = AllPairsTravelTimes.Build(network, 1.65);
var (wall, processor) = (watch.ElapsedMilliseconds, Machine.Best(1, () => times = AllPairsTravelTimes.Build(network, 1.65, threads: 1)));
Console.WriteLine(
    $"travel-time table: {network.NodeCount:N0} nodes, {network.EdgeCount:N0} edges: {processor:N0} ms of processor time; {Environment.ProcessorCount} threads took {wall:N0} ms on the wall");

if (args.Contains("--hours"))
{
    if (data is not null)
    {
        RealHour.Run(times, network, data, args);
    }

    return;
}

SolverBench.Run(times);
RoundBench.Run(times);
if (data is not null)
{
    RealHour.Run(times, network, data, args);
}
