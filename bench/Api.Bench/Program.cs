using System.Globalization;
using O2O.Dispatch.Api.Bench;

const string Help = """
    Api.Bench                                  Location batches and quotes over HTTP, as ratios to an empty POST of the same body on the same host.
    Api.Bench quotes                           The quotes of these alone.
    Api.Bench offers URL [JOBS/S] [SECONDS]    From the request of a job to its offer at the provider's client, and from a cancelation to the client of the other side. Default: 100, 30.
    Api.Bench loop URL[,URL] JOBS/S SECONDS [PID,...]
                                               The whole life of so many jobs a second, from the request to captured, with the processor's time a job of these processes and of those that they
                                               started (of PostgreSQL that of the postmaster).
    Api.Bench stores [STORES]                  Near-me over so many stores in memory, beside a look at all of them. Default: 100000.

    offers and loop go against a server that runs, with the development sign-in; its accounts stay. With 20,000 vehicles that move:
      dotnet run -c Release --project src/AllInOne -- --memory --vehicles 20000 --port 8070
    """;

switch (args)
{
    case [] or ["quotes"]:
        await EndpointBench.Run(quotesAlone: args.Length > 0);
        return 0;
    case ["offers", var url, .. var rest] when Uri.TryCreate(url, UriKind.Absolute, out var server):
        await OfferBench.Run(server, rest.Length > 0 ? Number(rest[0]) : 100, TimeSpan.FromSeconds(rest.Length > 1 ? Number(rest[1]) : 30));
        return 0;
    case ["loop", var urls, var perSecond, var seconds, .. var processes] when urls.Split(',').All(url => Uri.IsWellFormedUriString(url, UriKind.Absolute)) && processes.Length <= 1:
        await LoopBench.Run(
            [.. urls.Split(',').Select(url => new Uri(url))],
            Number(perSecond),
            TimeSpan.FromSeconds(Number(seconds)),
            [.. processes.SelectMany(list => list.Split(',')).Select(process => int.Parse(process, CultureInfo.InvariantCulture))]);
        return 0;
    case ["stores", .. var count] when count is [] or [_]:
        StoreBench.Run(count is [var stores] ? int.Parse(stores, CultureInfo.InvariantCulture) : 100_000);
        return 0;
    default:
        Console.WriteLine(Help);
        return args is ["--help"] or ["-h"] ? 0 : 2;
}

static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
