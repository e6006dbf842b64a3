using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What one side of a completed job thought of the other.</summary>
/// <param name="Stars">1 to 5.</param>
/// <param name="Comment">At most 500 characters.</param>
/// <param name="Tags">At most five, each once; null for none.</param>
public sealed record RatingBody(int Stars, string? Comment = null, ImmutableArray<string>? Tags = null);
