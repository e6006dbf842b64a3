using O2O.Dispatch.Matching.Candidates;

namespace O2O.Dispatch.Matching.Explanations;

/// <summary>Writes down how a round was decided, from the lists the solver worked on, so that no pair is looked at again.</summary>
internal static class RoundExplanation
{
    public static IReadOnlyList<MatchExplanation> Build(MatchingProblem problem, CandidateRows candidates, MatchingPlan plan)
    {
        // Which request each vehicle has in the end, by its place in the problem: candidates ask it most.
        var given = new int?[problem.Vehicles.Length];
        foreach (var pair in plan.Pairs)
        {
            given[problem.IndexOf(pair.VehicleSlot)] = pair.RequestKey;
        }

        var swapped = new Dictionary<int, int>(plan.Swaps.Count);
        foreach (var swap in plan.Swaps)
        {
            swapped[swap.RequestKey] = swap.ToSlot;
            given[problem.IndexOf(swap.ToSlot)] = swap.RequestKey;
        }

        foreach (var pair in plan.Kept)
        {
            given[problem.IndexOf(pair.VehicleSlot)] = pair.RequestKey;
        }

        // Pairs and losers are in the order of requests.
        var (pairs, losers) = (0, 0);
        var explanations = new List<MatchExplanation>(plan.Pairs.Count + plan.Unmatched.Count + plan.Swaps.Count);
        for (var row = 0; row < candidates.Rows; row++)
        {
            ref readonly var request = ref problem.Requests[row];
            var slot = MatchingRequest.Nobody;
            UnmatchedReason? reason = null;
            if (request.IsHeld)
            {
                if (!swapped.TryGetValue(request.Key, out slot))
                {
                    continue;
                }
            }
            else if (pairs < plan.Pairs.Count && plan.Pairs[pairs].RequestKey == request.Key)
            {
                slot = plan.Pairs[pairs++].VehicleSlot;
            }
            else
            {
                reason = plan.Unmatched[losers++].Reason;
            }

            explanations.Add(new MatchExplanation(
                request.Key,
                problem.NowMilliseconds,
                slot,
                request.HeldBySlot,
                Best(problem, candidates, row, slot, given),
                candidates.Filtered![row],
                reason,
                candidates.Price![row])
            {
                Committed = CandidateFilter.Committed(problem, request),
            });
        }

        return explanations;
    }

    private static ExplainedCandidate[] Best(MatchingProblem problem, CandidateRows candidates, int row, int chosenSlot, int?[] given)
    {
        var start = candidates.Start[row];
        var count = Math.Min(candidates.Count[row], MatchExplanation.MostCandidates);
        var best = new ExplainedCandidate[count];
        var hasChosen = chosenSlot == MatchingRequest.Nobody;
        for (var i = 0; i < count; i++)
        {
            best[i] = Candidate(problem, candidates, row, start + i, chosenSlot, given);
            hasChosen |= best[i].Slot == chosenSlot;
        }

        if (!hasChosen)
        {
            // It is dearer than all that are kept and takes the place of the last.
            var column = problem.IndexOf(chosenSlot);
            var drive = problem.TravelTimes.Milliseconds(problem.VehicleNodes[column], problem.Requests[row].PickUpNode);
            var chosen = new ExplainedCandidate(chosenSlot, problem.FreeInMilliseconds[column], drive, candidates.Penalty(row, column), null);
            best = [.. best.Take(MatchExplanation.MostCandidates - 1), chosen];
        }

        return best;
    }

    private static ExplainedCandidate Candidate(MatchingProblem problem, CandidateRows candidates, int row, int at, int chosenSlot, int?[] given)
    {
        var column = candidates.Column[at];
        ref readonly var vehicle = ref problem.Vehicles[column];
        var penalty = candidates.Penalty(row, column);
        return new ExplainedCandidate(
            vehicle.Slot,
            vehicle.FreeInMilliseconds,
            candidates.Cost[at] - penalty - vehicle.FreeInMilliseconds,
            penalty,
            vehicle.Slot != chosenSlot ? given[column] : null);
    }
}
