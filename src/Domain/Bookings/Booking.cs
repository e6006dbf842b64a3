using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Domain.Bookings;

/// <summary>A place in a slot.</summary>
/// <param name="Id">The booking.</param>
/// <param name="Resource">What is booked.</param>
/// <param name="Slot">When.</param>
/// <param name="Party">For how many.</param>
/// <param name="Customer">Whose; null for a walk-in.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="HeldUntil">When a hold runs out; null for what is no hold.</param>
public sealed record Booking(BookingId Id, Guid Resource, Slot Slot, int Party, CustomerId? Customer, BookingStatus Status, DateTimeOffset? HeldUntil)
{
    /// <summary>How many places it takes up at an instant; a hold that ran out takes none.</summary>
    public int PlacesAt(DateTimeOffset now) => BookingTransitions.TakesPlace(Status) && !(Status == BookingStatus.Held && HeldUntil <= now) ? Party : 0;
}
