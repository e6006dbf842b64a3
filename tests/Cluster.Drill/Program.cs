using System.Globalization;
using O2O.Dispatch.Clusters.Drill;

// Usage: drill <port base> <data> <nodes> <jobs> <providers> <seed> <market> <look s> <road s> <older binaries or nothing> <fault>... . scripts/cluster-drill.sh is its front.
if (args is ["faults"])
{
    foreach (var (name, what) in Faults.Names)
    {
        Console.WriteLine($"  {name,-14} {what}");
    }

    return 0;
}

if (args.Length < 11)
{
    Console.Error.WriteLine("Run scripts/cluster-drill.sh; --help tells how.");
    return 2;
}

foreach (var unknown in args[10..].Where(fault => !Faults.Names.ContainsKey(fault)))
{
    Console.Error.WriteLine($"There is no fault '{unknown}'; there are {string.Join(", ", Faults.Names.Keys)}.");
    return 2;
}

if (args[9].Length == 0 && args[10..].Any(Faults.NeedsOlder))
{
    Console.Error.WriteLine("For a round with an older version --older names its binaries.");
    return 2;
}

int Number(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);
TimeSpan Seconds(int index) => TimeSpan.FromSeconds(Number(index));
var faults = await new ClusterDrill(new DrillSettings(Number(0), args[1], [.. args[2].Split(',').Select(node => new Uri(node))], Number(3), Number(4), args[10..], Number(5), args[6], Seconds(7), Seconds(8), args[9].Length == 0 ? null : args[9])).Run();
foreach (var fault in faults)
{
    Console.WriteLine($"FAILED: {fault}");
}

return faults.Count == 0 ? 0 : 1;
