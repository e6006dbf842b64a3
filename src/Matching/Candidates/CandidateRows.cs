using O2O.Dispatch.Matching.Assignment;

namespace O2O.Dispatch.Matching.Candidates;

/// <summary>
/// The stage Generate: for each of the scarcer side its cheapest feasible partners, cheapest first, of equally cheap ones the earlier in the problem.
/// </summary>
/// <remarks>
/// <para>Rows are the scarcer side, n of them. A row's n cheapest partners would always be enough: n rows have n partners at most, so were a row
/// matched outside its n cheapest, one of those is free and costs no more, and swapping to it serves as many for no more.</para>
/// <para>Mostly far fewer are enough, and which is known only while solving. So each row starts with its <see cref="FirstCount"/> cheapest and the solver
/// asks for more of a row when, and only when, a partner not yet listed could lie on a shortest path (<see cref="AssignmentRows"/>). The result is
/// the same as with every pair listed.</para>
/// </remarks>
internal sealed class CandidateRows : AssignmentRows
{
    private const int FirstCount = 16;
    private const int Growth = 4;

    private readonly MatchingProblem problem;
    private readonly long[] longestPickUp;
    private readonly PairVerdict[] verdicts;
    private readonly int[] drives;
    private readonly List<ulong> kept = [];

    public CandidateRows(MatchingProblem problem)
        : base(Math.Min(problem.Requests.Length, problem.Vehicles.Length), Math.Max(problem.Requests.Length, problem.Vehicles.Length))
    {
        this.problem = problem;
        RequestsAreRows = problem.Requests.Length <= problem.Vehicles.Length;
        longestPickUp = new long[problem.Requests.Length];
        verdicts = new PairVerdict[problem.Requests.Length];
        var greatest = 0L;
        for (var request = 0; request < longestPickUp.Length; request++)
        {
            longestPickUp[request] = CandidateFilter.LongestPickUp(problem, problem.Requests[request]);
            greatest = Math.Max(greatest, longestPickUp[request]);
        }

        GreatestCost = greatest;
        drives = new int[Columns];
        for (var row = 0; row < Rows; row++)
        {
            List(row, FirstCount);
        }
    }

    /// <summary>Whether rows are requests and columns vehicles, or the other way round.</summary>
    public bool RequestsAreRows { get; }

    /// <summary>The best any vehicle of the round had to offer a request, by its place in the problem.</summary>
    public PairVerdict BestVerdict(int request) => verdicts[request];

    public override void Extend(int row) => List(row, Math.Max(FirstCount, Count[row]) * Growth);

    private void List(int row, int count)
    {
        var keep = new Cheapest(kept, count);
        if (RequestsAreRows)
        {
            ListVehicles(row, ref keep);
        }
        else
        {
            ListRequests(row, ref keep);
        }

        SetRow(row, keep.Finish(), keep.HasThrownAway);
    }

    private void ListVehicles(int row, ref Cheapest keep)
    {
        var longest = longestPickUp[row];
        if (longest < 0)
        {
            return;
        }

        ref readonly var request = ref problem.Requests[row];
        problem.TravelTimes.ManyToOne(problem.VehicleNodes, request.PickUpNode, drives);
        var vehicles = problem.Vehicles;
        var freeIn = problem.FreeInMilliseconds.AsSpan(0, drives.Length);
        var best = verdicts[row];

        // Of thousands of vehicles a few dozen pass the comparison, which tightens as the list fills.
        var limit = longest;
        for (var column = 0; column < drives.Length; column++)
        {
            var pickUp = CandidateFilter.PickUp(freeIn[column], drives[column]);
            if (pickUp > limit)
            {
                continue;
            }

            var verdict = CandidateFilter.Judge(request, vehicles[column], drives[column]);
            if (verdict == PairVerdict.Feasible)
            {
                limit = Math.Min(longest, keep.Add(pickUp, column));
            }

            best = verdict > best ? verdict : best;
        }

        verdicts[row] = best;
    }

    private void ListRequests(int row, ref Cheapest keep)
    {
        ref readonly var vehicle = ref problem.Vehicles[row];
        problem.TravelTimes.OneToMany(vehicle.Node, problem.PickUpNodes, drives);
        var requests = problem.Requests;
        var limit = long.MaxValue;
        for (var column = 0; column < drives.Length; column++)
        {
            var pickUp = CandidateFilter.PickUp(vehicle.FreeInMilliseconds, drives[column]);
            if (pickUp > longestPickUp[column])
            {
                continue;
            }

            // Every pair is judged here, also one too dear for the list: the verdict is the request's, whose other vehicles may all be worse.
            var verdict = CandidateFilter.Judge(requests[column], vehicle, drives[column]);
            if (verdict == PairVerdict.Feasible && pickUp <= limit)
            {
                limit = keep.Add(pickUp, column);
            }

            verdicts[column] = verdict > verdicts[column] ? verdict : verdicts[column];
        }
    }

    /// <summary>Keeps the cheapest so many of a stream of candidates: collects twice as many, then throws the dearer half away.</summary>
    private ref struct Cheapest
    {
        private readonly List<ulong> kept;
        private readonly int count;
        private long limit = long.MaxValue;

        public Cheapest(List<ulong> kept, int count)
        {
            this.kept = kept;
            this.count = count;
            kept.Clear();
        }

        /// <summary>Whether more candidates came than are kept.</summary>
        public bool HasThrownAway { get; private set; }

        /// <summary>Takes a candidate and tells the dearest that still has a place. Candidates come in order, so a later one as dear as the last kept has none.</summary>
        public long Add(uint cost, int column)
        {
            kept.Add(((ulong)cost << 32) | (uint)column);
            if (kept.Count >= 2 * count)
            {
                Cut();
                limit = (long)(kept[^1] >> 32) - 1;
            }

            return limit;
        }

        public ReadOnlySpan<ulong> Finish()
        {
            Cut();
            return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kept);
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
