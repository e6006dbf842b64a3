namespace O2O.Dispatch.Matching.Policies;

/// <summary>
/// Decides the whole batch at once: serves the most requests, and of all ways to serve so many takes one of least total pick-up time, where a request that must wait
/// counts the time it has waited. Exact over the batch, with a proof in the plan's certificate; it does not look beyond the batch. The batch grows with scarcity: where vehicles
/// are plenty nothing is gained by waiting, where they are few a larger batch wastes fewer of them.
/// </summary>
public sealed class BatchedPolicy : IMatchingPolicy
{
    /// <summary>The longest window, milliseconds.</summary>
    public const int LongestWindowMilliseconds = 10_000;

    private const int ShortestWindowMilliseconds = 1_000;
    private const int RichVehiclesPerRequest = 4;

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

    /// <summary>
    /// 0 when at least four idle vehicles are left for each request that waits; while more requests wait than vehicles are idle, twice the last window, up to
    /// <see cref="LongestWindowMilliseconds"/>; in between half of it, at least a second.
    /// </summary>
    public int NextWindow(in RoundSupply supply)
    {
        if (supply.IdleVehicles > 0 && supply.IdleVehicles >= RichVehiclesPerRequest * (long)supply.OpenRequests)
        {
            return 0;
        }

        var next = supply.OpenRequests > supply.IdleVehicles ? 2L * supply.WindowMilliseconds : supply.WindowMilliseconds / 2;
        return (int)Math.Clamp(next, ShortestWindowMilliseconds, LongestWindowMilliseconds);
    }
}
