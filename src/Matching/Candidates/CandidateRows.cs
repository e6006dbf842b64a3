using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using O2O.Dispatch.Matching.Assignment;
using O2O.Dispatch.Matching.Explanations;

namespace O2O.Dispatch.Matching.Candidates;

/// <summary>
/// The stage Generate: for each request its cheapest feasible vehicles, cheapest first, of equally cheap ones the lower slot.
/// </summary>
/// <remarks>
/// <para>Of n requests, the n cheapest vehicles of each would always be enough: n requests have n vehicles at most, so were one matched outside its n cheapest, one of those is
/// free and costs no more, and swapping to it serves as many for no more.</para>
/// <para>Mostly far fewer are enough, and which is known only while solving. So each row starts with its <see cref="FirstCount"/> cheapest and the solver
/// asks for more of a row when, and only when, a vehicle not yet listed could lie on a shortest path (<see cref="AssignmentRows"/>). The result is
/// the same as with every pair listed.</para>
/// </remarks>
internal sealed class CandidateRows : AssignmentRows
{
    private const int FirstCount = 16;
    private const int Growth = 4;

    private readonly MatchingProblem problem;
    private readonly int swapPenalty;
    private readonly long[] longestPickUp;
    private readonly PairVerdict[] verdicts;
    private readonly int[] drives;
    private readonly int[]? lateOf;
    private readonly List<ulong> kept = [];

    /// <param name="problem">The round.</param>
    /// <param name="swapPenaltyMilliseconds">What a held request costs more with any vehicle but its holder.</param>
    /// <param name="mostFirst">Whether the most are served whatever it costs; otherwise a request is left when its price is less than a vehicle.</param>
    public CandidateRows(MatchingProblem problem, int swapPenaltyMilliseconds = 0, bool mostFirst = true)
        : base(problem.Requests.Length, problem.Vehicles.Length)
    {
        this.problem = problem;
        swapPenalty = swapPenaltyMilliseconds;
        MostFirst = mostFirst;
        longestPickUp = new long[Rows];
        verdicts = new PairVerdict[Rows];
        lateOf = problem.Explains ? new int[Rows] : null;
        Price = new int[Rows];
        Must = problem.HolderOfRequest is { } holders ? Array.ConvertAll(holders, h => h >= 0) : null;
        ColumnPrices = problem.LastPrices is null ? null : PricesOf(problem.LastPrices);
        var greatest = 0L;
        for (var row = 0; row < Rows; row++)
        {
            ref readonly var request = ref problem.Requests[row];
            longestPickUp[row] = CandidateFilter.LongestPickUp(problem, request);
            Price[row] = CandidateFilter.UnmatchedPrice(problem, request);
            greatest = Math.Max(greatest, longestPickUp[row] + swapPenalty);
            if (Holder(row) is >= 0 and var holder)
            {
                greatest = Math.Max(greatest, CandidateFilter.PickUp(problem.FreeInMilliseconds[holder], problem.TravelTimes.Milliseconds(problem.VehicleNodes[holder], request.PickUpNode)));
            }
        }

        GreatestCost = Math.Min(greatest, int.MaxValue);
        drives = new int[Columns];
        for (var row = 0; row < Rows; row++)
        {
            List(row, FirstCount, isFirst: true);
        }
    }

    /// <summary>How many vehicles a request could not have, in a round that explains. Listing has counted those that come too late, and most requests ask for nothing else; for others all vehicles are looked at again.</summary>
    public FilteredCounts Filtered(int row)
    {
        ref readonly var request = ref problem.Requests[row];
        if (longestPickUp[row] >= 0)
        {
            if (Holder(row) < 0 && CandidateFilter.AsksOnlyForTime(problem, request))
            {
                return new FilteredCounts(lateOf![row], 0, 0, 0);
            }

            Ask(request);
        }

        return CandidateFilter.Count(problem, request, longestPickUp[row], drives);
    }

    /// <summary>The best any vehicle of the round had to offer a request, by its place in the problem.</summary>
    public PairVerdict BestVerdict(int request) => verdicts[request];

    /// <summary>What a pair costs more because it takes a request from the vehicle that holds it.</summary>
    public int Penalty(int request, int vehicle) => Holder(request) is >= 0 and var holder && holder != vehicle ? swapPenalty : 0;

    public override void Extend(int row) => List(row, Math.Max(FirstCount, Count[row]) * Growth, isFirst: false);

    private int Holder(int row) => problem.HolderOfRequest is { } holders ? holders[row] : -1;

    private long[] PricesOf(VehiclePrices last)
    {
        var prices = new long[Columns];
        var at = 0;
        for (var column = 0; column < prices.Length; column++)
        {
            var slot = problem.Vehicles[column].Slot;
            while (at < last.Slots.Count && last.Slots[at] < slot)
            {
                at++;
            }

            if (at < last.Slots.Count && last.Slots[at] == slot)
            {
                prices[column] = Math.Clamp(last.Milliseconds[at], -(1L << 60), 0);
            }
        }

        return prices;
    }

    private void List(int row, int count, bool isFirst)
    {
        var keep = new Cheapest(kept, count);
        ref readonly var request = ref problem.Requests[row];
        var holder = Holder(row);
        var tooLate = 0;
        if (holder < 0)
        {
            if (longestPickUp[row] >= 0)
            {
                Ask(request);
                tooLate = ListVehicles(row, 0, Columns, 0, ref keep);
            }
        }
        else if (!request.MaySwap || longestPickUp[row] < 0)
        {
            AddHolder(row, holder, ref keep);
        }
        else
        {
            // Candidates come in the order of vehicles, the holder in its place: that is what ties are decided by.
            Ask(request);
            ListVehicles(row, 0, holder, swapPenalty, ref keep);
            AddHolder(row, holder, ref keep);
            ListVehicles(row, holder + 1, Columns, swapPenalty, ref keep);
        }

        SetRow(row, keep.Finish(), keep.HasThrownAway);
        if (isFirst && lateOf is not null)
        {
            lateOf[row] = tooLate;
        }
    }

    private void Ask(in MatchingRequest request) => problem.TravelTimes.ManyToOne(problem.VehicleNodes, request.PickUpNode, drives);

    private void AddHolder(int row, int holder, ref Cheapest keep)
    {
        var drive = problem.TravelTimes.Milliseconds(problem.VehicleNodes[holder], problem.Requests[row].PickUpNode);
        keep.Add(Math.Min(int.MaxValue, CandidateFilter.PickUp(problem.FreeInMilliseconds[holder], drive)), holder);
        verdicts[row] = PairVerdict.Feasible;
    }

    /// <returns>How many come too late.</returns>
    private int ListVehicles(int row, int from, int to, int penalty, ref Cheapest keep)
    {
        ref readonly var request = ref problem.Requests[row];
        var freeIn = problem.FreeInMilliseconds.AsSpan(0, to);
        var driveOf = drives.AsSpan(0, to);

        // Of thousands of vehicles a few dozen pass the comparison, which tightens as the list fills. A cost beyond 2^31 is no candidate.
        var latest = (uint)longestPickUp[row];
        var longest = Math.Min(longestPickUp[row], int.MaxValue - penalty);
        var limit = Math.Min(longest, keep.Limit - penalty);
        var counts = Vector512<uint>.Zero;
        var column = from;
        for (; column <= to - CandidateFilter.Lanes; column += CandidateFilter.Lanes)
        {
            var near = CandidateFilter.Within(freeIn, driveOf, column, (uint)Math.Max(limit, 0), latest, ref counts);
            for (; near != 0; near = unchecked(near & (near - 1)))
            {
                limit = Consider(row, request, column + BitOperations.TrailingZeroCount(near), penalty, longest, limit, ref keep);
            }
        }

        var late = (int)Vector512.Sum(counts);
        for (; column < to; column++)
        {
            late += CandidateFilter.PickUp(freeIn[column], driveOf[column]) > latest ? 1 : 0;
            limit = Consider(row, request, column, penalty, longest, limit, ref keep);
        }

        return late;
    }

    /// <summary>Takes a vehicle that may come within the limit.</summary>
    /// <returns>The limit after it.</returns>
    private long Consider(int row, in MatchingRequest request, int column, int penalty, long longest, long limit, ref Cheapest keep)
    {
        var pickUp = CandidateFilter.PickUp(problem.FreeInMilliseconds[column], drives[column]);
        if (pickUp > limit)
        {
            return limit;
        }

        var verdict = CandidateFilter.Judge(problem, request, problem.Vehicles[column], drives[column]);
        verdicts[row] = verdict > verdicts[row] ? verdict : verdicts[row];
        return verdict == PairVerdict.Feasible ? Math.Min(longest, keep.Add(pickUp + (uint)penalty, column) - penalty) : limit;
    }

    /// <summary>Keeps the cheapest so many of a stream of candidates: collects twice as many, then throws the dearer half away.</summary>
    private ref struct Cheapest
    {
        private readonly List<ulong> kept;
        private readonly int count;

        public Cheapest(List<ulong> kept, int count)
        {
            this.kept = kept;
            this.count = count;
            kept.Clear();
        }

        /// <summary>Whether more candidates came than are kept.</summary>
        public bool HasThrownAway { get; private set; }

        /// <summary>The dearest that still has a place. Candidates come in order, so a later one as dear as the last kept has none.</summary>
        public long Limit { get; private set; } = long.MaxValue;

        /// <summary>Takes a candidate and tells the limit after it.</summary>
        public long Add(uint cost, int column)
        {
            kept.Add(((ulong)cost << 32) | (uint)column);
            if (kept.Count >= 2 * count)
            {
                Cut();
                Limit = (long)(kept[^1] >> 32) - 1;
            }

            return Limit;
        }

        public ReadOnlySpan<ulong> Finish()
        {
            Cut();
            return CollectionsMarshal.AsSpan(kept);
        }

        private void Cut()
        {
            kept.Sort();
            if (kept.Count > count)
            {
                kept.RemoveRange(count, kept.Count - count);
                HasThrownAway = true;
            }
        }
    }
}
