using System.Globalization;
using O2O.Dispatch.Drill;
using O2O.Dispatch.Testing;

// Usage: drill <AllInOne.dll> <sqlite|postgres> <rounds> <seed> <folder>. scripts/live-drill.sh is its front.
if (args.Length != 5)
{
    Console.Error.WriteLine("Run scripts/live-drill.sh; --help tells how.");
    return 2;
}

var settings = new DrillSettings(args[0], args[1] == "postgres", int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture), args[4]);
using var server = settings.OnPostgres ? new PostgresServer() : null;
var faults = await new LiveDrill(settings, server?.Database()).Run();
foreach (var fault in faults)
{
    Console.WriteLine($"FAILED: {fault}");
}

return faults.Count == 0 ? 0 : 1;
