namespace O2O.Dispatch.Contracts.Http;

/// <summary>Hours of one day.</summary>
/// <param name="From">HH:mm.</param>
/// <param name="To">HH:mm; not after <paramref name="From"/>: on the next day.</param>
public sealed record BookingRangeResource(TimeOnly From, TimeOnly To);
