namespace O2O.Dispatch.Matching.Policies;

/// <summary>
/// Solves the whole pool before pick-up again each round: waiting requests and those accepted, over idle vehicles, those on their way to a pick-up and those soon free.
/// Serves the most, then the least total pick-up time, where each swap counts a penalty on top: it must save that much.
/// </summary>
/// <param name="windowMilliseconds">The time between rounds.</param>
/// <param name="soonFreeWithinMilliseconds">How soon a busy vehicle must be free to be a candidate.</param>
/// <param name="swapPenaltyMilliseconds">What a swap must save, 0 or more.</param>
/// <param name="mostSwapsPerJob">How often a job may change vehicles.</param>
public sealed class ReassignPolicy(
    int windowMilliseconds = 5_000, int soonFreeWithinMilliseconds = 0, int swapPenaltyMilliseconds = 10_000, int mostSwapsPerJob = 3) : IMatchingPolicy
{
    /// <inheritdoc/>
    public string Name => "reassign";

    /// <inheritdoc/>
    public MatchingNeeds Needs { get; } = new(windowMilliseconds, soonFreeWithinMilliseconds, Repools: true, MostSwapsPerJob: mostSwapsPerJob);

    /// <inheritdoc/>
    public MatchingPlan Solve(MatchingProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return PoolRound.Solve(problem, swapPenaltyMilliseconds);
    }
}
