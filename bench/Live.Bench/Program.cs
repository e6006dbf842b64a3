using System.Globalization;
using O2O.Dispatch.Live.Bench;

const string Help = """
    Live.Bench [VEHICLES] [LISTENERS] [SECONDS]           The server's share of a core while a map is watched. Default: 5500, 50, 20.
    Live.Bench ingest [ROUNDS] [SECONDS]                  Reports by the providers' hub, 10 and 50 in a call, as a ratio to an empty hub method. Default: 5, 3.
    Live.Bench fanout [LISTENERS] [SECONDS] [VEHICLES]    Places to many listeners, as a ratio to SignalR's own sends: customers who follow a vehicle each, then watchers of a map
                                                          of so many vehicles. Default: 5000, 10, 50. Files that may be open: twice the listeners (ulimit -n).
    Live.Bench follow|map [LISTENERS] [SECONDS] [VEHICLES]  One of these two alone.
    Live.Bench never-read [CLIENTS] [ROUNDS] [VEHICLES] [LISTENERS] [SECONDS]
                                                          What clients that never read cost, and the others beside them. Default: 50, 3, 5500, 50, 45.

    Clients are processes of their own, which it starts itself (listen, reporters). It ends with 1 where one of them that reads lost its connection.
    """;

switch (args)
{
    case ["listen", var port, var hub, var from, var count]:
        await Listeners.Run(Parse(port), hub, Parse(from), Parse(count));
        return 0;
    case ["reporters", var port, var empty, var count]:
        await Reporters.Run(Parse(port), Parse(empty), Parse(count));
        return 0;
    case ["ingest", ..]:
        await IngestBench.Run(Number(1, 5), Seconds(2, 3));
        return 0;
    case ["fanout" or "follow" or "map", ..]:
        var followed = args[0] == "map" || await FanoutBench.Follow(Number(1, 5_000), Seconds(2, 10));
        return (args[0] == "follow" || await FanoutBench.Map(Number(1, 5_000), Seconds(2, 10), Number(3, 50))) && followed ? 0 : 1;
    case ["never-read", ..]:
        return await NeverReadBench.Run(Number(1, 50), Number(2, 3), Number(3, 5_500), Number(4, 50), Seconds(5, 45)) ? 0 : 1;
    case [] or [[>= '0' and <= '9', ..], ..]:
        await MapBench.Run(Number(0, 5_500), Number(1, 50), Seconds(2, 20));
        return 0;
    default:
        Console.WriteLine(Help);
        return args is ["--help"] or ["-h"] ? 0 : 2;
}

int Number(int place, int otherwise) => args.Length > place ? Parse(args[place]) : otherwise;

TimeSpan Seconds(int place, double otherwise) => TimeSpan.FromSeconds(args.Length > place ? double.Parse(args[place], CultureInfo.InvariantCulture) : otherwise);

static int Parse(string text) => int.Parse(text, CultureInfo.InvariantCulture);
