namespace O2O.Dispatch.Domain.Bookings;

/// <summary>A slot that a customer may choose.</summary>
/// <param name="Slot">When.</param>
/// <param name="Free">How many places are free.</param>
/// <param name="Why">Why it cannot be booked whatever is free: too late, too early or paused; null when it can.</param>
public readonly record struct FreeSlot(Slot Slot, int Free, BookingRejection? Why);
