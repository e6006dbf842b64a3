using O2O.Dispatch.Matching.Candidates;

namespace O2O.Dispatch.Matching.Explanations;

/// <summary>Writes down how one request after the other got its nearest vehicle, from the drives that were looked up to find it.</summary>
/// <param name="problem">The round.</param>
internal sealed class NearestExplanations(MatchingProblem problem)
{
    private const int PickUpShift = 32;

    private readonly List<MatchExplanation> explanations = new(problem.Requests.Length);

    // The best of the request at hand, sorted: the pick-up above the place, so that one comparison orders by both. Places are places in the problem, which
    // are in order of slot.
    private readonly ulong[] best = new ulong[MatchExplanation.MostCandidates];

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

    /// <summary>Looks at all vehicles, those that went to earlier requests too. Not asked when it is too late for any.</summary>
    /// <param name="places">Their places.</param>
    /// <param name="freeIn">When they are free, as many.</param>
    /// <param name="drives">How long they drive to the request, as many.</param>
    public void Look(ReadOnlySpan<int> places, ReadOnlySpan<int> freeIn, ReadOnlySpan<int> drives)
    {
        if (!CandidateFilter.AsksOnlyForTime(request))
        {
            LookAtEach(places, freeIn, drives);
            return;
        }

        // Only the few best need a second look, and the comparison tightens as they are found.
        filtered = filtered with { TooLate = CandidateFilter.CountLate(freeIn, drives, (uint)longest) };
        var limit = longest;
        for (var i = CandidateFilter.SkipDearer(freeIn, drives, 0, limit); i < drives.Length; i = CandidateFilter.SkipDearer(freeIn, drives, i + 1, limit))
        {
            var pickUp = CandidateFilter.PickUp(freeIn[i], drives[i]);
            if (pickUp <= limit)
            {
                Insert(places[i], pickUp);
                limit = count == best.Length ? (long)(best[^1] >> PickUpShift) : longest;
            }
        }
    }

    /// <summary>Ends a request.</summary>
    /// <param name="chosen">The place of the vehicle it got, or <see cref="MatchingRequest.Nobody"/>.</param>
    /// <param name="reason">Why it got none.</param>
    public void End(int chosen, UnmatchedReason? reason)
    {
        if (chosen != MatchingRequest.Nobody && Key(PickUpOf(chosen), chosen) is var key && !best.AsSpan(0, count).Contains(key))
        {
            // Those that went to earlier requests were all nearer.
            best[count - 1] = key;
        }

        var candidates = new ExplainedCandidate[count];
        for (var i = 0; i < count; i++)
        {
            var place = unchecked((int)best[i]);
            ref readonly var vehicle = ref problem.Vehicles[place];
            candidates[i] = new ExplainedCandidate(
                vehicle.Slot, vehicle.FreeInMilliseconds, (int)(best[i] >> PickUpShift) - vehicle.FreeInMilliseconds, 0, got[place]);
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

    private void LookAtEach(ReadOnlySpan<int> places, ReadOnlySpan<int> freeIn, ReadOnlySpan<int> drives)
    {
        var late = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var pickUp = CandidateFilter.PickUp(freeIn[i], drives[i]);
            if (pickUp > longest)
            {
                late++;
            }
            else
            {
                Take(places[i], pickUp, drives[i]);
            }
        }

        filtered = filtered with { TooLate = late };
    }

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

    private static ulong Key(long pickUp, int place) => ((ulong)pickUp << PickUpShift) | (uint)place;

    private void Insert(int place, long pickUp)
    {
        var key = Key(pickUp, place);
        if (count < best.Length)
        {
            count++;
        }
        else if (key >= best[^1])
        {
            return;
        }

        var at = count - 1;
        for (; at > 0 && key < best[at - 1]; at--)
        {
            best[at] = best[at - 1];
        }

        best[at] = key;
    }
}
