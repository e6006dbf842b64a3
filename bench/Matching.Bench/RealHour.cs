using System.Globalization;
using System.IO.Compression;
using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching.Policies;

namespace O2O.Dispatch.Matching.Bench;

/// <summary>
/// Only the matching of a real hour, under the reference rules: 2013-01-01 00:30 to 01:30, 300 s patience, factor 1.65. No grains, no ledger: how long do the
/// decisions of the hour take, and how good are they?
/// </summary>
internal static class RealHour
{
    private const long Start = 30 * 60_000;
    private const long End = 90 * 60_000;
    private const long Patience = 300_000;

    public static void Run(ITravelTimes times, RoadNetwork network, string data)
    {
        var (requests, before) = Rides(network, Path.Combine(data, "nyc_rides_20130101_0000_0145.csv.gz"), seed: 1);
        foreach (var (policy, window, vehicles) in new[] { ("nearest", 1_000, 5_500), ("batched", 5_000, 5_500), ("nearest", 1_000, 6_000), ("batched", 5_000, 6_000) })
        {
            Replay(times, MatchingPolicies.Named(policy), window, vehicles, requests, before);
        }
    }

    private static void Replay(
        ITravelTimes times, IMatchingPolicy policy, int window, int count, List<(long Born, int From, int To)> requests, List<int> before)
    {
        var random = new SeededRandom(1);
        var place = new int[count];
        for (var slot = 0; slot < count; slot++)
        {
            place[slot] = before[random.NextInt(before.Count)];
        }

        var freeAt = new long[count];
        var waiting = new List<MatchingRequest>();
        var waits = new List<long>();
        var taken = new HashSet<int>();
        var solving = 0.0;
        int next = 0, lost = 0, rounds = 0;
        double longest = 0;
        for (long now = window; next < requests.Count || waiting.Count > 0; now += window, rounds++)
        {
            for (; next < requests.Count && requests[next].Born <= now; next++)
            {
                waiting.Add(new MatchingRequest(next, next, requests[next].From, requests[next].Born, requests[next].Born + Patience));
            }

            lost += waiting.RemoveAll(r => r.DeadlineMilliseconds < now);
            var idle = new List<MatchingVehicle>();
            for (var slot = 0; slot < count; slot++)
            {
                if (freeAt[slot] <= now)
                {
                    idle.Add(new MatchingVehicle(slot, place[slot]));
                }
            }

            var begin = Machine.Clock();
            var plan = policy.Solve(new MatchingProblem(now, waiting, idle, times));
            var took = Machine.Clock() - begin;
            solving += took;
            longest = Math.Max(longest, took);
            taken.Clear();
            foreach (var pair in plan.Pairs)
            {
                var (born, from, to) = requests[pair.RequestKey];
                waits.Add(now - born + pair.PickUpMilliseconds);
                freeAt[pair.VehicleSlot] = now + pair.PickUpMilliseconds + times.Milliseconds(from, to);
                place[pair.VehicleSlot] = to;
                taken.Add(pair.RequestKey);
            }

            waiting.RemoveAll(r => taken.Contains(r.Key));
        }

        waits.Sort();
        Console.WriteLine(
            $"real hour: {policy.Name}, {window / 1_000} s window, {count:N0} vehicles, {requests.Count:N0} requests, {rounds:N0} rounds: "
            + $"matching {solving / 1_000:0.00} s, longest round {longest:0.0} ms; served {(double)waits.Count / requests.Count:0.0000}, "
            + $"mean wait {waits.Average() / 1_000:0.0} s, p95 {waits[waits.Count * 95 / 100] / 1_000.0:0.0} s, max {waits[^1] / 1_000.0:0.0} s, lost {lost:N0}");
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
