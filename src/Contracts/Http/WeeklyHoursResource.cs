using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Hours of certain days of the week, on the clock on the wall there: when a store is open, slots begin and end, or vouchers are used.</summary>
/// <param name="Days">The days that they begin on: sunday, monday and so on.</param>
/// <param name="From">HH:mm.</param>
/// <param name="To">HH:mm; not after <paramref name="From"/>: on the next day. From midnight to midnight is the whole day.</param>
public sealed record WeeklyHoursResource(ImmutableArray<string> Days, TimeOnly From, TimeOnly To);
