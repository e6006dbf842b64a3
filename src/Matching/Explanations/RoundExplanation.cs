using System.Buffers;
using O2O.Dispatch.Matching.Candidates;

namespace O2O.Dispatch.Matching.Explanations;

/// <summary>Writes down how a round was decided, from the lists the solver worked on, so that no pair is looked at again.</summary>
internal static class RoundExplanation
{
    /// <param name="problem">The round.</param>
    /// <param name="candidates">What the solver worked on.</param>
    /// <param name="plan">What came of it.</param>
    /// <param name="vehicleOf">The place of the vehicle that each request has in the end, or negative.</param>
    public static IReadOnlyList<MatchExplanation> Build(MatchingProblem problem, CandidateRows candidates, MatchingPlan plan, IReadOnlyList<int> vehicleOf)
    {
        // Which request each vehicle has in the end, as its place and one, 0 for none, by its own place in the problem: candidates ask it most. The array comes from the pool, for in a round of few requests
        // among many vehicles a new one costs more than all the rest.
        var given = ArrayPool<int>.Shared.Rent(problem.Vehicles.Length);
        given.AsSpan(0, problem.Vehicles.Length).Clear();
        for (var row = 0; row < vehicleOf.Count; row++)
        {
            if (vehicleOf[row] is >= 0 and var column)
            {
                given[column] = row + 1;
            }
        }

        // Losers are in the order of requests.
        var (losers, count) = (0, 0);
        var explanations = new MatchExplanation[plan.Pairs.Count + plan.Unmatched.Count + plan.Swaps.Count];
        for (var row = 0; row < candidates.Rows; row++)
        {
            ref readonly var request = ref problem.Requests[row];
            if (request.IsHeld && vehicleOf[row] == problem.HolderOfRequest![row])
            {
                continue;
            }

            var slot = vehicleOf[row] is >= 0 and var chosen ? problem.Vehicles[chosen].Slot : MatchingRequest.Nobody;
            UnmatchedReason? reason = slot == MatchingRequest.Nobody ? plan.Unmatched[losers++].Reason : null;
            explanations[count++] = new MatchExplanation(
                request.Key,
                problem.NowMilliseconds,
                slot,
                request.HeldBySlot,
                Best(problem, candidates, row, slot, given),
                candidates.Filtered(row),
                reason,
                candidates.Price![row])
            {
                Committed = CandidateFilter.Committed(problem, request),
                Unskilled = CandidateFilter.Unskilled(problem, request),
            };
        }

        ArrayPool<int>.Shared.Return(given);
        return explanations;
    }

    private static ExplainedCandidate[] Best(MatchingProblem problem, CandidateRows candidates, int row, int chosenSlot, int[] given)
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

    private static ExplainedCandidate Candidate(MatchingProblem problem, CandidateRows candidates, int row, int at, int chosenSlot, int[] given)
    {
        var column = candidates.Column[at];
        ref readonly var vehicle = ref problem.Vehicles[column];
        var penalty = candidates.Penalty(row, column);
        return new ExplainedCandidate(
            vehicle.Slot,
            vehicle.FreeInMilliseconds,
            candidates.Cost[at] - penalty - vehicle.FreeInMilliseconds,
            penalty,
            vehicle.Slot != chosenSlot && given[column] is > 0 and var other ? problem.Requests[other - 1].Key : null);
    }
}
