using System.Buffers;
using System.Collections;
using System.Runtime.CompilerServices;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching.Candidates;

namespace O2O.Dispatch.Matching.Explanations;

/// <summary>
/// How the requests of a round of <c>nearest</c> were decided, worked out when somebody asks. The round itself keeps only what it was made of: its snapshot, its outcome and the travel times
/// of its moment. None of them changes any more, so what is told later is what would have been told at once. Safe for many threads.
/// </summary>
public sealed class DeferredExplanations : IReadOnlyList<MatchExplanation>
{
    private const int PickUpShift = 32;

    private readonly MatchingProblem problem;
    private readonly IReadOnlyList<MatchedPair> pairs;
    private readonly IReadOnlyList<UnmatchedRequest> unmatched;

    // Both are made when they are first needed. Two threads may make the same twice.
    private int[]? chosen;
    private MatchExplanation[]? all;

    internal DeferredExplanations(MatchingProblem problem, IReadOnlyList<MatchedPair> pairs, IReadOnlyList<UnmatchedRequest> unmatched)
    {
        this.problem = problem;
        this.pairs = pairs;
        this.unmatched = unmatched;
    }

    /// <inheritdoc/>
    public int Count => problem.Requests.Length;

    /// <summary>The travel times that are held; those of a market are held by all its rounds between two changes of traffic, and are not in <see cref="HeldBytes"/>.</summary>
    public ITravelTimes TravelTimes => problem.TravelTimes;

    /// <summary>How many bytes are held while a decision of the round is still to be worked out: 32 a vehicle and some 130 a request.</summary>
    public long HeldBytes =>
        ((long)problem.Vehicles.Length * (Unsafe.SizeOf<MatchingVehicle>() + sizeof(int) + sizeof(int)))
        + ((long)Count * (Unsafe.SizeOf<MatchingRequest>() + sizeof(int) + sizeof(int)))
        + (2L * ((pairs.Count * Unsafe.SizeOf<MatchedPair>()) + (unmatched.Count * Unsafe.SizeOf<UnmatchedRequest>())))
        + ((problem.LastPrices?.Slots.Count ?? 0) * (long)(sizeof(int) + sizeof(long)))
        + (problem.Commitments?.HeldBytes ?? 0)
        + (problem.Skills?.HeldBytes ?? 0);

    /// <summary>How a request was decided.</summary>
    /// <param name="index">Its place in the round, from 0, in the order of <see cref="MatchingProblem.Requests"/>.</param>
    public MatchExplanation this[int index] => Volatile.Read(ref all) is { } known ? known[index] : Explain(index, Chosen());

    /// <summary>The key of a request, which needs no working out.</summary>
    /// <param name="index">Its place in the round, from 0.</param>
    public int RequestKey(int index) => problem.Requests[index].Key;

    /// <summary>Works all of them out, so that asking takes no time. Some microseconds a request, for each thousand vehicles about one.</summary>
    public void WorkOut()
    {
        if (Volatile.Read(ref all) is not null)
        {
            return;
        }

        var places = Chosen();
        var explained = new MatchExplanation[Count];
        for (var i = 0; i < explained.Length; i++)
        {
            explained[i] = Explain(i, places);
        }

        Volatile.Write(ref all, explained);
    }

    /// <inheritdoc/>
    public IEnumerator<MatchExplanation> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same with other reasons for those that got none.</summary>
    internal DeferredExplanations With(IReadOnlyList<UnmatchedRequest> reasons) => new(problem, pairs, reasons);

    /// <summary>For each request the place of the vehicle it got, or <see cref="MatchingRequest.Nobody"/>. Places are in the order of slots.</summary>
    private int[] Chosen()
    {
        if (Volatile.Read(ref chosen) is { } known)
        {
            return known;
        }

        // Pairs are in the order of requests.
        var places = new int[Count];
        var pair = 0;
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = pair < pairs.Count && pairs[pair].RequestKey == problem.Requests[i].Key
                ? problem.IndexOf(pairs[pair++].VehicleSlot)
                : MatchingRequest.Nobody;
        }

        Volatile.Write(ref chosen, places);
        return places;
    }

    private MatchExplanation Explain(int index, int[] places)
    {
        ref readonly var request = ref problem.Requests[index];
        Span<ulong> best = stackalloc ulong[MatchExplanation.MostCandidates];
        var longest = CandidateFilter.LongestPickUp(problem, request);
        var filtered = new FilteredCounts(problem.Vehicles.Length, 0, 0, 0);
        var count = 0;
        if (longest >= 0)
        {
            var rented = ArrayPool<int>.Shared.Rent(problem.Vehicles.Length);
            var drives = rented.AsSpan(0, problem.Vehicles.Length);
            problem.TravelTimes.ManyToOne(problem.VehicleNodes, request.PickUpNode, drives);
            filtered = CandidateFilter.Count(problem, request, longest, drives);
            count = Best(request, longest, drives, best);
            ArrayPool<int>.Shared.Return(rented);
        }

        var got = places[index];
        if (got != MatchingRequest.Nobody)
        {
            var vehicle = problem.Vehicles[got];
            var key = Key(CandidateFilter.PickUp(vehicle.FreeInMilliseconds, problem.TravelTimes.Milliseconds(vehicle.Node, request.PickUpNode)), got);
            if (!best[..count].Contains(key))
            {
                // Those that went to earlier requests were all nearer.
                best[count - 1] = key;
            }
        }

        var candidates = new ExplainedCandidate[count];
        for (var i = 0; i < count; i++)
        {
            var place = unchecked((int)best[i]);
            ref readonly var vehicle = ref problem.Vehicles[place];
            var earlier = places.AsSpan(0, index).IndexOf(place);
            candidates[i] = new ExplainedCandidate(
                vehicle.Slot, vehicle.FreeInMilliseconds, (int)(best[i] >> PickUpShift) - vehicle.FreeInMilliseconds, 0, earlier < 0 ? null : problem.Requests[earlier].Key);
        }

        return new MatchExplanation(
            request.Key,
            problem.NowMilliseconds,
            got == MatchingRequest.Nobody ? MatchingRequest.Nobody : problem.Vehicles[got].Slot,
            MatchingRequest.Nobody,
            candidates,
            filtered,
            got == MatchingRequest.Nobody ? Reason(request.Key) : null,
            CandidateFilter.UnmatchedPrice(problem, request))
        {
            Committed = CandidateFilter.Committed(problem, request),
            Unskilled = CandidateFilter.Unskilled(problem, request),
        };
    }

    private UnmatchedReason Reason(int key)
    {
        foreach (var one in unmatched)
        {
            if (one.RequestKey == key)
            {
                return one.Reason;
            }
        }

        throw new InvalidOperationException($"Request {key} is neither matched nor unmatched.");
    }

    /// <summary>The best of all vehicles, also of those that went to earlier requests: the pick-up above the place, so that one comparison orders by both.</summary>
    private int Best(in MatchingRequest request, long longest, ReadOnlySpan<int> drives, Span<ulong> best)
    {
        var (count, limit) = (0, longest);
        var freeIn = problem.FreeInMilliseconds.AsSpan();
        for (var i = CandidateFilter.SkipDearer(freeIn, drives, 0, limit); i < drives.Length; i = CandidateFilter.SkipDearer(freeIn, drives, i + 1, limit))
        {
            var pickUp = CandidateFilter.PickUp(freeIn[i], drives[i]);
            if (pickUp <= limit && CandidateFilter.Judge(problem, request, problem.Vehicles[i], drives[i]) == PairVerdict.Feasible)
            {
                count = Insert(best, count, Key(pickUp, i));

                // Vehicles come in order of place, so a later one as dear as the last kept has no place.
                limit = count == best.Length ? (long)(best[^1] >> PickUpShift) - 1 : limit;
            }
        }

        return count;
    }

    private static ulong Key(long pickUp, int place) => ((ulong)pickUp << PickUpShift) | (uint)place;

    private static int Insert(Span<ulong> best, int count, ulong key)
    {
        count = Math.Min(count + 1, best.Length);
        var at = count - 1;
        for (; at > 0 && key < best[at - 1]; at--)
        {
            best[at] = best[at - 1];
        }

        best[at] = key;
        return count;
    }
}
