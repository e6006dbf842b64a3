using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching.Policies;

namespace O2O.Dispatch.Matching.Bench;

/// <summary>Whole rounds, road times included: snapshot, candidates, solution, reasons.</summary>
internal static class RoundBench
{
    public static void Run(ITravelTimes times)
    {
        foreach (var (requests, vehicles, patience) in new[] { (1_000, 1_000, 300), (1_000, 3_000, 300), (1_000, 10_000, 300), (1_000, 10_000, 3_600), (1_000, 40, 300) })
        {
            var random = new Random(3);
            var asked = Enumerable.Range(0, requests)
                .Select(i => new MatchingRequest(i, i, random.Next(times.NodeCount), -random.Next(60_000), patience * 1_000)).OrderBy(r => r.BornMilliseconds).ToArray();
            var there = Enumerable.Range(0, vehicles).Select(i => new MatchingVehicle(i, random.Next(times.NodeCount))).ToArray();
            foreach (var policy in MatchingPolicies.All)
            {
                MatchingPlan plan = null!;
                var best = Machine.Best(7, () => plan = policy.Solve(new MatchingProblem(0, asked, there, times)));
                var bytes = GC.GetAllocatedBytesForCurrentThread();
                policy.Solve(new MatchingProblem(0, asked, there, times));
                bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
                var kept = Explaining(policy, asked, there, times);
                Console.WriteLine(
                    $"round: {requests:N0} requests, {vehicles:N0} vehicles, {patience} s patience, {policy.Name}: {best:0.00} ms, {bytes / 1024:N0} KiB, "
                    + $"{plan.Pairs.Count:N0} served, mean {plan.Pairs.Average(p => p.PickUpMilliseconds) / 1_000:0.0} s; with explanations {kept:0.00} times as long");
            }
        }
    }

    /// <summary>How much longer a round takes that explains: the least of rounds in turn, because whatever else runs on the machine only adds to them.</summary>
    private static double Explaining(IMatchingPolicy policy, MatchingRequest[] asked, MatchingVehicle[] there, ITravelTimes times)
    {
        var least = new[] { double.MaxValue, double.MaxValue };
        for (var i = 0; i < 30; i++)
        {
            foreach (var explains in new[] { i % 2, 1 - i % 2 })
            {
                var begin = Machine.Clock();
                policy.Solve(new MatchingProblem(0, asked, there, times) { Explains = explains == 1 });
                least[explains] = Math.Min(least[explains], Machine.Clock() - begin);
            }
        }

        return least[1] / least[0];
    }
}
