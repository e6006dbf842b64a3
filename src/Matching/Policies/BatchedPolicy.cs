namespace O2O.Dispatch.Matching.Policies;

/// <summary>
/// Decides the whole batch at once: serves the most requests, and of all ways to serve so many takes one of least total pick-up time, where a request that must wait
/// counts the time it has waited. Exact over the batch, with a proof in the plan's certificate; it does not look beyond the batch.
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
        return HeldAside.Solve(problem, static p => PoolRound.Solve(p, 0));
    }
}
