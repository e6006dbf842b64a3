namespace O2O.Dispatch.Matching;

/// <summary>
/// A proof that no plan serves more, and none serves as many at less cost: one price for each request and vehicle. Anyone can check it
/// in one look at every pair, without trusting how the plan was found; see docs/reference/matching.md.
/// </summary>
/// <param name="SwapPenaltyMilliseconds">What a held request costs more, beside the pick-up time, with a vehicle that does not hold it.</param>
/// <param name="UnmatchedPrices">What leaving each request without a vehicle is counted as: more than any whole plan can cost, and its own price on top.</param>
/// <param name="RequestPrices">A price for each of <see cref="MatchingProblem.Requests"/>, in that order.</param>
/// <param name="VehiclePrices">A price for each of <see cref="MatchingProblem.Vehicles"/>, in that order.</param>
public sealed record PlanCertificate(
    int SwapPenaltyMilliseconds, IReadOnlyList<long> UnmatchedPrices, IReadOnlyList<long> RequestPrices, IReadOnlyList<long> VehiclePrices);
