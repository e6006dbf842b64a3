using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Journeys;

/// <summary>Customers whose first completed job in a market was in one week.</summary>
/// <param name="Week">Which, from 0.</param>
/// <param name="Customers">How many.</param>
/// <param name="Again">How many of them completed another job in the first, second and further seven days after their own first, <see cref="Weeks"/> of them.</param>
public sealed record Cohort(int Week, long Customers, ImmutableArray<long> Again)
{
    /// <summary>How many weeks are looked at after the first job.</summary>
    public const int Weeks = 8;
}
