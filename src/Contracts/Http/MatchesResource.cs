using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>How a job was matched.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Rounds">The latest first, at most 50. Those that the dispatch shard still has: it keeps the latest decisions in memory.</param>
public sealed record MatchesResource(Guid JobId, ImmutableArray<MatchRoundResource> Rounds);
