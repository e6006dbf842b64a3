using System.Runtime.CompilerServices;

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
