using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What was posted in a period, by market and service class.</summary>
/// <param name="From">Its begin, included.</param>
/// <param name="To">Its end, not included.</param>
/// <param name="Items">In order of market, service class and currency.</param>
public sealed record PeriodEconomicsResource(DateTimeOffset From, DateTimeOffset To, ImmutableArray<MarketEconomicsResource> Items);
