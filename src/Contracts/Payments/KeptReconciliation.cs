using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Payments;

/// <summary>The last comparison of the gateway's lists with our books, for every node to show.</summary>
/// <param name="From">Payments begun at this instant or later.</param>
/// <param name="To">And before this one.</param>
/// <param name="At">When it was made.</param>
/// <param name="Compared">Payments that were looked at.</param>
/// <param name="Resolved">Payments whose outcome the job did not know, and knows now.</param>
/// <param name="Differences">What is left, in order of kind and intent; at most <see cref="MaxDifferences"/>.</param>
[GenerateSerializer, Immutable, Alias("o2o.kept-reconciliation")]
public sealed record KeptReconciliation(
    [property: Id(0)] DateTimeOffset From,
    [property: Id(1)] DateTimeOffset To,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] int Compared,
    [property: Id(4)] int Resolved,
    [property: Id(5)] ImmutableArray<KeptDifference> Differences)
{
    /// <summary>More differences than this are not kept: whoever has so many needs no longer list.</summary>
    public const int MaxDifferences = 500;
}
