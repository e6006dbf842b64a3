namespace O2O.Dispatch.Domain.Bookings;

/// <summary>A time that can be booked, [Begins, Ends).</summary>
/// <param name="Begins">The instant it begins.</param>
/// <param name="Ends">The instant it ends.</param>
public readonly record struct Slot(DateTimeOffset Begins, DateTimeOffset Ends);
