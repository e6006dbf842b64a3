using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using O2O.Dispatch.Matching.Commitments;
using O2O.Dispatch.Matching.Explanations;
using O2O.Dispatch.Matching.Skills;

namespace O2O.Dispatch.Matching.Candidates;

/// <summary>The stage Filter, and Cost beside it: which vehicles may have a request, and what that costs. Infeasible is absence, never a huge number.</summary>
internal static class CandidateFilter
{
    /// <summary>How many vehicles are looked at together.</summary>
    public const int Lanes = 16;

    private const int Pair = 2 * Lanes;

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

    /// <summary>Whether a request asks for nothing but to be reached in time, as most do, of vehicles that have promised nothing.</summary>
    public static bool AsksOnlyForTime(MatchingProblem problem, in MatchingRequest request) =>
        problem.Commitments is null && request.Asks == MatchingRequest.Nothing && request.RequiredFlags == 0 && request.ExcludedSlots.IsEmpty && request.LongestDriveMilliseconds == int.MaxValue;

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
        int late = 0, far = 0, excluded = 0, lacking = 0, unskilled = 0, committed = 0;
        if (AsksOnlyForTime(problem, request))
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
            else if (LacksSkill(problem, request, vehicles[i].Slot))
            {
                unskilled++;
            }
            else if (problem.Commitments?.Keeps(problem, request, vehicles[i], driveOf[i]) == false)
            {
                committed++;
            }
        }

        return new FilteredCounts(late, far, excluded, lacking, committed, unskilled);
    }

    /// <summary>How many come too late to a request that asks for nothing else: the common case, by whole vectors, because counting must cost next to nothing.</summary>
    public static int CountLate(ReadOnlySpan<int> freeIn, ReadOnlySpan<int> drives, uint longest)
    {
        ref var free = ref Unsafe.As<int, uint>(ref MemoryMarshal.GetReference(freeIn[..drives.Length]));
        ref var drive = ref Unsafe.As<int, uint>(ref MemoryMarshal.GetReference(drives));
        var most = Vector512.Create(longest);
        var (counts, others) = (Vector512<uint>.Zero, Vector512<uint>.Zero);
        var at = 0;
        for (; at <= drives.Length - Pair; at += Pair)
        {
            // A comparison that holds is all ones, which is -1.
            counts -= Vector512.GreaterThan(Vector512.LoadUnsafe(ref free, (nuint)at) + Vector512.LoadUnsafe(ref drive, (nuint)at), most);
            others -= Vector512.GreaterThan(Vector512.LoadUnsafe(ref free, (nuint)(at + Lanes)) + Vector512.LoadUnsafe(ref drive, (nuint)(at + Lanes)), most);
        }

        var late = (int)Vector512.Sum(counts + others);
        for (; at < drives.Length; at++)
        {
            late += PickUp(freeIn[at], drives[at]) > longest ? 1 : 0;
        }

        return late;
    }

    /// <summary>How many of sixteen vehicles come too late, added lane by lane to a count, and which come within a limit, a bit each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Within(ReadOnlySpan<int> freeIn, ReadOnlySpan<int> drives, int at, uint limit, uint longest, ref Vector512<uint> late)
    {
        var pickUp = Vector512.Create(MemoryMarshal.Cast<int, uint>(freeIn.Slice(at, Lanes))) + Vector512.Create(MemoryMarshal.Cast<int, uint>(drives.Slice(at, Lanes)));
        late -= Vector512.GreaterThan(pickUp, Vector512.Create(longest));
        return Vector512.LessThanOrEqual(pickUp, Vector512.Create(limit)).ExtractMostSignificantBits();
    }

    /// <summary>The next vehicle whose pick-up is within the limit, as far as whole vectors tell: they are what is passed over quickly.</summary>
    public static int SkipDearer(ReadOnlySpan<int> freeIn, ReadOnlySpan<int> drives, int from, long limit)
    {
        if (limit < 0)
        {
            return drives.Length;
        }

        ref var free = ref Unsafe.As<int, uint>(ref MemoryMarshal.GetReference(freeIn[..drives.Length]));
        ref var drive = ref Unsafe.As<int, uint>(ref MemoryMarshal.GetReference(drives));
        var most = Vector512.Create((uint)limit);
        var at = from;
        while (at <= drives.Length - Lanes && !Vector512.LessThanOrEqualAny(Vector512.LoadUnsafe(ref free, (nuint)at) + Vector512.LoadUnsafe(ref drive, (nuint)at), most))
        {
            at += Lanes;
        }

        return at;
    }

    /// <summary>Whether a vehicle that comes in time may have a request.</summary>
    public static PairVerdict Judge(MatchingProblem problem, in MatchingRequest request, in MatchingVehicle vehicle, int driveMilliseconds)
    {
        if (driveMilliseconds > request.LongestDriveMilliseconds)
        {
            return PairVerdict.TooFar;
        }

        return (vehicle.Flags & request.RequiredFlags) != request.RequiredFlags
            || (!request.ExcludedSlots.IsEmpty && request.ExcludedSlots.Span.Contains(vehicle.Slot)) ? PairVerdict.Excluded
            : LacksSkill(problem, request, vehicle.Slot) ? PairVerdict.LacksSkill
            : problem.Commitments?.Keeps(problem, request, vehicle, driveMilliseconds) == false ? PairVerdict.WouldMissCommitment
            : PairVerdict.Feasible;
    }

    /// <summary>The slots of vehicles that could have a request but for what they have promised, the first <see cref="CommitmentBook.MostNamed"/>.</summary>
    public static IReadOnlyList<int> Committed(MatchingProblem problem, in MatchingRequest request)
    {
        if (problem.Commitments is not { } book)
        {
            return [];
        }

        var longest = LongestPickUp(problem, request);
        List<int>? named = null;
        foreach (var slot in book.Slots)
        {
            if (problem.IndexOf(slot) is not (>= 0 and var at))
            {
                continue;
            }

            ref readonly var vehicle = ref problem.Vehicles[at];
            var drive = problem.TravelTimes.Milliseconds(vehicle.Node, request.PickUpNode);
            if (PickUp(vehicle.FreeInMilliseconds, drive) <= longest && Judge(problem, request, vehicle, drive) == PairVerdict.WouldMissCommitment)
            {
                (named ??= []).Add(slot);
                if (named.Count == CommitmentBook.MostNamed)
                {
                    break;
                }
            }
        }

        return named is null ? [] : named.ToArray();
    }

    /// <summary>The slots of vehicles that could have a request but for a skill it asks for, the first <see cref="SkillBook.MostNamed"/>.</summary>
    public static IReadOnlyList<int> Unskilled(MatchingProblem problem, in MatchingRequest request)
    {
        if (request.Asks == MatchingRequest.Nothing)
        {
            return [];
        }

        var longest = LongestPickUp(problem, request);
        List<int>? named = null;
        foreach (ref readonly var vehicle in problem.Vehicles)
        {
            if (!LacksSkill(problem, request, vehicle.Slot))
            {
                continue;
            }

            var drive = problem.TravelTimes.Milliseconds(vehicle.Node, request.PickUpNode);
            if (PickUp(vehicle.FreeInMilliseconds, drive) <= longest && Judge(problem, request, vehicle, drive) == PairVerdict.LacksSkill)
            {
                (named ??= []).Add(vehicle.Slot);
                if (named.Count == SkillBook.MostNamed)
                {
                    break;
                }
            }
        }

        return named is null ? [] : named.ToArray();
    }

    private static bool LacksSkill(MatchingProblem problem, in MatchingRequest request, int slot) =>
        request.Asks != MatchingRequest.Nothing && problem.Skills?.Can(request.Asks, slot) != true;

    /// <summary>The reason for a request without a vehicle, from the best verdict any vehicle of the round had for it.</summary>
    public static UnmatchedReason Reason(MatchingProblem problem, PairVerdict best) => problem.Vehicles.IsEmpty
        ? UnmatchedReason.NoVehicles
        : best switch
        {
            PairVerdict.Feasible => UnmatchedReason.LostToOthers,
            PairVerdict.WouldMissCommitment => UnmatchedReason.AllCommitted,
            PairVerdict.LacksSkill => UnmatchedReason.AllLackSkill,
            PairVerdict.Excluded => UnmatchedReason.AllExcluded,
            PairVerdict.TooFar => UnmatchedReason.AllTooFar,
        };
}
