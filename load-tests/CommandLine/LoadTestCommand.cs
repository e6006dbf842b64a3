using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Runtime.InteropServices;
using O2O.Dispatch.LoadTests.Profiles;
using O2O.Dispatch.LoadTests.Results;

namespace O2O.Dispatch.LoadTests.CommandLine;

/// <summary>The command line of the load tests.</summary>
internal static class LoadTestCommand
{
    private const int MostAccounts = 100_000;

    private static readonly string About = $"""
        Puts a dispatch server under load: accounts are made through its API, customers and drivers work over HTTP and hubs as apps do, thresholds say pass or fail, and the accounts are removed.

        Profiles:
        {string.Join(Environment.NewLine, Profile.All.Select(profile => $"  {profile.Name,-16} {profile.About}"))}

        Examples:

          dotnet run -c Release --project load-tests -- smoke
          dotnet run -c Release --project load-tests -- evening-peak --server http://127.0.0.1:8080 --accounts 10000
          dotnet run -c Release --project load-tests -- overload --thresholds my-limits.json --out out-before
          dotnet run -c Release --project load-tests -- --compare out-before out-after
          dotnet run -c Release --project load-tests -- --remove out-before/accounts.txt --server http://127.0.0.1:8080

        Exit codes: 0 every threshold held, 1 one failed or the run was stopped, 2 an option or a file is wrong, 3 the server cannot be used or ended in the middle of the run.
        """;

    /// <summary>Runs it.</summary>
    /// <param name="args">As typed.</param>
    /// <param name="output">Where progress and results go.</param>
    /// <param name="error">Where faults go.</param>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    public static async Task<int> Run(string[] args, TextWriter output, TextWriter error)
    {
        using var stop = new CancellationTokenSource();

        // The first Ctrl+C ends the run, which still removes its accounts; the second ends the process.
        void OnSignal(PosixSignalContext signal)
        {
            signal.Cancel |= !stop.IsCancellationRequested;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        var parsed = Root(output, stop.Token).Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            foreach (var fault in parsed.Errors)
            {
                error.WriteLine(fault.Message);
            }

            error.WriteLine("Say --help for the options.");
            return ExitCodes.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, CancellationToken.None);
        }
        catch (LoadTestFault fault)
        {
            error.WriteLine(fault.Message);
            return fault.ExitCode;
        }
        catch (Exception fault) when (Calls.Status(fault) is { } status)
        {
            error.WriteLine($"The server could not be used ({status}): {fault.Message}");
            return ExitCodes.NoServer;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            error.WriteLine("Stopped.");
            return ExitCodes.Failed;
        }
    }

    private static RootCommand Root(TextWriter output, CancellationToken stop)
    {
        var profile = new Argument<string?>("profile") { Description = "What load: see above.", Arity = ArgumentArity.ZeroOrOne };
        var server = Text("--server", "URL", "A server that runs, with the development sign-in on. Without it, AllInOne is started on a free port with nobody simulated, and stopped at the end.");
        var store = Text("--store", "STORE", "Of a server that is started: memory, sqlite (a folder that is removed), or a connection string of PostgreSQL. Default: memory.");
        var accounts = Text("--accounts", "N", $"Customers and drivers together, 10 to {MostAccounts}. Default: the profile's.");
        var drivers = Text("--drivers", "N", "How many of the accounts drive, 1 and up. Default: one of five, 400 at the most.");
        var duration = Text("--duration", "TIME", "How long load comes: 90, 90s, 5m or 1h, from 5 s to 11 h, for sign-ins last 12 h. Default: the profile's.");
        var scale = Text("--scale", "X", "Times the profile's load, 0.01 to 1000. Default: 1.");
        var pace = Text("--pace", "X", "How many times as fast as traffic drivers drive, 1 to 100, so that trips end within a run. Default: 10.");
        var service = Text("--service-class", "NAME", "What is ordered and driven; it has to be a ride. Default: ride.");
        var seed = Text("--seed", "N", "Decides places and choices. Default: 1.");
        var thresholds = Text("--thresholds", "FILE", "What must hold, as JSON. Default: the profile's own file in load-tests/thresholds.");
        var folder = Text("--out", "DIR", "Where reports (TXT, CSV, MD, HTML) and stats.json go. Default: artifacts/load-tests/<profile>-<time>.");
        var compare = new Option<string[]?>("--compare")
        {
            HelpName = "A B", Description = "Sets the statistics of two runs side by side: their folders, or their stats.json.", Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true,
        };
        var remove = Text("--remove", "FILE", "Removes the accounts that a killed run has left: accounts.txt of its folder. Goes with --server.");
        var root = new RootCommand(About) { profile, server, store, accounts, drivers, duration, scale, pace, service, seed, thresholds, folder, compare, remove };
        root.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(compare) is { Length: 2 } two)
            {
                RunComparison.Print(RunSummary.Read(two[0]), RunSummary.Read(two[1]), output);
                return ExitCodes.Passed;
            }

            var read = new ValueReader();
            var address = parsed.GetValue(server) is { } url ? read.Url("--server", url) : null;
            if (parsed.GetValue(remove) is { } list)
            {
                if (parsed.GetValue(server) is null)
                {
                    read.Fault("--remove goes with --server: say whose accounts they are.");
                }

                read.Check();
                return await LeftBehind.Remove(address!, list, output, stop);
            }

            var chosen = Profile.All.FirstOrDefault(known => known.Name == parsed.GetValue(profile));
            if (chosen is null)
            {
                read.Fault($"{(parsed.GetValue(profile) is { } said ? $"'{said}' is no profile" : "No profile is said")}: one of {string.Join(", ", Profile.All.Select(known => known.Name))} is expected.");
                read.Check();
            }

            if (address is not null && parsed.GetValue(store) is not null)
            {
                read.Fault("--store is of a server that is started; --server names one that runs.");
            }

            var all = read.Whole("--accounts", parsed.GetValue(accounts), chosen!.Accounts, 10, MostAccounts);
            var settings = new LoadTestSettings
            {
                Profile = chosen.Name,
                Server = address,
                Store = parsed.GetValue(store) ?? "memory",
                Accounts = all,
                Drivers = read.Whole("--drivers", parsed.GetValue(drivers), Math.Clamp(all / 5, 1, 400), 1, all - 1),
                Duration = read.Duration("--duration", parsed.GetValue(duration), chosen.Duration, TimeSpan.FromSeconds(5), TimeSpan.FromHours(11)),
                Scale = read.Number("--scale", parsed.GetValue(scale), 1, 0.01, 1_000),
                Pace = read.Number("--pace", parsed.GetValue(pace), 10, 1, 100),
                ServiceClass = parsed.GetValue(service) ?? "ride",
                Seed = read.Whole("--seed", parsed.GetValue(seed), 1, 0, int.MaxValue),
                ThresholdsFile = parsed.GetValue(thresholds) ?? Path.Combine(AppContext.BaseDirectory, "thresholds", $"{chosen.Name}.json"),
                Out = parsed.GetValue(folder) ?? Path.Combine(
                    "artifacts", "load-tests", string.Create(CultureInfo.InvariantCulture, $"{chosen.Name}-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}")),
            };
            read.Check();
            return await LoadRun.Run(settings, chosen, output, stop);
        });
        return root;
    }

    private static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}
