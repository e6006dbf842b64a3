using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A day on which other hours hold.</summary>
/// <param name="Day">Which.</param>
/// <param name="Hours">What begins on it; none for closed.</param>
public sealed record StoreExceptionResource(DateOnly Day, ImmutableArray<StoreRangeResource>? Hours = null);
