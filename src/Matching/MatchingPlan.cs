namespace O2O.Dispatch.Matching;

/// <summary>What a round decided. Every request of the problem is in one of the two lists, each in the order of <see cref="MatchingProblem.Requests"/>.</summary>
/// <param name="Pairs">Who gets which vehicle.</param>
/// <param name="Unmatched">Who gets none, and why.</param>
/// <param name="Certificate">The proof of optimality, from policies that promise it; otherwise null.</param>
public sealed record MatchingPlan(
    IReadOnlyList<MatchedPair> Pairs, IReadOnlyList<UnmatchedRequest> Unmatched, PlanCertificate? Certificate = null)
{
    /// <summary>The sum of all pick-up times, milliseconds.</summary>
    public long TotalPickUpMilliseconds => Pairs.Sum(p => (long)p.PickUpMilliseconds);
}
