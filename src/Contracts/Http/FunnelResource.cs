using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A market's funnel.</summary>
/// <param name="Market">Which.</param>
/// <param name="From">At this instant or later.</param>
/// <param name="To">Before this instant.</param>
/// <param name="By">source or campaign.</param>
/// <param name="Rows">In order of key; what nothing came of is left out.</param>
/// <param name="Total">All of them.</param>
public sealed record FunnelResource(string Market, DateTimeOffset From, DateTimeOffset To, string By, ImmutableArray<FunnelRowResource> Rows, FunnelRowResource Total);
