using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching.Explanations;
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
                Console.WriteLine(
                    $"round: {requests:N0} requests, {vehicles:N0} vehicles, {patience} s patience, {policy.Name}: {best:0.00} ms, {bytes / 1024:N0} KiB, "
                    + $"{plan.Pairs.Count:N0} served, mean {plan.Pairs.Average(p => p.PickUpMilliseconds) / 1_000:0.0} s");
            }
        }
    }

    /// <summary>What explanations cost a round, and for the policy that works them out when asked what that costs and what is held until then.</summary>
    public static void Explanations(ITravelTimes times)
    {
        foreach (var (requests, vehicles) in new[] { (1_000, 1_000), (1_000, 3_000), (1_000, 10_000), (10, 1_000), (10, 3_000), (10, 10_000) })
        {
            var random = new Random(3);
            var asked = Enumerable.Range(0, requests)
                .Select(i => new MatchingRequest(i, i, random.Next(times.NodeCount), -random.Next(60_000), 300_000)).OrderBy(r => r.BornMilliseconds).ToArray();
            var there = Enumerable.Range(0, vehicles).Select(i => new MatchingVehicle(i, random.Next(times.NodeCount))).ToArray();
            foreach (var policy in MatchingPolicies.All)
            {
                var (without, with, plan) = Explaining(policy, asked, there, times);
                Console.Write($"explanations: {requests:N0} requests, {vehicles:N0} vehicles, {policy.Name}: {without:0.000} ms without, {with:0.000} ms with, {100 * ((with / without) - 1):0.0} % more");
                Console.WriteLine(plan.Explanations is DeferredExplanations deferred
                    ? $"; {deferred.HeldBytes / (double)requests:N0} bytes a decision held until asked, {1_000 * Machine.Best(7, () => deferred.ToArray()) / requests:0.0} us each to work out"
                    : "");
            }
        }
    }

    /// <summary>Milliseconds of a round that does not explain and of one that does: medians of rounds in turn.</summary>
    private static (double Without, double With, MatchingPlan Plan) Explaining(IMatchingPolicy policy, MatchingRequest[] asked, MatchingVehicle[] there, ITravelTimes times)
    {
        // A small round is over so soon that the median needs more of them.
        var rounds = asked.Length < 100 ? 2_001 : 61;
        var took = new[] { new double[rounds], new double[rounds] };
        MatchingPlan plan = null!;
        for (var i = -5; i < rounds; i++)
        {
            foreach (var explains in new[] { i & 1, 1 - (i & 1) })
            {
                var begin = Machine.Clock();
                var solved = policy.Solve(new MatchingProblem(0, asked, there, times) { Explains = explains == 1 });
                took[explains][Math.Max(i, 0)] = Machine.Clock() - begin;
                plan = explains == 1 ? solved : plan;
            }
        }

        Array.Sort(took[0]);
        Array.Sort(took[1]);
        return (took[0][rounds / 2], took[1][rounds / 2], plan);
    }
}
