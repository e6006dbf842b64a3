using System.Data.Common;
using System.Globalization;
using O2O.Dispatch.Client.Problems;
using O2O.Dispatch.LoadTests;
using O2O.Dispatch.Pushes.Drill;

// Usage: drill <nodes> <store> <clients> <drops> <rounds> <shortest away> <longest away> <orders a second> <resume limit> <seed> <folder>; times are seconds. scripts/push-drill.sh is its front.
if (args.Length != 11)
{
    Console.Error.WriteLine("Run scripts/push-drill.sh; --help tells how.");
    return 2;
}

int Whole(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);
double Number(int index) => double.Parse(args[index], CultureInfo.InvariantCulture);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};
try
{
    var faults = await new PushDrill(new DrillSettings
    {
        Nodes = [.. args[0].Split(',').Select(node => new Uri(node))],
        Store = args[1],
        Clients = Whole(2),
        Drops = Whole(3),
        Rounds = Whole(4),
        ShortestAway = TimeSpan.FromSeconds(Number(5)),
        LongestAway = TimeSpan.FromSeconds(Number(6)),
        OrdersPerSecond = Number(7),
        ResumeLimit = TimeSpan.FromSeconds(Number(8)),
        Seed = Whole(9),
        Folder = args[10],
    }).Run(stop.Token);
    foreach (var fault in faults)
    {
        Console.WriteLine($"FAILED: {fault}");
    }

    return faults.Count == 0 ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped before the end: nothing was looked at.");
    return 1;
}
catch (Exception fault) when (fault is LoadTestFault or DispatchProblemException or HttpRequestException or TimeoutException or DbException)
{
    Console.Error.WriteLine($"The drill broke off: {fault.Message}");
    return 1;
}
