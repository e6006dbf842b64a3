using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Who came back to a market.</summary>
/// <param name="Market">Which.</param>
/// <param name="Cohorts">By the week of the first completed job; weeks without anybody new are left out.</param>
public sealed record CohortsResource(string Market, ImmutableArray<CohortResource> Cohorts);
