namespace O2O.Dispatch.Matching.Policies;

/// <summary>The policies there are.</summary>
public static class MatchingPolicies
{
    private static readonly IMatchingPolicy[] Known = [new NearestPolicy(), new BatchedPolicy(), new ForwardPolicy(), new ReassignPolicy(), new RepositionPolicy()];

    /// <summary>All policies, in the order of their documentation.</summary>
    public static IReadOnlyList<IMatchingPolicy> All => Known;

    /// <summary>The policy of a name, e.g. <c>nearest</c>; upper and lower case are the same.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static IMatchingPolicy Named(string name) =>
        Array.Find(Known, p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no matching policy '{name}'. There are: {string.Join(", ", Known.Select(p => p.Name))}.", nameof(name));
}
