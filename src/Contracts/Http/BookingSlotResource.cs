namespace O2O.Dispatch.Contracts.Http;

/// <summary>A time that can be booked.</summary>
/// <param name="BeginsAt">When it begins.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="Free">How many places are free.</param>
/// <param name="Closed">Why it cannot be booked, whatever is free: too_late, too_early or paused; null when it can.</param>
public sealed record BookingSlotResource(DateTimeOffset BeginsAt, DateTimeOffset EndsAt, int Free, string? Closed = null);
