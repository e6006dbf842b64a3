using System.Globalization;
using O2O.Dispatch.Geo.Bench;
using O2O.Dispatch.Matching.Bench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var commands = new SortedDictionary<string, (string Says, Action<string[]> Run)>(StringComparer.Ordinal)
{
    ["index"] = ("the live index: ten nearest, reports, both at once, beside a look at all (about 30 s)", _ => IndexBench.Run()),
    ["redis"] = ("the live index beside GEOSEARCH and GEOADD of redis-server, which it starts and ends (about 30 s)", _ => RedisBench.Run()),
    ["zones"] = ("point in zone over the 263 zones of New York, beside an STR tree of prepared polygons (about 10 s)", _ => ZonesBench.Run()),
    ["snap"] = ("nearest place on the roads of Manhattan, beside an STR tree of lines (about 20 s)", _ => SnapBench.Run()),
    ["osm"] = ("reads the OpenStreetMap extract named after it and says what came of it", OsmBench.Run),
};
if (args is ["all"] or [])
{
    args = [];
}
else if (!commands.ContainsKey(args[0]))
{
    Console.WriteLine("Geo.Bench [command]: without one, all but osm.");
    foreach (var (name, (says, _)) in commands)
    {
        Console.WriteLine($"  {name,-6} {says}");
    }

    return args[0] is "--help" or "-h" ? 0 : 1;
}

Console.WriteLine($"{Machine.Describe()}; load {(File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown")}");
Console.WriteLine("Processor time of the working thread, medians of interleaved rounds, unless it says otherwise.");
foreach (var (name, (_, run)) in commands.Where(c => args.Length > 0 ? c.Key == args[0] : c.Key != "osm"))
{
    Console.WriteLine($"[{name}]");
    run(args.Length > 0 ? args[1..] : []);
}

return 0;
