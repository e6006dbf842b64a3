using System.Diagnostics;
using System.Globalization;
using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching.Bench;

// Measures the table of travel times, single rounds, a real hour of rounds, and the solver beside SciPy. Takes well under a minute.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Contains("--help"))
{
    Console.WriteLine(
        """
        Matching.Bench: travel-time table, solver beside SciPy, single rounds, whole hours of rounds. All figures are processor time of one thread.
          --explanations         only what explanations cost a round: medians of rounds with and without in turn
          --hours                only the hours
          --policies a,b,c       which; with parameters as in 'reposition:window=5;soon=60;penalty=10;swaps=3;period=20;places=0.7;shortest=60;longest=600;every=30' (seconds)
          --vehicles 5500,6000   how many
          --seeds 1,2            seeds of the vehicles' first places, of the seconds within a minute, and of the scaled sample
          --hour 2015            the 2015 sample scaled up instead of 2013-01-01 00:30 to 01:30
          --explain              rounds keep explanations too
          --cold                 rounds begin without the prices of the round before
        """);
    return;
}

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

if (args.Contains("--explanations"))
{
    RoundBench.Explanations(times);
    return;
}

SolverBench.Run(times);
RoundBench.Run(times);
RoundBench.Explanations(times);
if (data is not null)
{
    RealHour.Run(times, network, data, args);
}
