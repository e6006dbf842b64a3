namespace O2O.Dispatch.Domain.Bookings;

/// <summary>How much of a slot is taken.</summary>
/// <param name="Slot">When.</param>
/// <param name="Taken">Places that are taken, not negative.</param>
public readonly record struct SlotCount(Slot Slot, int Taken);
