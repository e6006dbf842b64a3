using O2O.Dispatch.Matching.Assignment;
using O2O.Dispatch.Matching.Candidates;

namespace O2O.Dispatch.Matching.Policies;

/// <summary>
/// Decides the whole batch at once: serves the most requests, and of all ways to serve so many takes one of least total pick-up time. Exact over the batch,
/// with a proof in the plan's certificate; it does not look beyond the batch.
/// </summary>
public sealed class BatchedPolicy : IMatchingPolicy
{
    /// <inheritdoc/>
    public string Name => "batched";

    /// <inheritdoc/>
    public MatchingNeeds Needs { get; } = new(WindowMilliseconds: 5_000);

    /// <inheritdoc/>
    public MatchingPlan Solve(MatchingProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return HeldAside.Solve(problem, Decide);
    }

    private static MatchingPlan Decide(MatchingProblem problem)
    {
        var candidates = new CandidateRows(problem);
        var solution = AssignmentSolver.Solve(candidates);
        var vehicleOf = VehicleOfRequest(problem, candidates.RequestsAreRows, solution);
        var pairs = new List<MatchedPair>(solution.Matched);
        var unmatched = new List<UnmatchedRequest>();
        var (requestPrices, vehiclePrices) = candidates.RequestsAreRows
            ? (solution.RowPrices, solution.ColumnPrices)
            : (solution.ColumnPrices, solution.RowPrices);
        for (var request = 0; request < vehicleOf.Length; request++)
        {
            var key = problem.Requests[request].Key;
            if (vehicleOf[request] is >= 0 and var vehicle)
            {
                // A chosen pair costs just its two prices.
                pairs.Add(new MatchedPair(key, problem.Vehicles[vehicle].Slot, (int)(requestPrices[request] + vehiclePrices[vehicle])));
            }
            else
            {
                unmatched.Add(new UnmatchedRequest(key, CandidateFilter.Reason(problem, candidates.BestVerdict(request))));
            }
        }

        return new MatchingPlan(
            pairs, unmatched, new PlanCertificate(candidates.RequestsAreRows, solution.UnmatchedPrice, requestPrices, vehiclePrices));
    }

    private static int[] VehicleOfRequest(MatchingProblem problem, bool requestsAreRows, AssignmentSolution solution)
    {
        var vehicleOf = new int[problem.Requests.Length];
        Array.Fill(vehicleOf, -1);
        for (var row = 0; row < solution.ColumnOfRow.Count; row++)
        {
            if (solution.ColumnOfRow[row] is >= 0 and var column)
            {
                vehicleOf[requestsAreRows ? row : column] = requestsAreRows ? column : row;
            }
        }

        return vehicleOf;
    }
}
