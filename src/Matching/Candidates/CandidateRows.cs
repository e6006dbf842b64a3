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
        for (var request = 0; request < longestPickUp.Length; request++)
        {
            longestPickUp[request] = CandidateFilter.LongestPickUp(problem, problem.Requests[request]);
        }

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

        var sorted = keep.Finish();
        SetRow(row, sorted, truncated: keep.Seen > sorted.Length);
    }

    private void ListVehicles(int row, ref Cheapest keep)
    {
        ref readonly var request = ref problem.Requests[row];
        problem.TravelTimes.ManyToOne(problem.VehicleNodes, request.PickUpNode, drives);
        var vehicles = problem.Vehicles;
        var longest = longestPickUp[row];
        var best = verdicts[row];
        for (var column = 0; column < vehicles.Length; column++)
        {
            var verdict = CandidateFilter.Judge(request, vehicles[column], drives[column], longest);
            if (verdict == PairVerdict.Feasible)
            {
                keep.Add(CandidateFilter.PickUp(vehicles[column], drives[column]), column);
            }

            best = verdict > best ? verdict : best;
        }

        verdicts[row] = best;
        RaiseGreatestCost(keep.Greatest);
    }

    private void ListRequests(int row, ref Cheapest keep)
    {
        ref readonly var vehicle = ref problem.Vehicles[row];
        problem.TravelTimes.OneToMany(vehicle.Node, problem.PickUpNodes, drives);
        var requests = problem.Requests;
        for (var column = 0; column < requests.Length; column++)
        {
            var verdict = CandidateFilter.Judge(requests[column], vehicle, drives[column], longestPickUp[column]);
            if (verdict == PairVerdict.Feasible)
            {
                keep.Add(CandidateFilter.PickUp(vehicle, drives[column]), column);
            }

            verdicts[column] = verdict > verdicts[column] ? verdict : verdicts[column];
        }

        RaiseGreatestCost(keep.Greatest);
    }

    /// <summary>Keeps the cheapest so many of a stream of candidates: collects twice as many, then throws the dearer half away.</summary>
    private ref struct Cheapest(List<ulong> kept, int count)
    {
        private ulong bound = Start(kept);

        public int Seen { get; private set; }

        public long Greatest { get; private set; }

        public void Add(long cost, int column)
        {
            Seen++;
            Greatest = Math.Max(Greatest, cost);
            var key = ((ulong)cost << 32) | (uint)column;
            if (key < bound)
            {
                kept.Add(key);
                if (kept.Count >= 2 * count)
                {
                    kept.Sort();
                    kept.RemoveRange(count, kept.Count - count);
                    bound = kept[^1];
                }
            }
        }

        public readonly ReadOnlySpan<ulong> Finish()
        {
            kept.Sort();
            if (kept.Count > count)
            {
                kept.RemoveRange(count, kept.Count - count);
            }

            return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kept);
        }

        private static ulong Start(List<ulong> kept)
        {
            kept.Clear();
            return ulong.MaxValue;
        }
    }
}
