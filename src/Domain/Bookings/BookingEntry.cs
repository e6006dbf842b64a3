using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Bookings;

/// <summary>A booking with what a store keeps of it.</summary>
/// <param name="Booking">As it stands.</param>
/// <param name="Terms">What it goes by.</param>
/// <param name="Job">The job that pays for it; null for none.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="ChangedAt">When it came to stand as it does.</param>
/// <param name="Kept">What of the deposit stays with the store; null unless it was given up or missed.</param>
/// <param name="ByStore">Whether the store gave it up, not the customer.</param>
public sealed record BookingEntry(
    Booking Booking, BookingTerms Terms, JobId? Job, DateTimeOffset MadeAt, DateTimeOffset ChangedAt, Money.Money? Kept = null, bool ByStore = false)
{
    /// <summary>The deposit of the party.</summary>
    public Money.Money Deposit => Terms.Deposit.Of(Booking.Party);

    /// <summary>When who has not come has missed it.</summary>
    public DateTimeOffset MissedAt => Booking.Slot.MissedAt(Terms.Grace);

    /// <summary>When something happens to it by itself; null when nothing does.</summary>
    public DateTimeOffset? DueAt => Booking.Status switch
    {
        BookingStatus.Held => Booking.HeldUntil,
        BookingStatus.Confirmed => MissedAt,
        BookingStatus.Seated => Booking.Slot.Ends,
        BookingStatus.Done or BookingStatus.Lapsed or BookingStatus.Canceled or BookingStatus.NoShow => null,
    };

    /// <summary>Whether its job has to hear of it: it was paid for, and was given up or missed.</summary>
    public bool IsNews => Job is not null && Booking.Status is (BookingStatus.Canceled or BookingStatus.NoShow);
}
