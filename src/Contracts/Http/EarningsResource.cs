using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a provider earned in a period.</summary>
/// <param name="From">Its begin, included.</param>
/// <param name="To">Its end, not included.</param>
/// <param name="Totals">A sum for each currency.</param>
/// <param name="Items">A line for each job, the latest first; at most 1,000.</param>
public sealed record EarningsResource(DateTimeOffset From, DateTimeOffset To, ImmutableArray<AmountResource> Totals, ImmutableArray<EarningResource> Items);
