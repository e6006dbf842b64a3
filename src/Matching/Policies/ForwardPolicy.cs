namespace O2O.Dispatch.Matching.Policies;

/// <summary>
/// Decides like <see cref="BatchedPolicy"/> with one thing more in sight: vehicles soon free are candidates too, with the time until then as part of the pick-up time. A vehicle that ends
/// its job around the corner gets the request rather than an idle one from afar; the job is chained to the one it is busy with.
/// </summary>
/// <param name="windowMilliseconds">The time between rounds.</param>
/// <param name="soonFreeWithinMilliseconds">How soon a busy vehicle must be free to be a candidate.</param>
public sealed class ForwardPolicy(int windowMilliseconds = 5_000, int soonFreeWithinMilliseconds = 30_000) : IMatchingPolicy
{
    /// <inheritdoc/>
    public string Name => "forward";

    /// <inheritdoc/>
    public MatchingNeeds Needs { get; } = new(windowMilliseconds, soonFreeWithinMilliseconds);

    /// <inheritdoc/>
    public MatchingPlan Solve(MatchingProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return HeldAside.Solve(problem, static p => PoolRound.Solve(p, 0));
    }
}
