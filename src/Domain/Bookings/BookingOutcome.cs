namespace O2O.Dispatch.Domain.Bookings;

/// <summary>What a command on a booking comes to: the booking after it, or a rejection.</summary>
/// <param name="After">Null when rejected.</param>
/// <param name="Rejection">Null when it happens, or has already.</param>
public readonly record struct BookingOutcome(Booking? After, BookingRejection? Rejection)
{
    internal static BookingOutcome Of(Booking after) => new(after, null);

    internal static BookingOutcome Reject(BookingRejection why) => new(null, why);
}
