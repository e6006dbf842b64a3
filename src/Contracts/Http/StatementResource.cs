using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a provider or a merchant earned in a period, job by job.</summary>
/// <param name="From">Its begin, included.</param>
/// <param name="To">Its end, not included.</param>
/// <param name="Totals">One for each currency.</param>
/// <param name="Items">A line for each job and currency, in order of time.</param>
public sealed record StatementResource(DateTimeOffset From, DateTimeOffset To, ImmutableArray<StatementTotalResource> Totals, ImmutableArray<StatementLineResource> Items);
