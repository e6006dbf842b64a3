using System.Globalization;
using System.IO.Compression;
using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching.Policies;

namespace O2O.Dispatch.Matching.Bench;

/// <summary>
/// Only the matching of a real hour, under the reference rules: 2013-01-01 00:30 to 01:30, 300 s patience, factor 1.65; or of the 2015 sample scaled up. No grains, no ledger: how long do the
/// decisions of the hour take, and how good are they?
/// </summary>
internal static class RealHour
{
    private const long Start = 30 * 60_000;
    private const long End = 90 * 60_000;

    public static void Run(ITravelTimes times, RoadNetwork network, string data, string[] args)
    {
        string Option(string name, string other) => Array.IndexOf(args, "--" + name) is >= 0 and var i ? args[i + 1] : other;
        var policies = Option("policies", "nearest,batched,forward,reassign,reposition").Split(',');
        var counts = Option("vehicles", "5500,6000,7000").Split(',').Select(int.Parse).ToArray();
        var seeds = Option("seeds", "1").Split(',').Select(ulong.Parse).ToArray();
        var sample = Option("hour", "2013") == "2015";
        foreach (var seed in seeds)
        {
            var (requests, places) = sample
                ? ScaledSample.Read(network, times, Path.Combine(data, "nyc_trips_20150115_fullday_2pct.csv.gz"), seed)
                : Rides(network, Path.Combine(data, "nyc_rides_20130101_0000_0145.csv.gz"), seed);
            var hour = new Hour(times, requests, places);
            foreach (var count in counts)
            {
                foreach (var name in policies)
                {
                    var policy = Policy(name, out var moveEvery);
                    var result = hour.Run(policy, count, seed, moveEvery, args.Contains("--explain"), !args.Contains("--cold"));
                    Console.WriteLine($"{(sample ? "2015 x45" : "2013")} seed {seed}, {requests.Count:N0} requests, {count:N0} vehicles, {name}: {result}");
                }
            }
        }
    }

    /// <summary>A policy by name, or with other parameters: reposition:window=5;soon=60;penalty=10;swaps=3;period=20;places=0.7;shortest=60;longest=600;every=30.</summary>
    private static IMatchingPolicy Policy(string text, out int moveEvery)
    {
        var parts = text.Split(':');
        var p = parts.Length == 1 ? [] : parts[1].Split(';').Select(x => x.Split('=')).ToDictionary(x => x[0], x => double.Parse(x[1], CultureInfo.InvariantCulture));
        int Ms(string key, double other) => (int)(p.GetValueOrDefault(key, other) * 1_000);
        moveEvery = Ms("every", 30);
        return p.Count == 0 ? MatchingPolicies.Named(text) : parts[0] switch
        {
            "forward" => new ForwardPolicy(Ms("window", 5), Ms("soon", 120)),
            "reassign" => new ReassignPolicy(Ms("window", 5), Ms("soon", 0), Ms("penalty", 10), (int)p.GetValueOrDefault("swaps", 3)),
            "reposition" => new RepositionPolicy(
                Ms("window", 5), Ms("soon", 60), Ms("penalty", 10), (int)p.GetValueOrDefault("swaps", 3),
                new Repositioning(Ms("period", 20), p.GetValueOrDefault("places", 0.7), Ms("shortest", 60), Ms("longest", 600))),
            _ => throw new ArgumentException($"'{text}' has no parameters."),
        };
    }

    private static (List<(long Born, int From, int To)> Requests, List<int> Before) Rides(RoadNetwork network, string file, ulong seed)
    {
        var random = new SeededRandom(seed);
        var midnight = new DateTime(2013, 1, 1);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var header = reader.ReadLine()!.Split(',').ToList();
        int time = header.IndexOf("pickup_time"), from = header.IndexOf("pickup_node"), to = header.IndexOf("dropoff_node");
        var requests = new List<(long, int, int)>();
        var before = new List<int>();
        while (reader.ReadLine() is { } line)
        {
            var field = line.Split(',');
            if (field[from].Length == 0 || field[to].Length == 0 || int.Parse(field[from + 1]) > 200 || int.Parse(field[to + 1]) > 200)
            {
                continue;
            }

            // Half of the meters round to the minute; those rides are spread over it.
            var at = (long)(DateTime.Parse(field[time], CultureInfo.InvariantCulture) - midnight).TotalMilliseconds;
            at += at % 60_000 == 0 ? random.NextInt(60_000) : 0;
            if (!network.TryIndexOf(long.Parse(field[from]), out var a) || !network.TryIndexOf(long.Parse(field[to]), out var b))
            {
                continue;
            }

            if (at < Start)
            {
                before.Add(b);
            }
            else if (at < End)
            {
                requests.Add((at - Start, a, b));
            }
        }

        requests.Sort();
        return (requests, before);
    }
}
