using O2O.Dispatch.Matching.Candidates;
using O2O.Dispatch.Matching.Explanations;

namespace O2O.Dispatch.Matching.Policies;

/// <summary>Leaves held requests with the vehicles that hold them and decides the rest, for policies that do not repool.</summary>
internal static class HeldAside
{
    public static MatchingPlan Solve(MatchingProblem problem, Func<MatchingProblem, MatchingPlan> solve)
    {
        if (problem.HolderOfRequest is not { } holders)
        {
            return solve(problem);
        }

        var requests = new List<MatchingRequest>();
        var kept = new List<MatchedPair>();
        var holds = new bool[problem.Vehicles.Length];
        for (var i = 0; i < holders.Length; i++)
        {
            ref readonly var request = ref problem.Requests[i];
            if (holders[i] < 0)
            {
                requests.Add(request);
                continue;
            }

            holds[holders[i]] = true;
            kept.Add(new MatchedPair(request.Key, request.HeldBySlot, KeptPickUp(problem, i)));
        }

        var vehicles = new List<MatchingVehicle>();
        for (var i = 0; i < holds.Length; i++)
        {
            if (!holds[i])
            {
                vehicles.Add(problem.Vehicles[i]);
            }
        }

        // The prices prove the rest optimal, not the whole; and a vehicle that holds a request may be the one that another lost.
        var plan = solve(problem.With(requests, vehicles));
        var reasons = plan.Unmatched.Select(u => new UnmatchedRequest(u.RequestKey, Reason(problem, holds, u))).ToArray();
        return plan with { Kept = kept, Unmatched = reasons, Explanations = WithReasons(plan.Explanations, reasons), Certificate = null };
    }

    private static IReadOnlyList<MatchExplanation> WithReasons(IReadOnlyList<MatchExplanation> explanations, UnmatchedRequest[] reasons)
    {
        if (explanations is DeferredExplanations deferred)
        {
            return deferred.With(reasons);
        }

        var told = reasons.ToDictionary(u => u.RequestKey, u => u.Reason);
        return explanations.Select(e => e.Reason is null ? e : e with { Reason = told[e.RequestKey] }).ToArray();
    }

    private static UnmatchedReason Reason(MatchingProblem problem, bool[] holds, UnmatchedRequest loser)
    {
        var best = loser.Reason switch
        {
            UnmatchedReason.LostToOthers => PairVerdict.Feasible,
            UnmatchedReason.AllCommitted => PairVerdict.WouldMissCommitment,
            UnmatchedReason.AllLackSkill => PairVerdict.LacksSkill,
            UnmatchedReason.AllExcluded => PairVerdict.Excluded,
            UnmatchedReason.AllTooFar or UnmatchedReason.NoVehicles => PairVerdict.TooFar,
        };
        foreach (ref readonly var request in problem.Requests)
        {
            if (request.Key != loser.RequestKey)
            {
                continue;
            }

            for (var i = 0; i < holds.Length; i++)
            {
                ref readonly var vehicle = ref problem.Vehicles[i];
                var drive = problem.TravelTimes.Milliseconds(vehicle.Node, request.PickUpNode);
                if (holds[i] && CandidateFilter.PickUp(vehicle.FreeInMilliseconds, drive) <= CandidateFilter.LongestPickUp(problem, request)
                    && CandidateFilter.Judge(problem, request, vehicle, drive) is var verdict && verdict > best)
                {
                    best = verdict;
                }
            }
        }

        return CandidateFilter.Reason(problem, best);
    }

    /// <summary>Milliseconds until the vehicle that holds a request picks it up.</summary>
    public static int KeptPickUp(MatchingProblem problem, int request)
    {
        var vehicle = problem.Vehicles[problem.HolderOfRequest![request]];
        var drive = problem.TravelTimes.Milliseconds(vehicle.Node, problem.Requests[request].PickUpNode);
        return (int)Math.Min(int.MaxValue, (long)vehicle.FreeInMilliseconds + drive);
    }
}
