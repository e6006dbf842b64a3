using System.Globalization;
using O2O.Dispatch.Api.Bench;

const string Help = """
    Api.Bench                                  Location batches and quotes over HTTP, as ratios to an empty POST of the same body on the same host.
    Api.Bench quotes                           The quotes of these alone.
    Api.Bench offers URL [JOBS/S] [SECONDS]    From the request of a job to its offer at the provider's client, against a running server with the development sign-in. Default: 50, 30.
    Api.Bench stores [STORES]                  Near-me over so many stores in memory, beside a look at all of them. Default: 100000.
    """;

switch (args)
{
    case [] or ["quotes"]:
        await EndpointBench.Run(quotesAlone: args.Length > 0);
        return 0;
    case ["offers", var url, .. var rest] when Uri.TryCreate(url, UriKind.Absolute, out var server):
        await OfferBench.Run(
            server,
            rest.Length > 0 ? double.Parse(rest[0], CultureInfo.InvariantCulture) : 50,
            TimeSpan.FromSeconds(rest.Length > 1 ? double.Parse(rest[1], CultureInfo.InvariantCulture) : 30));
        return 0;
    case ["stores", .. var count] when count is [] or [_]:
        StoreBench.Run(count is [var stores] ? int.Parse(stores, CultureInfo.InvariantCulture) : 100_000);
        return 0;
    default:
        Console.WriteLine(Help);
        return args is ["--help"] or ["-h"] ? 0 : 2;
}
