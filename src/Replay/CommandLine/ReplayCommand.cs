using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using O2O.Dispatch.Geo.Files;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Matching.Policies;
using O2O.Dispatch.Replay.Checks;
using O2O.Dispatch.Replay.Reports;
using O2O.Dispatch.Simulation.CommandLine;
using O2O.Dispatch.Storage;

namespace O2O.Dispatch.Replay.CommandLine;

/// <summary>The command line: replays a period of a city, or checks a store that a replay kept.</summary>
public static class ReplayCommand
{
    private const string About = """
        Replays a period of a city in virtual time, through the same grains, store, outbox and ledger that serve real customers, and reports how well it was served.

        Without --rides it plays a generated city. Examples:

          dotnet run -c Release --project src/Replay
          dotnet run -c Release --project src/Replay -- --vehicles 400 --policy batched --seed 7
          dotnet run -c Release --project src/Replay -- --rides rides.csv.gz --roads data --from 2013-01-01T00:30 --to 2013-01-01T01:30 \
              --vehicles 5500 --policy batched --window-seconds 5 --patience-seconds 300 --time-factor 1.65 --seed 1 --report out.json
          dotnet run -c Release --project src/Replay -- --vehicles 200 --compare nearest,batched,reassign --html compare.html
          dotnet run -c Release --project src/Replay -- --mix ride=70,delivery=20,home=5,store=5
          dotnet run -c Release --project src/Replay -- --store city.db            (kept; killed half-way, it goes on with --resume)
          dotnet run -c Release --project src/Replay -- check --store city.db

        Exit codes: 0 all is well, 1 something that must hold does not, 2 an option is wrong, 3 an input file or store cannot be used.
        """;

    /// <summary>Runs it.</summary>
    /// <param name="args">As typed.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="error">Where faults go.</param>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var root = Root(output, error);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            foreach (var fault in parsed.Errors)
            {
                error.WriteLine(fault.Message);
            }

            error.WriteLine("Say --help for the options.");
            return ExitCodes.BadOption;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (ReplayFault fault)
        {
            error.WriteLine(fault.Message);
            return fault.ExitCode;
        }
        catch (Exception fault) when (fault is InputFileException or ZoneException or RoadNetworkException or StoreOpenException)
        {
            error.WriteLine(fault.Message);
            return ExitCodes.BadInput;
        }
    }

    private static RootCommand Root(TextWriter output, TextWriter error)
    {
        var rides = Text("--rides", "FILE", "Trips file, .csv or .csv.gz: this project's rides format, or the TLC's yellow-cab records of 2009 to 2016. Without it the generated city is played.");
        var roads = Text("--roads", "DIR", "Folder with manhattan_nodes.csv.gz and manhattan_edges.csv.gz.");
        var osm = Text("--osm", "FILE", "Roads from OpenStreetMap, .osm.pbf or .osm, instead of --roads.");
        var nodes = Text("--nodes", "FILE", "Road nodes (node_id, lat, lon), instead of the one in --roads.");
        var edges = Text("--edges", "FILE", "Road edges (from_node, to_node, freeflow_s), instead of the one in --roads.");
        var zones = Text("--zones", "FILE", "GeoJSON of the service area. Default: everything within 500 m of a road node.");
        var from = Text("--from", "TIME", "Start of the period, for instance 2013-01-01T00:30, in the file's local time. Needed with --rides; generated city: 2024-05-17T18:00.");
        var to = Text("--to", "TIME", "End of the period, exclusive. Needed with --rides; generated city: an hour after --from.");
        var vehicles = Text("--vehicles", "N", "How many vehicles, 1 to 100000. Default: 300. With --rides they start at drop-offs of rides before --from, drawn by the seed.");
        var policy = Text("--policy", "NAME", $"Matching policy: {string.Join(", ", MatchingPolicies.All.Select(known => known.Name))}. Default: nearest.");
        var window = Text("--window-seconds", "S", "Between two rounds of matching, 0.1 to 300. Default: as the policy chooses, which may differ from round to round.");
        var patience = Text("--patience-seconds", "S", "From request to pick-up, 1 to 86400: who cannot be met in time is lost. Default: 300.");
        var factor = Text("--time-factor", "F", "Travel times as a multiple of those on an empty road, 0.1 to 20. Default: 1.");
        var seed = Text("--seed", "N", "Decides everything that chance decides: one seed, one run. Default: 1.");
        var perHour = Text("--requests-per-hour", "N", "Requests of the generated city, 1 to 100000 an hour. Default: 2000.");
        var mix = Text("--mix", "SHARES", "What the requests are for, in percent: ride=70,delivery=20,home=5,store=5. Default: ride=100.");
        var acceptance = Text("--acceptance", "P", "How likely a provider accepts an offer, 0 to 1. Default: 1.");
        var report = Text("--report", "FILE", "Writes the report as JSON.");
        var compare = Text("--compare", "P1,P2,...", "Plays these policies one after another, under the same seed, and shows them side by side; with --html as a page with plots.");
        var html = Text("--html", "FILE", "Writes an HTML page with figures and plots. Default with --compare: compare.html.");
        var store = Text("--store", "FILE", "Keeps the store in FILE, grain state in FILE.grains, the bank's memory in FILE.bank. Default: the same store in memory.");
        var resume = new Option<bool>("--resume") { Description = "Goes on with --store FILE after a crash: time is set to its last commit." };
        var skip = new Option<bool>("--skip-bad-rows") { Description = "Leaves out broken rows of the input files and counts them." };
        var acks = Text("--ack-log", "FILE", "Appends every acknowledged command as a line of JSON, for checks after a crash.");
        var gateway = Text("--gateway", "NAME", "Who takes the money: in_process, or sandbox, the payment sandbox over HTTP on this machine, with the client that production has (its hash is not promised). Default: in_process.");
        var quiet = new Option<bool>("--quiet") { Description = "No progress." };
        var root = new RootCommand(About)
        {
            rides, roads, osm, nodes, edges, zones, from, to, vehicles, policy, window, patience, factor, seed, perHour, mix, acceptance, compare, report, html, store, resume, skip, acks, gateway, quiet,
        };
        root.SetAction(parsed =>
        {
            var read = new OptionReader();
            var playsRides = parsed.GetValue(rides) is not null;
            var defaults = new ReplayOptions();
            var directory = read.Path("--roads", parsed.GetValue(roads));
            var chosen = read.OneOf("--policy", parsed.GetValue(policy), defaults.Policy, [.. MatchingPolicies.All.Select(known => known.Name)]);
            foreach (var (option, name) in new[] { (from, "--from"), (to, "--to"), (vehicles, "--vehicles") })
            {
                if (playsRides && parsed.GetValue(option) is null)
                {
                    read.Fault($"{name} is needed with --rides.");
                }
            }

            var compared = parsed.GetValue(compare) is { } names
                ? names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(name => read.OneOf("--compare", name, defaults.Policy, [.. MatchingPolicies.All.Select(known => known.Name)])).Distinct().ToList()
                : [];
            if (parsed.GetValue(compare) is not null && compared.Count == 0)
            {
                read.Fault("--compare names no policy.");
            }

            if (compared.Count > 0 && parsed.GetValue(policy) is not null)
            {
                read.Fault("--compare names the policies; --policy does not go with it.");
            }

            var begin = read.Time("--from", parsed.GetValue(from), defaults.From);
            var options = new ReplayOptions
            {
                Rides = read.Path("--rides", parsed.GetValue(rides)),
                OpenStreetMap = read.Path("--osm", parsed.GetValue(osm)),
                Nodes = read.Path("--nodes", parsed.GetValue(nodes)) ?? (directory is null ? null : Path.Combine(directory, "manhattan_nodes.csv.gz")),
                Edges = read.Path("--edges", parsed.GetValue(edges)) ?? (directory is null ? null : Path.Combine(directory, "manhattan_edges.csv.gz")),
                Zones = read.Path("--zones", parsed.GetValue(zones)),
                From = begin,
                To = read.Time("--to", parsed.GetValue(to), begin + TimeSpan.FromHours(1)),
                Vehicles = read.Whole("--vehicles", parsed.GetValue(vehicles), defaults.Vehicles, 1, 100_000),
                Policy = chosen,
                Window = read.SecondsOrNone("--window-seconds", parsed.GetValue(window), 0.1, 300),
                Patience = read.Seconds("--patience-seconds", parsed.GetValue(patience), defaults.Patience, 1, 86_400),
                TimeFactor = read.Number("--time-factor", parsed.GetValue(factor), defaults.TimeFactor, 0.1, 20),
                Seed = read.Seed("--seed", parsed.GetValue(seed), defaults.Seed),
                RequestsPerHour = read.Number("--requests-per-hour", parsed.GetValue(perHour), defaults.RequestsPerHour, 1, 100_000),
                Mix = read.Mix("--mix", parsed.GetValue(mix), defaults.Mix),
                Providers = defaults.Providers with { AcceptProbability = read.Number("--acceptance", parsed.GetValue(acceptance), 1, 0, 1) },
                Compare = compared,
                Html = read.Path("--html", parsed.GetValue(html)) ?? (compared.Count > 0 ? "compare.html" : null),
                Report = read.Path("--report", parsed.GetValue(report)),
                Store = read.Path("--store", parsed.GetValue(store)),
                Resume = parsed.GetValue(resume),
                SkipBadRows = parsed.GetValue(skip),
                AckLog = read.Path("--ack-log", parsed.GetValue(acks)),
                Gateway = read.OneOf("--gateway", parsed.GetValue(gateway), defaults.Gateway, [ReplayOptions.ProcessGateway, ReplayOptions.SandboxGateway]),
                Quiet = parsed.GetValue(quiet),
            };
            List<string> faults = [.. read.Faults, .. options.Faults()];
            if (faults.Count > 0)
            {
                throw new ReplayFault(ExitCodes.BadOption, string.Join(Environment.NewLine, faults));
            }

            return ReplayConsole.Run(options, output, error);
        });

        var checkStore = Text("--store", "FILE", "The store that a replay kept.");
        var checkAcks = Text("--ack-log", "FILE", "Its journal of acknowledged commands.");
        var check = new Command("check", "Checks a store that a replay kept: every job at an end, no acknowledged command lost, no double capture, the books balance.") { checkStore, checkAcks };
        check.SetAction(parsed => parsed.GetValue(checkStore) is { Length: > 0 } file
            ? StoreCheck.Run(file, parsed.GetValue(checkAcks), output)
            : throw new ReplayFault(ExitCodes.BadOption, "--store FILE is needed: the store to check."));
        root.Subcommands.Add(check);
        return root;
    }

    private static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}
