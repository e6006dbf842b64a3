namespace O2O.Dispatch.Matching.Policies;

/// <summary>
/// Solves the whole pool before pick-up again each round: waiting requests and those accepted, over idle vehicles, those on their way to a pick-up and those soon free.
/// Serves the most, then the least total pick-up time, where each swap counts <see cref="SwapPenaltyMilliseconds"/> on top: it must save that much.
/// </summary>
public sealed class ReassignPolicy : IMatchingPolicy
{
    /// <summary>What a swap must save, milliseconds.</summary>
    public const int SwapPenaltyMilliseconds = 10_000;

    /// <inheritdoc/>
    public string Name => "reassign";

    /// <inheritdoc/>
    public MatchingNeeds Needs { get; } = new(WindowMilliseconds: 5_000, SoonFreeWithinMilliseconds: 120_000, Repools: true, MostSwapsPerJob: 3);

    /// <inheritdoc/>
    public MatchingPlan Solve(MatchingProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return PoolRound.Solve(problem, SwapPenaltyMilliseconds);
    }
}
