using O2O.Dispatch.Matching.Candidates;
using O2O.Dispatch.Matching.Explanations;

namespace O2O.Dispatch.Matching.Policies;

/// <summary>
/// First come, first served: requests in order of birth, each gets the vehicle that reaches it soonest of those left, of equally soon ones the lower slot.
/// Optimises nothing across requests; it is what most people expect, and the yardstick for the other policies.
/// </summary>
public sealed class NearestPolicy : IMatchingPolicy
{
    /// <inheritdoc/>
    public string Name => "nearest";

    /// <inheritdoc/>
    public MatchingNeeds Needs { get; } = new(WindowMilliseconds: 1_000);

    /// <inheritdoc/>
    public MatchingPlan Solve(MatchingProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return HeldAside.Solve(problem, Decide);
    }

    private static MatchingPlan Decide(MatchingProblem problem)
    {
        var vehicles = problem.Vehicles;

        // The vehicles left stand side by side; a taken one changes places with the last, so ties are decided by comparing slots. Places in the
        // problem are in order of slot.
        var left = vehicles.Length;
        var place = Enumerable.Range(0, left).ToArray();
        var nodes = problem.VehicleNodes.AsSpan().ToArray();
        var freeIn = problem.FreeInMilliseconds.AsSpan().ToArray();
        var drives = new int[left];
        var pairs = new List<MatchedPair>();
        var unmatched = new List<UnmatchedRequest>();
        foreach (ref readonly var request in problem.Requests)
        {
            var verdict = PairVerdict.TooFar;
            var chosen = -1;

            // The longest pick-up allowed, then the best found: what is above is passed over at a glance.
            var longest = CandidateFilter.LongestPickUp(problem, request);
            var best = longest;
            var asked = longest < 0 ? 0 : left;
            problem.TravelTimes.ManyToOne(nodes.AsSpan(0, asked), request.PickUpNode, drives);
            for (var i = 0; i < asked; i++)
            {
                var pickUp = CandidateFilter.PickUp(freeIn[i], drives[i]);
                if (pickUp > best)
                {
                    continue;
                }

                if (pickUp == best && chosen >= 0 && place[i] > place[chosen])
                {
                    continue;
                }

                var found = CandidateFilter.Judge(problem, request, vehicles[place[i]], drives[i]);
                if (found == PairVerdict.Feasible)
                {
                    best = pickUp;
                    chosen = i;
                }

                verdict = found > verdict ? found : verdict;
            }

            if (chosen >= 0)
            {
                pairs.Add(new MatchedPair(request.Key, vehicles[place[chosen]].Slot, (int)best));
                left--;
                (place[chosen], place[left]) = (place[left], place[chosen]);
                (nodes[chosen], nodes[left]) = (nodes[left], nodes[chosen]);
                (freeIn[chosen], freeIn[left]) = (freeIn[left], freeIn[chosen]);
            }
            else
            {
                var reason = CandidateFilter.Reason(problem, BestOfTaken(problem, request, longest, place.AsSpan(left), verdict));
                unmatched.Add(new UnmatchedRequest(request.Key, reason));
            }
        }

        return new MatchingPlan(pairs, unmatched) { Explanations = problem.Explains ? new DeferredExplanations(problem, pairs, unmatched) : [] };
    }

    /// <summary>A vehicle that went to an earlier request may have been one for this request too; then it lost to others.</summary>
    private static PairVerdict BestOfTaken(
        MatchingProblem problem, in MatchingRequest request, long longest, ReadOnlySpan<int> taken, PairVerdict best)
    {
        foreach (var place in taken)
        {
            var vehicle = problem.Vehicles[place];
            var drive = problem.TravelTimes.Milliseconds(vehicle.Node, request.PickUpNode);
            if (CandidateFilter.PickUp(vehicle.FreeInMilliseconds, drive) <= longest)
            {
                var found = CandidateFilter.Judge(problem, request, vehicle, drive);
                best = found > best ? found : best;
            }
        }

        return best;
    }
}
