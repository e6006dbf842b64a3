using System.Globalization;
using O2O.Dispatch.Clusters.Drill;

// Usage: drill <port base> <data> <jobs> <providers> <seed> <market> <fault>... . scripts/cluster-drill.sh is its front.
if (args is ["faults"])
{
    foreach (var (name, what) in Faults.Names)
    {
        Console.WriteLine($"  {name,-14} {what}");
    }

    return 0;
}

if (args.Length < 7)
{
    Console.Error.WriteLine("Run scripts/cluster-drill.sh; --help tells how.");
    return 2;
}

foreach (var unknown in args[6..].Where(fault => !Faults.Names.ContainsKey(fault)))
{
    Console.Error.WriteLine($"There is no fault '{unknown}'; there are {string.Join(", ", Faults.Names.Keys)}.");
    return 2;
}

int Number(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);
var faults = await new ClusterDrill(new DrillSettings(Number(0), args[1], Number(2), Number(3), args[6..], Number(4), args[5])).Run();
foreach (var fault in faults)
{
    Console.WriteLine($"FAILED: {fault}");
}

return faults.Count == 0 ? 0 : 1;
