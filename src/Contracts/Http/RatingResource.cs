using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A rating; given once.</summary>
/// <param name="JobId">Of which job.</param>
/// <param name="Stars">1 to 5.</param>
/// <param name="Comment">What was said with it.</param>
/// <param name="At">When.</param>
/// <param name="Tags">In a word; null for none.</param>
public sealed record RatingResource(Guid JobId, int Stars, string? Comment, DateTimeOffset At, ImmutableArray<string>? Tags = null);
