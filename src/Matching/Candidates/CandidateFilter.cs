using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using O2O.Dispatch.Matching.Explanations;

namespace O2O.Dispatch.Matching.Candidates;

/// <summary>The stage Filter, and Cost beside it: which vehicles may have a request, and what that costs. Infeasible is absence, never a huge number.</summary>
internal static class CandidateFilter
{
    /// <summary>The longest pick-up time, from now, that still meets the deadline; negative when it is over. No pick-up lies more than 24 days ahead.</summary>
    public static long LongestPickUp(MatchingProblem problem, in MatchingRequest request)
    {
        // A deadline may be as far away as a long reaches, and the difference must not wrap around.
        var left = (Int128)request.DeadlineMilliseconds - problem.NowMilliseconds;
        return (long)Int128.Clamp(left, -1, int.MaxValue);
    }

    /// <summary>
    /// The cost of a pair: milliseconds from now to the pick-up. Whole milliseconds, nothing is added or weighed. A drive is below 2^31 and a vehicle free
    /// within <see cref="MatchingVehicle.LongestFreeIn"/>, so the sum fits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint PickUp(int freeInMilliseconds, int driveMilliseconds) => unchecked((uint)freeInMilliseconds + (uint)driveMilliseconds);

    /// <summary>What leaving a request without a vehicle counts: the price it has, or the time it has waited.</summary>
    public static int UnmatchedPrice(MatchingProblem problem, in MatchingRequest request) => request.UnmatchedPriceMilliseconds != MatchingRequest.PricedByAge
        ? request.UnmatchedPriceMilliseconds
        : (int)Int128.Clamp((Int128)problem.NowMilliseconds - request.BornMilliseconds, 0, int.MaxValue);

    /// <summary>Counts who could not have a request, by the first reason there is. The drives to its pick-up are given; a request whose time is over has none.</summary>
    public static FilteredCounts Count(MatchingProblem problem, in MatchingRequest request, long longest, ReadOnlySpan<int> drives)
    {
        var vehicles = problem.Vehicles;
        if (longest < 0)
        {
            return new FilteredCounts(vehicles.Length, 0, 0, 0);
        }

        var freeIn = problem.FreeInMilliseconds.AsSpan(0, vehicles.Length);
        var driveOf = drives[..vehicles.Length];
        int late = 0, far = 0, excluded = 0, lacking = 0;
        if (request.RequiredFlags == 0 && request.ExcludedSlots.IsEmpty && request.LongestDriveMilliseconds == int.MaxValue)
        {
            return new FilteredCounts(CountLate(freeIn, driveOf, (uint)longest), 0, 0, 0);
        }

        for (var i = 0; i < driveOf.Length; i++)
        {
            if (PickUp(freeIn[i], driveOf[i]) > longest)
            {
                late++;
            }
            else if (driveOf[i] > request.LongestDriveMilliseconds)
            {
                far++;
            }
            else if ((vehicles[i].Flags & request.RequiredFlags) != request.RequiredFlags)
            {
                lacking++;
            }
            else if (request.ExcludedSlots.Span.Contains(vehicles[i].Slot))
            {
                excluded++;
            }
        }

        return new FilteredCounts(late, far, excluded, lacking);
    }

    /// <summary>The common case, by whole vectors: counting must cost next to nothing.</summary>
    private static int CountLate(ReadOnlySpan<int> freeIn, ReadOnlySpan<int> drives, uint longest)
    {
        var free = MemoryMarshal.Cast<int, uint>(freeIn);
        var drive = MemoryMarshal.Cast<int, uint>(drives);
        var most = new Vector<uint>(longest);
        var counts = Vector<uint>.Zero;
        var at = 0;
        for (; at <= drive.Length - Vector<uint>.Count; at += Vector<uint>.Count)
        {
            // A comparison that holds is all ones, which is -1.
            counts -= Vector.GreaterThan(new Vector<uint>(free[at..]) + new Vector<uint>(drive[at..]), most);
        }

        var late = (int)Vector.Sum(counts);
        for (; at < drive.Length; at++)
        {
            late += PickUp(freeIn[at], drives[at]) > longest ? 1 : 0;
        }

        return late;
    }

    /// <summary>Whether a vehicle that comes in time may have a request.</summary>
    public static PairVerdict Judge(in MatchingRequest request, in MatchingVehicle vehicle, int driveMilliseconds)
    {
        if (driveMilliseconds > request.LongestDriveMilliseconds)
        {
            return PairVerdict.TooFar;
        }

        return (vehicle.Flags & request.RequiredFlags) == request.RequiredFlags
            && (request.ExcludedSlots.IsEmpty || !request.ExcludedSlots.Span.Contains(vehicle.Slot))
            ? PairVerdict.Feasible
            : PairVerdict.Excluded;
    }

    /// <summary>The reason for a request without a vehicle, from the best verdict any vehicle of the round had for it.</summary>
    public static UnmatchedReason Reason(MatchingProblem problem, PairVerdict best) => problem.Vehicles.IsEmpty
        ? UnmatchedReason.NoVehicles
        : best switch
        {
            PairVerdict.Feasible => UnmatchedReason.LostToOthers,
            PairVerdict.Excluded => UnmatchedReason.AllExcluded,
            PairVerdict.TooFar => UnmatchedReason.AllTooFar,
        };
}
