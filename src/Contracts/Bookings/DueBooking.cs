using O2O.Dispatch.Domain.Bookings;

namespace O2O.Dispatch.Contracts.Bookings;

/// <summary>A booking that something has to happen to.</summary>
/// <param name="Resource">What is booked.</param>
/// <param name="Booking">Which.</param>
public readonly record struct DueBooking(Guid Resource, BookingId Booking);
