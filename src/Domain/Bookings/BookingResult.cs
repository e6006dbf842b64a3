namespace O2O.Dispatch.Domain.Bookings;

/// <summary>What a command on a booking came to.</summary>
/// <param name="After">The booking after it; null when rejected.</param>
/// <param name="Changed">Whether anything changed; a command that is said again changes nothing.</param>
/// <param name="Rejection">Why nothing happens; null when it does, or has already.</param>
public readonly record struct BookingResult(BookingEntry? After, bool Changed, BookingRejection? Rejection)
{
    /// <summary>A rejection.</summary>
    public static BookingResult Reject(BookingRejection why) => new(null, false, why);
}
