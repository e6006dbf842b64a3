using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A day on which other hours hold.</summary>
/// <param name="Day">Which, on the clock there.</param>
/// <param name="Hours">What begins on it; empty for closed.</param>
public sealed record BookingDayResource(DateOnly Day, ImmutableArray<BookingRangeResource> Hours);
