using System.Globalization;

namespace O2O.Dispatch.Payments.Drill;

/// <summary>What is drilled.</summary>
internal sealed record DrillOptions(IReadOnlyList<string> Points, int Rounds, IReadOnlyList<string> Stores, int Seed, int Parallel, bool Keep, bool Verbose)
{
    public const string Help = """
        Usage: scripts/payment-drill.sh [--precompiled] [--point NAME[,NAME]|all] [--rounds N] [--store sqlite|postgres|both] [--seed N] [--parallel N] [--keep] [--verbose]

        Kills the service with SIGKILL at a chosen step of the way that money takes, under load, starts it again, lets everything settle, and checks from outside: one capture each in the gateway's
        own list, captured = completed fares, refunds and tips once, no hold left, nothing lost that a caller was told, and the books proven as `ledger verify` does. Exits 1 when anything does not hold.

          --precompiled    first of all of them: compiles everything beforehand, which takes two minutes and saves a quarter of each round
          --point NAME     one or several of those below, or all (default): every kill, with --store postgres also postgres_restart
          --rounds N       rounds at each point, default 50
          --store NAME     sqlite (default), postgres or both; postgres needs Debian's postgresql, and starts a server of its own
          --seed N         seed of the passes at which the service dies, default 1
          --parallel N     points drilled at the same time, default 2
          --keep           keeps stores and logs (those of a failed point are always kept)
          --verbose        a line for each round, and the service's log

        """;

    public static DrillOptions? Parse(string[] arguments, out string? fault)
    {
        var options = new DrillOptions([], 50, ["sqlite"], 1, 2, false, false);
        IReadOnlyList<string>? points = null;
        fault = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i];
            string Value() => ++i < arguments.Length ? arguments[i] : string.Empty;
            switch (name)
            {
                case "--point":
                    var said = Value();
                    points = said == "all" ? null : said.Split(',');
                    break;
                case "--rounds" when int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds is > 0 and <= 10_000:
                    options = options with { Rounds = rounds };
                    break;
                case "--seed" when int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var seed):
                    options = options with { Seed = seed };
                    break;
                case "--parallel" when int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var parallel) && parallel is > 0 and <= 64:
                    options = options with { Parallel = parallel };
                    break;
                case "--store":
                    var store = Value();
                    if (store is not ("sqlite" or "postgres" or "both"))
                    {
                        fault = $"--store is sqlite, postgres or both, not '{store}'.";
                        return null;
                    }

                    options = options with { Stores = store == "both" ? ["sqlite", "postgres"] : [store] };
                    break;
                case "--keep":
                    options = options with { Keep = true };
                    break;
                case "--verbose":
                    options = options with { Verbose = true };
                    break;
                default:
                    fault = $"{name}: unknown, or its value is none.";
                    return null;
            }
        }

        var known = FailPoints.All.Select(point => point.Name).Append(FailPoints.AnyMoment).Append(FailPoints.ServerRestart).ToList();
        if (points?.FirstOrDefault(point => !known.Contains(point)) is { } unknown)
        {
            fault = $"--point: {unknown} is none of {string.Join(", ", known)}.";
            return null;
        }

        return options with { Points = points ?? known };
    }
}
