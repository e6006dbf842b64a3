using System.Diagnostics;

namespace O2O.Dispatch.Clusters.Drill;

/// <summary>What can be done to a cluster. Each gives the instant from which jobs have to go on.</summary>
/// <param name="processes">The processes.</param>
/// <param name="random">Chooses victims.</param>
/// <param name="partitions">Cuts networks.</param>
public sealed class Faults(ClusterProcesses processes, Random random, Partitions partitions)
{
    /// <summary>The name of what is no fault.</summary>
    public const string Nothing = "none";

    /// <summary>The name of the cut of a network.</summary>
    public const string Partition = "partition";

    private const string Half = "half-older";
    private const string All = "older";

    private static readonly string[] Everybody = ["silo-1", "silo-2", "api-1", "api-2"];

    // One of each kind: each calls its like and its other of either version.
    private static readonly string[] OneOfEach = ["api-1", "silo-1"];

    private static readonly TimeSpan Away = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DatabaseAway = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(25);

    /// <summary>The names, with what each does.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [Nothing] = "nothing: what a quiet round looks like",
        ["silo-kill"] = "kill -9 of either silo",
        ["silo-stop"] = "SIGSTOP of either silo for 25 s, then SIGCONT: the others give it up, and it has to see that by itself",
        [Half] = "api-1 and silo-1 are stopped (SIGTERM) and started as the older version: two versions are side by side until either is killed or restarted",
        [All] = "each API node and then each silo is stopped (SIGTERM) and started as the older version, one after the other",
        ["rolling"] = "each silo and each API node is stopped (SIGTERM) and started, one after the other",
        [Partition] = "the link of either silo and its API node to the database, Redis, the bank and the other side is down for 25 s (scripts/cluster up --partitions): they may take no order, the others have to",
        ["redis-kill"] = "kill -9 of Redis, back after 10 s, empty",
        ["redis-flush"] = "FLUSHALL",
        ["redis-pause"] = "SIGSTOP of Redis for 10 s",
        ["postgres-down"] = "kill -9 of PostgreSQL, back after 30 s",
    };

    /// <summary>Whether it needs the binaries of an older version.</summary>
    public static bool NeedsOlder(string fault) => fault is Half or All;

    /// <summary>Whether Redis is what it is done to.</summary>
    public static bool IsOfRedis(string fault) => fault.StartsWith("redis-", StringComparison.Ordinal);

    /// <summary>Does it.</summary>
    /// <returns>Who it was done to, and from when jobs have to go on (of <see cref="Stopwatch"/>).</returns>
    public async Task<(string Victim, long From)> Do(string fault)
    {
        var silo = $"silo-{random.Next(2) + 1}";
        var from = Stopwatch.GetTimestamp();
        switch (fault)
        {
            case Nothing:
                return ("nobody", from);
            case "silo-kill":
                await processes.Do("kill", silo);
                return (silo, from);
            case "silo-stop":
                await processes.Pause(silo, StandsStill);
                return (silo, from);
            case Partition:
                return (silo, await partitions.Cut(silo));
            case "rolling":
                await processes.Restart(Everybody);
                return ("all of them in turn", from);
            case Half:
                await processes.Restart(OneOfEach, older: true);
                return (string.Join(" and ", OneOfEach), from);
            case All:
                await processes.Restart(Everybody.Reverse(), older: true);
                return ("all of them in turn", from);
            case "redis-kill":
                await processes.Do("kill", "redis");
                await Task.Delay(Away);
                await processes.Do("up", "redis");
                return ("redis", from);
            case "redis-flush":
                await processes.FlushRedis();
                return ("redis", from);
            case "redis-pause":
                await processes.Pause("redis", Away);
                return ("redis", from);
            case "postgres-down":
                await processes.Do("kill", "postgres");
                await Task.Delay(DatabaseAway);
                await processes.Do("up", "postgres");

                // Nothing can go on before it is back.
                return ("postgres", Stopwatch.GetTimestamp());
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, "There is no such fault.");
        }
    }
}
