namespace O2O.Dispatch.Matching.Policies;

/// <summary>A way to decide who gets which vehicle in a round. Pure: the same problem gives the same plan. Safe for many threads.</summary>
public interface IMatchingPolicy
{
    /// <summary>The name by which configuration and the command line choose it.</summary>
    string Name { get; }

    /// <summary>Decides one round.</summary>
    MatchingPlan Solve(MatchingProblem problem);
}
