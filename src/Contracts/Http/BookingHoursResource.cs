using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Hours in which slots begin and end, on the clock there.</summary>
/// <param name="Days">The days that they begin on: sunday, monday and so on.</param>
/// <param name="From">HH:mm.</param>
/// <param name="To">HH:mm; not after <paramref name="From"/>: on the next day.</param>
public sealed record BookingHoursResource(ImmutableArray<string> Days, TimeOnly From, TimeOnly To);
