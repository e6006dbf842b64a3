using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.Extensions.Options;
using O2O.Dispatch.AllInOne.Hosting;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Geo.Files;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Matching.Policies;
using O2O.Dispatch.Simulation.CommandLine;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Redis;

namespace O2O.Dispatch.AllInOne.CommandLine;

/// <summary>The command line of the live service in one process.</summary>
public static class AllInOneCommand
{
    private const string About = """
        Serves the dispatch backend in one process, with a simulated city already at work: HTTP API, hubs and pages on one port, metrics on another.

        Without options it plays a generated city and keeps its data in ./data/allinone; killed or stopped, it goes on from there. Examples:

          dotnet run -c Release --project src/AllInOne
          dotnet run -c Release --project src/AllInOne -- --data ../shared/data --speed 10
          dotnet run -c Release --project src/AllInOne -- --memory --vehicles 100 --requests-per-hour 500
          dotnet run -c Release --project src/AllInOne -- --postgres "Host=localhost;Database=dispatch;Username=dispatch"
          dotnet run -c Release --project src/AllInOne -- token --role ops
          dotnet run -c Release --project src/AllInOne -- ledger verify

        Exit codes: 0 stopped, 1 it could not go on, 2 an option is wrong, 3 a file, store or port cannot be used.
        """;

    private const int GeneratedVehicles = 400;
    private const int NightVehicles = 5_500;

    /// <summary>Runs it.</summary>
    /// <param name="args">As typed.</param>
    /// <param name="output">Where progress and answers go.</param>
    /// <param name="error">Where faults go.</param>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    public static async Task<int> Run(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Root(output).Parse(args);
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
            // The host itself listens to Ctrl+C; a second listener would end the process before it has stopped.
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (StartFault fault)
        {
            error.WriteLine(fault.Message);
            return fault.ExitCode;
        }
        catch (OptionsValidationException fault)
        {
            error.WriteLine(string.Join(Environment.NewLine, fault.Failures));
            return ExitCodes.BadOption;
        }
        catch (Exception fault) when (fault is InputFileException or ZoneException or RoadNetworkException or StoreOpenException or StoreUnavailableException or StoreFaultException)
        {
            error.WriteLine(fault.Message);
            return ExitCodes.Unusable;
        }
    }

    private static RootCommand Root(TextWriter output)
    {
        var urls = Text("--urls", "URLS", "Where to listen, for instance http://0.0.0.0:8080; several with ';'. Default: http://127.0.0.1:8080.");
        var port = Text("--port", "N", "Listens on this port of 127.0.0.1, instead of --urls. 0 takes a free one. Default: 8080.");
        var opsPort = Text("--ops-port", "N", "Metrics and health on this port of 127.0.0.1; 0 for nowhere. Default: 8081.");
        var dataDirectory = Text("--data-dir", "DIR", "Folder of what is kept; created when it is not there. Default: ./data/allinone.");
        var memory = new Option<bool>("--memory") { Description = "Keeps nothing: everything is in memory and gone with the process." };
        var postgres = Text("--postgres", "CONNECTION", "Keeps jobs, ledger and grain state in PostgreSQL instead of SQLite.");
        var redis = Text("--redis", "HOST:PORT", "Keeps the last places of providers in Redis, so that matching goes on with them at once after a restart, and tells other nodes there what happens.");
        var data = Text("--data", "DIR", "Plays the real New York night of this folder (nyc_rides_20130101_0000_0145.csv.gz, manhattan_nodes.csv.gz, manhattan_edges.csv.gz), again and again.");
        var speed = Text("--speed", "N", "How many times as fast as the wall's clock, 1 to 100; every time the service tells runs as fast. Default: 1.");
        var vehicles = Text("--vehicles", "N", $"Simulated vehicles, 1 to 20000. Default: {NightVehicles} with --data, else {GeneratedVehicles}.");
        var perHour = Text("--requests-per-hour", "N", "Requests of the generated city on the average of a day, 1 to 100000 an hour. Default: 2000.");
        var seed = Text("--seed", "N", "Decides what chance decides in the city. A data folder keeps its own. Default: 1.");
        var mix = Text("--mix", "SHARES", $"What simulated customers ask for, in percent. Default: {new AllInOneOptions().Mix}.");
        var policy = Text("--policy", "NAME", $"Matching policy of rides: {string.Join(", ", MatchingPolicies.All.Select(known => known.Name))}. Default: batched.");
        var window = Text("--window-seconds", "S", "Between two rounds of matching rides, 0.1 to 300. Default: 2; with --policy alone as the policy chooses.");
        window.Aliases.Add("--window");
        var noSimulation = new Option<bool>("--no-simulation") { Description = "The platform alone: nobody is simulated." };
        var keyFile = Text("--key-file", "FILE", "Keys that sign tokens; made when it is not there. Default: signing-keys.json in the data folder.");
        var signIn = Text("--dev-sign-in", "on|off", "Whether anybody may sign in as anybody, as the pages do. Default: on as long as only this machine can reach the service, else off.");
        var log = Text("--log", "FORMAT", "Logs as text or json (an object a line). Default: text.");
        var quiet = new Option<bool>("--quiet") { Description = "Writes nothing but faults." };
        var root = new RootCommand(About)
        {
            urls, port, opsPort, dataDirectory, memory, postgres, redis, data, speed, vehicles, perHour, seed, mix, policy, window, noSimulation, keyFile, signIn, log, quiet,
        };
        root.SetAction(async (parsed, cancellationToken) =>
        {
            var read = new OptionReader();
            var defaults = new AllInOneOptions();
            var shared = read.Path("--data", parsed.GetValue(data));
            var listen = Urls(read, parsed.GetValue(urls), parsed.GetValue(port)) ?? defaults.Urls;
            var options = new AllInOneOptions
            {
                Urls = listen,
                OpsPort = read.Whole("--ops-port", parsed.GetValue(opsPort), defaults.OpsPort, 0, 65_535),
                DataDirectory = read.Path("--data-dir", parsed.GetValue(dataDirectory)) ?? defaults.DataDirectory,
                InMemory = parsed.GetValue(memory),
                Postgres = read.Path("--postgres", parsed.GetValue(postgres)),
                Redis = read.Path("--redis", parsed.GetValue(redis)),
                SharedData = shared,
                Speed = read.Number("--speed", parsed.GetValue(speed), defaults.Speed, 1, 100),
                Vehicles = read.Whole("--vehicles", parsed.GetValue(vehicles), shared is null ? GeneratedVehicles : NightVehicles, 1, 20_000),
                RequestsPerHour = read.Number("--requests-per-hour", parsed.GetValue(perHour), defaults.RequestsPerHour, 1, 100_000),
                Seed = read.Seed("--seed", parsed.GetValue(seed), defaults.Seed),
                Mix = read.Mix("--mix", parsed.GetValue(mix), defaults.Mix),
                Policy = read.OneOf("--policy", parsed.GetValue(policy), defaults.Policy, [.. MatchingPolicies.All.Select(known => known.Name)]),
                Window = parsed.GetValue(window) is null && parsed.GetValue(policy) is null ? defaults.Window : read.SecondsOrNone("--window-seconds", parsed.GetValue(window), 0.1, 300),
                MatchingSaid = parsed.GetValue(policy) is not null || parsed.GetValue(window) is not null,
                NoSimulation = parsed.GetValue(noSimulation),
                KeyFile = read.Path("--key-file", parsed.GetValue(keyFile)),
                DevelopmentSignIn = parsed.GetValue(signIn) is { } said ? read.OneOf("--dev-sign-in", said, "off", ["on", "off"]) == "on" : null,
                JsonLogs = read.OneOf("--log", parsed.GetValue(log), "text", ["text", "json"]) == "json",
                Quiet = parsed.GetValue(quiet),
            };
            if (shared is not null && parsed.GetValue(perHour) is not null)
            {
                read.Fault("--requests-per-hour goes with the generated city; the night of --data has its own requests.");
            }

            foreach (var fault in options.Redis is { } server ? new RedisOptions { Configuration = server }.Faults() : [])
            {
                read.Fault($"--redis: {fault}");
            }

            if (options.InMemory && options.Postgres is not null)
            {
                read.Fault("--memory and --postgres do not go together: say where to keep the data, or that it is not kept.");
            }

            if (options.InMemory && parsed.GetValue(dataDirectory) is not null)
            {
                read.Fault("--memory and --data-dir do not go together: say where to keep the data, or that it is not kept.");
            }

            if (read.Faults.Count > 0)
            {
                throw new StartFault(ExitCodes.BadOption, string.Join(Environment.NewLine, read.Faults));
            }

            return await LiveHost.Run(options, options.Quiet ? TextWriter.Null : output, cancellationToken);
        });
        root.Subcommands.Add(TokenCommand.Make(output));
        root.Subcommands.Add(LedgerCommand.Make(output));
        return root;
    }

    private static IReadOnlyList<string>? Urls(OptionReader read, string? urls, string? port)
    {
        if (port is not null)
        {
            if (urls is not null)
            {
                read.Fault("--port and --urls do not go together: a URL has its port.");
            }

            return [string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{read.Whole("--port", port, 8_080, 0, 65_535)}")];
        }

        if (urls is null)
        {
            return null;
        }

        var said = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var url in said)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
            {
                read.Fault($"--urls: '{url}' is not a URL like http://127.0.0.1:8080. (HTTPS is a reverse proxy's work.)");
            }
        }

        if (said.Length == 0)
        {
            read.Fault("--urls: at least one URL is expected.");
        }

        return said;
    }

    private static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}
