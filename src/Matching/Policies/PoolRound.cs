using O2O.Dispatch.Matching.Assignment;
using O2O.Dispatch.Matching.Candidates;
using O2O.Dispatch.Matching.Explanations;

namespace O2O.Dispatch.Matching.Policies;

/// <summary>
/// The whole pool of a round decided at once: the waiting and the held requests over all vehicles. Serves the most, and of all ways to serve so many takes one of least cost: pick-up
/// times, a penalty for each swap, and the prices of those that stay unmatched. Who is held stays served.
/// </summary>
internal static class PoolRound
{
    public static MatchingPlan Solve(MatchingProblem problem, int swapPenaltyMilliseconds, bool mostFirst = true)
    {
        var candidates = new CandidateRows(problem, swapPenaltyMilliseconds, mostFirst);
        var solution = AssignmentSolver.Solve(candidates);
        var vehicleOf = (int[])solution.ColumnOfRow;
        var pairs = new List<MatchedPair>();
        var unmatched = new List<UnmatchedRequest>();
        for (var request = 0; request < vehicleOf.Length; request++)
        {
            if (problem.Requests[request].IsHeld)
            {
                continue;
            }

            if (vehicleOf[request] is >= 0 and var vehicle)
            {
                pairs.Add(new MatchedPair(problem.Requests[request].Key, problem.Vehicles[vehicle].Slot, PickUp(solution, candidates, request, vehicle)));
            }
            else
            {
                unmatched.Add(new UnmatchedRequest(problem.Requests[request].Key, CandidateFilter.Reason(problem, candidates.BestVerdict(request))));
            }
        }

        var plan = new MatchingPlan(
            pairs, unmatched, new PlanCertificate(swapPenaltyMilliseconds, solution.UnmatchedPrices, solution.RowPrices, solution.ColumnPrices))
        {
            Prices = new VehiclePrices(Array.ConvertAll(problem.Vehicles.ToArray(), v => v.Slot), solution.ColumnPrices),
        };
        plan = problem.HolderOfRequest is { } holders ? WithSwaps(plan, problem, candidates, solution, vehicleOf, holders) : plan;
        return problem.Explains ? plan with { Explanations = RoundExplanation.Build(problem, candidates, plan, vehicleOf) } : plan;
    }

    /// <summary>A chosen pair costs just its two prices.</summary>
    private static int PickUp(AssignmentSolution solution, CandidateRows candidates, int request, int vehicle) =>
        (int)(solution.RowPrices[request] + solution.ColumnPrices[vehicle] - candidates.Penalty(request, vehicle));

    private static MatchingPlan WithSwaps(
        MatchingPlan plan, MatchingProblem problem, CandidateRows candidates, AssignmentSolution solution, int[] vehicleOf, int[] holders)
    {
        var heldBy = new int[problem.Vehicles.Length];
        Array.Fill(heldBy, -1);
        for (var request = 0; request < holders.Length; request++)
        {
            if (holders[request] >= 0)
            {
                heldBy[holders[request]] = request;
            }
        }

        MatchedSwap Swap(int request) => new(
            problem.Requests[request].Key,
            problem.Requests[request].HeldBySlot,
            problem.Vehicles[vehicleOf[request]].Slot,
            HeldAside.KeptPickUp(problem, request),
            PickUp(solution, candidates, request, vehicleOf[request]));

        // Each swap waits for the one that frees its vehicle. A walk along who waits for whom ends at a free vehicle, then it is carried out from there
        // back, or comes back to itself: a rotation.
        var swaps = new List<MatchedSwap>();
        var rotations = new List<MatchedSwap>();
        var done = new bool[holders.Length];
        var walk = new List<int>();
        for (var start = 0; start < holders.Length; start++)
        {
            walk.Clear();
            var at = start;
            while (at >= 0 && !done[at] && holders[at] >= 0 && vehicleOf[at] != holders[at])
            {
                done[at] = true;
                walk.Add(at);
                at = heldBy[vehicleOf[at]];
            }

            var isRotation = walk.Count > 0 && at == start;
            for (var i = walk.Count - 1; i >= 0; i--)
            {
                (isRotation ? rotations : swaps).Add(Swap(walk[i]));
            }

            foreach (var request in isRotation ? walk : [])
            {
                vehicleOf[request] = holders[request];
            }
        }

        var kept = new List<MatchedPair>();
        for (var request = 0; request < holders.Length; request++)
        {
            if (holders[request] >= 0 && vehicleOf[request] == holders[request])
            {
                kept.Add(new MatchedPair(problem.Requests[request].Key, problem.Requests[request].HeldBySlot, HeldAside.KeptPickUp(problem, request)));
            }
        }

        return plan with { Kept = kept, Swaps = swaps, LeftOutRotations = rotations };
    }
}
