namespace O2O.Dispatch.Matching.Policies;

/// <summary>
/// Decides like <see cref="ReassignPolicy"/>, and sends idle vehicles it does not need now to where demand is expected, so that the pick-ups to come are short. The expectation is learned
/// from the requests that have come in, never from those to come.
/// </summary>
/// <param name="windowMilliseconds">The time between rounds.</param>
/// <param name="soonFreeWithinMilliseconds">How soon a busy vehicle must be free to be a candidate, and to count as supply where it will be.</param>
/// <param name="swapPenaltyMilliseconds">What a swap must save, 0 or more.</param>
/// <param name="mostSwapsPerJob">How often a job may change vehicles.</param>
/// <param name="repositioning">How vehicles are sent; null: the defaults.</param>
public sealed class RepositionPolicy(
    int windowMilliseconds = 5_000,
    int soonFreeWithinMilliseconds = 60_000,
    int swapPenaltyMilliseconds = 10_000,
    int mostSwapsPerJob = 3,
    Repositioning? repositioning = null) : IMatchingPolicy
{
    private readonly Repositioning repositioning = repositioning ?? new Repositioning();

    /// <inheritdoc/>
    public string Name => "reposition";

    /// <inheritdoc/>
    public MatchingNeeds Needs { get; } = new(windowMilliseconds, soonFreeWithinMilliseconds, Repools: true, mostSwapsPerJob, Repositions: true);

    /// <inheritdoc/>
    public MatchingPlan Solve(MatchingProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var plan = PoolRound.Solve(problem, swapPenaltyMilliseconds);
        return problem.Demand is { } demand && repositioning.IsDue(problem.NowMilliseconds, windowMilliseconds)
            ? plan with { Moves = repositioning.Moves(problem, plan, demand) }
            : plan;
    }
}
