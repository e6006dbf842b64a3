using O2O.Dispatch.Matching.Candidates;

namespace O2O.Dispatch.Matching.Explanations;

/// <summary>Writes down how one request after the other got its nearest vehicle, from the drives that were looked up to find it.</summary>
/// <param name="problem">The round.</param>
internal sealed class NearestExplanations(MatchingProblem problem)
{
    private readonly List<MatchExplanation> explanations = new(problem.Requests.Length);

    // The best of the request at hand, sorted: pick-up, then slot. Places are places in the problem, which are in order of slot.
    private readonly (long PickUp, int Place)[] best = new (long PickUp, int Place)[MatchExplanation.MostCandidates];

    // What each vehicle got, by its place.
    private readonly int?[] got = new int?[problem.Vehicles.Length];
    private MatchingRequest request;
    private FilteredCounts filtered;
    private long longest;
    private int count;

    /// <summary>One for each request so far.</summary>
    public IReadOnlyList<MatchExplanation> All => explanations;

    /// <summary>Begins with a request.</summary>
    /// <param name="next">The request.</param>
    /// <param name="longestPickUp">The longest pick-up in time; below 0 when it is too late for any.</param>
    public void Begin(in MatchingRequest next, long longestPickUp)
    {
        request = next;
        longest = longestPickUp;
        count = 0;
        filtered = longestPickUp < 0 ? new FilteredCounts(problem.Vehicles.Length, 0, 0, 0) : default;
    }

    /// <summary>Looks at the vehicles that are left.</summary>
    /// <param name="places">Their places.</param>
    /// <param name="freeIn">When they are free, as many.</param>
    /// <param name="drives">How long they drive to the request, as many.</param>
    public void Look(ReadOnlySpan<int> places, ReadOnlySpan<int> freeIn, ReadOnlySpan<int> drives)
    {
        // Most requests ask for nothing but to be reached in time: then only the few best need a second look.
        var asksForMore = request.RequiredFlags != 0 || !request.ExcludedSlots.IsEmpty || request.LongestDriveMilliseconds < int.MaxValue;
        var late = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var pickUp = CandidateFilter.PickUp(freeIn[i], drives[i]);
            if (pickUp > longest)
            {
                late++;
            }
            else if (asksForMore || count < best.Length || pickUp <= best[^1].PickUp)
            {
                Take(places[i], pickUp, drives[i]);
            }
        }

        filtered = filtered with { TooLate = filtered.TooLate + late };
    }

    /// <summary>Looks at the vehicles that went to earlier requests.</summary>
    public void LookAtTaken(ReadOnlySpan<int> places)
    {
        if (longest < 0)
        {
            return;
        }

        foreach (var place in places)
        {
            ref readonly var vehicle = ref problem.Vehicles[place];
            var drive = problem.TravelTimes.Milliseconds(vehicle.Node, request.PickUpNode);
            var pickUp = CandidateFilter.PickUp(vehicle.FreeInMilliseconds, drive);
            if (pickUp > longest)
            {
                filtered = filtered with { TooLate = filtered.TooLate + 1 };
            }
            else
            {
                Take(place, pickUp, drive);
            }
        }
    }

    /// <summary>Ends a request.</summary>
    /// <param name="chosen">The place of the vehicle it got, or <see cref="MatchingRequest.Nobody"/>.</param>
    /// <param name="reason">Why it got none.</param>
    public void End(int chosen, UnmatchedReason? reason)
    {
        if (chosen != MatchingRequest.Nobody && !best.AsSpan(0, count).Contains((PickUpOf(chosen), chosen)))
        {
            // Those that went to earlier requests were all nearer.
            best[count - 1] = (PickUpOf(chosen), chosen);
        }

        var candidates = new ExplainedCandidate[count];
        for (var i = 0; i < count; i++)
        {
            ref readonly var vehicle = ref problem.Vehicles[best[i].Place];
            candidates[i] = new ExplainedCandidate(
                vehicle.Slot, vehicle.FreeInMilliseconds, (int)(best[i].PickUp - vehicle.FreeInMilliseconds), 0, got[best[i].Place]);
        }

        explanations.Add(new MatchExplanation(
            request.Key,
            problem.NowMilliseconds,
            chosen == MatchingRequest.Nobody ? MatchingRequest.Nobody : problem.Vehicles[chosen].Slot,
            MatchingRequest.Nobody,
            candidates,
            filtered,
            reason,
            CandidateFilter.UnmatchedPrice(problem, request)));
        if (chosen != MatchingRequest.Nobody)
        {
            got[chosen] = request.Key;
        }
    }

    private long PickUpOf(int place) => CandidateFilter.PickUp(
        problem.Vehicles[place].FreeInMilliseconds, problem.TravelTimes.Milliseconds(problem.Vehicles[place].Node, request.PickUpNode));

    private void Take(int place, long pickUp, int drive)
    {
        switch (CandidateFilter.Judge(request, problem.Vehicles[place], drive))
        {
            case PairVerdict.Feasible:
                Insert(place, pickUp);
                break;
            case PairVerdict.TooFar:
                filtered = filtered with { TooFar = filtered.TooFar + 1 };
                break;
            case PairVerdict.Excluded when (problem.Vehicles[place].Flags & request.RequiredFlags) != request.RequiredFlags:
                filtered = filtered with { Lacking = filtered.Lacking + 1 };
                break;
            case PairVerdict.Excluded:
                filtered = filtered with { Excluded = filtered.Excluded + 1 };
                break;
        }
    }

    private void Insert(int place, long pickUp)
    {
        if (count == best.Length)
        {
            if ((pickUp, place).CompareTo(best[^1]) >= 0)
            {
                return;
            }
        }
        else
        {
            count++;
        }

        var at = count - 1;
        for (; at > 0 && (pickUp, place).CompareTo(best[at - 1]) < 0; at--)
        {
            best[at] = best[at - 1];
        }

        best[at] = (pickUp, place);
    }
}
