using System.Diagnostics;
using System.Globalization;
using O2O.Dispatch.Payments.Drill;
using O2O.Dispatch.Testing;

// scripts/payment-drill.sh is its front. With "host" it is the process that is killed.
if (args is ["host", .. var told])
{
    return await DrillHost.Run(HostArguments.Parse(told));
}

if (args.Any(argument => argument is "--help" or "-h"))
{
    Console.Write(DrillOptions.Help);
    foreach (var (name, _, meaning) in FailPoints.All)
    {
        Console.WriteLine($"  {name,-17} {meaning}");
    }

    Console.WriteLine($"  {FailPoints.AnyMoment,-17} a kill at any instant");
    Console.WriteLine($"  {FailPoints.ServerRestart,-17} PostgreSQL is stopped with -m immediate and started again; the service goes on");
    return 0;
}

if (DrillOptions.Parse(args, out var wrong) is not { } options)
{
    Console.Error.WriteLine($"payment-drill: {wrong}");
    Console.Error.WriteLine("Say --help for the options.");
    return 2;
}

var folder = Directory.CreateTempSubdirectory("o2o-payment-drill-").FullName;
var clock = Stopwatch.StartNew();
var failed = 0;
foreach (var store in options.Stores)
{
    var points = options.Points.Where(point => store == "postgres" || point != FailPoints.ServerRestart).ToList();
    Console.WriteLine($"== {store}: {points.Count} points, {options.Rounds} rounds each, seed {options.Seed}, {options.Parallel} at a time");
    using var shared = store == "postgres" ? new PostgresServer(survivesPowerCut: false) : null;
    using var turns = new SemaphoreSlim(options.Parallel);
    var reports = await Task.WhenAll(points.Select(async point =>
    {
        await turns.WaitAsync();
        try
        {
            // Whoever stops a server uses one of its own.
            using var own = point == FailPoints.ServerRestart ? new PostgresServer() : null;
            var here = Path.Combine(folder, store, point);
            var most = FailPoints.All.FirstOrDefault(known => known.Name == point).Passes;
            var report = await Task.Run(() => new Cell(point, most, options, own ?? shared, here).Run());
            if (report.Faults.Count == 0 && !options.Keep)
            {
                Directory.Delete(here, recursive: true);
            }

            return report;
        }
        finally
        {
            turns.Release();
        }
    }));
    Console.WriteLine();
    Console.WriteLine($"| {store}: point | rounds | jobs | captures | refunds | tips | wallets, top-ups | transfers | longest recovery | faults |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
    foreach (var report in reports)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| `{report.Point}` | {report.Disturbed} of {report.Rounds} | {report.Jobs:N0} | {report.Captures:N0} | {report.Refunds:N0} | {report.Tips:N0} | {report.Wallets:N0}, {report.TopUps:N0} | {report.Transfers:N0} | {report.Longest.TotalSeconds:0.0} s | {report.Faults.Count} |"));
    }

    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| together | {reports.Sum(report => report.Disturbed):N0} | {reports.Sum(report => report.Jobs):N0} | {reports.Sum(report => report.Captures):N0} | {reports.Sum(report => report.Refunds):N0} | {reports.Sum(report => report.Tips):N0} | {reports.Sum(report => report.Wallets):N0}, {reports.Sum(report => report.TopUps):N0} | {reports.Sum(report => report.Transfers):N0} | {reports.Max(report => report.Longest).TotalSeconds:0.0} s | {reports.Sum(report => report.Faults.Count)} |"));
    Console.WriteLine();
    foreach (var fault in reports.SelectMany(report => report.Faults.Take(10)))
    {
        Console.WriteLine($"FAILED: {fault}");
        failed++;
    }
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(failed == 0 ? "All held" : $"It did not hold; stores and logs are in {folder}")}, {clock.Elapsed.TotalSeconds:0} s."));
if (failed == 0 && !options.Keep)
{
    Directory.Delete(folder, recursive: true);
}

return failed == 0 ? 0 : 1;
