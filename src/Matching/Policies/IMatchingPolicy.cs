namespace O2O.Dispatch.Matching.Policies;

/// <summary>A way to decide who gets which vehicle in a round. Pure: the same problem gives the same plan. Safe for many threads.</summary>
public interface IMatchingPolicy
{
    /// <summary>The name by which configuration and the command line choose it.</summary>
    string Name { get; }

    /// <summary>What it wants to see in a round and how often it wants to be asked. A problem with less is solved all the same.</summary>
    MatchingNeeds Needs { get; }

    /// <summary>Decides one round. Requests that are held, in a problem for a policy that does not repool, stay where they are.</summary>
    MatchingPlan Solve(MatchingProblem problem);

    /// <summary>The time until the next round, milliseconds; by default always <see cref="MatchingNeeds.WindowMilliseconds"/>. A function of what it is given and nothing else.</summary>
    int NextWindow(in RoundSupply supply) => Needs.WindowMilliseconds;
}
