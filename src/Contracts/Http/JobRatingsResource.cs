using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What both sides of a job say of each other, as far as the caller may see it.</summary>
/// <param name="JobId">Of which job.</param>
/// <param name="OpenUntil">Until then a side can rate; from then on what was said is shown.</param>
/// <param name="Tags">What the caller can say of the other in a word.</param>
/// <param name="Mine">What the caller said; null for nothing yet.</param>
/// <param name="Theirs">What the other said; null for nothing, or until both have spoken or the time is over.</param>
public sealed record JobRatingsResource(Guid JobId, DateTimeOffset OpenUntil, ImmutableArray<string> Tags, RatingResource? Mine = null, RatingResource? Theirs = null);
