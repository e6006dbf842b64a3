namespace O2O.Dispatch.Matching;

/// <summary>
/// A proof that no plan serves more, and none serves as many in less total pick-up time: one price for each request and vehicle. Anyone can check it
/// in one look at every pair, without trusting how the plan was found; see docs/reference/matching.md.
/// </summary>
/// <param name="RequestsAreRows">Whether the unmatched price is asked of requests; otherwise of vehicles. It is asked of the scarcer side.</param>
/// <param name="UnmatchedPrice">What leaving one of the scarcer side unmatched is counted as: more than any whole plan can cost.</param>
/// <param name="RequestPrices">A price for each of <see cref="MatchingProblem.Requests"/>, in that order.</param>
/// <param name="VehiclePrices">A price for each of <see cref="MatchingProblem.Vehicles"/>, in that order.</param>
public sealed record PlanCertificate(
    bool RequestsAreRows, long UnmatchedPrice, IReadOnlyList<long> RequestPrices, IReadOnlyList<long> VehiclePrices);
