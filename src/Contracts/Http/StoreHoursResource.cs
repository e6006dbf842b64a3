using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Hours of certain days, on the clock on the store's wall.</summary>
/// <param name="Days">The days that it begins on: sunday, monday and so on.</param>
/// <param name="From">HH:mm.</param>
/// <param name="To">HH:mm; not after <paramref name="From"/>: on the next day. From midnight to midnight is the whole day.</param>
public sealed record StoreHoursResource(ImmutableArray<string> Days, TimeOnly From, TimeOnly To);
