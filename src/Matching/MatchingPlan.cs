using O2O.Dispatch.Matching.Explanations;

namespace O2O.Dispatch.Matching;

/// <summary>
/// What a round decided. Every request of the problem is in exactly one of <see cref="Pairs"/>, <see cref="Unmatched"/>, <see cref="Kept"/> and <see cref="Swaps"/>:
/// the first two for requests nobody holds, the others for held ones. A vehicle ends up with one request at most.
/// </summary>
/// <param name="Pairs">Who of the waiting gets which vehicle, in the order of <see cref="MatchingProblem.Requests"/>. To be carried out after the swaps: a vehicle here may give its request away there.</param>
/// <param name="Unmatched">Who of the waiting gets none, and why, in the same order.</param>
/// <param name="Certificate">The proof of optimality, from policies that promise it; otherwise null.</param>
public sealed record MatchingPlan(
    IReadOnlyList<MatchedPair> Pairs, IReadOnlyList<UnmatchedRequest> Unmatched, PlanCertificate? Certificate = null)
{
    /// <summary>Held requests that stay with their vehicle, in the order of the problem's requests, with the pick-up time as it is now.</summary>
    public IReadOnlyList<MatchedPair> Kept { get; init; } = [];

    /// <summary>
    /// Held requests that change vehicles, in an order in which they can be carried out one by one: when a swap's turn comes, the vehicle it goes to holds nothing
    /// any more. If one fails, those later ones whose vehicle therefore still holds its request fail too, and the others may go on.
    /// </summary>
    public IReadOnlyList<MatchedSwap> Swaps { get; init; } = [];

    /// <summary>Swaps that would have saved time but form rotations, where each vehicle waits for the next to let go, so that no order carries them out. Their requests are in <see cref="Kept"/>.</summary>
    public IReadOnlyList<MatchedSwap> LeftOutRotations { get; init; } = [];

    /// <summary>Where idle vehicles without a pair are sent, by slot.</summary>
    public IReadOnlyList<VehicleMove> Moves { get; init; } = [];

    /// <summary>How each waiting or swapped request was decided, in the order of the problem's requests; none unless <see cref="MatchingProblem.Explains"/>.</summary>
    public IReadOnlyList<MatchExplanation> Explanations { get; init; } = [];

    /// <summary>The prices of this round's vehicles for the next round to begin with, or null; see <see cref="MatchingProblem.LastPrices"/>.</summary>
    public VehiclePrices? Prices { get; init; }

    /// <summary>The sum of the pick-up times of <see cref="Pairs"/>, milliseconds.</summary>
    public long TotalPickUpMilliseconds => Pairs.Sum(p => (long)p.PickUpMilliseconds);
}
