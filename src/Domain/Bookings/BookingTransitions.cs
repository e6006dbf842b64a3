namespace O2O.Dispatch.Domain.Bookings;

/// <summary>The table of a booking's states. Every pair is named.</summary>
public static class BookingTransitions
{
    /// <summary>The state after a trigger, or null when the trigger is illegal in that state.</summary>
    public static BookingStatus? Next(BookingStatus from, BookingTrigger on) => from switch
    {
        BookingStatus.Held => on switch
        {
            BookingTrigger.Confirm => BookingStatus.Confirmed,
            BookingTrigger.Lapse => BookingStatus.Lapsed,
            BookingTrigger.Cancel => BookingStatus.Canceled,
            BookingTrigger.Seat or BookingTrigger.Finish or BookingTrigger.MissedIt => null,
        },
        BookingStatus.Confirmed => on switch
        {
            BookingTrigger.Seat => BookingStatus.Seated,
            BookingTrigger.Cancel => BookingStatus.Canceled,
            BookingTrigger.MissedIt => BookingStatus.NoShow,
            BookingTrigger.Confirm or BookingTrigger.Finish or BookingTrigger.Lapse => null,
        },
        BookingStatus.Seated => on switch
        {
            BookingTrigger.Finish => BookingStatus.Done,
            BookingTrigger.Confirm or BookingTrigger.Seat or BookingTrigger.Lapse or BookingTrigger.Cancel or BookingTrigger.MissedIt => null,
        },
        BookingStatus.Done or BookingStatus.Lapsed or BookingStatus.Canceled or BookingStatus.NoShow => null,
    };

    /// <summary>Whether a booking in a state takes up its place.</summary>
    public static bool TakesPlace(BookingStatus status) => status switch
    {
        BookingStatus.Held or BookingStatus.Confirmed or BookingStatus.Seated or BookingStatus.Done => true,
        BookingStatus.Lapsed or BookingStatus.Canceled or BookingStatus.NoShow => false,
    };
}
