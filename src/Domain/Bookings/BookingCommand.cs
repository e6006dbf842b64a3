using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Bookings;

/// <summary>Something that is to happen to a booking. Each may be said any number of times.</summary>
/// <param name="Booking">Which.</param>
public abstract record BookingCommand(BookingId Booking)
{
    /// <summary>A place is kept for a customer.</summary>
    /// <param name="Booking">Its id, if it is a new one.</param>
    /// <param name="Begins">When the slot begins.</param>
    /// <param name="Party">For how many.</param>
    /// <param name="Customer">Whose.</param>
    /// <param name="Until">When the hold runs out.</param>
    /// <param name="Confirmed">Whether it is the customer's at once: nothing is to be paid.</param>
    public sealed record Hold(BookingId Booking, DateTimeOffset Begins, int Party, CustomerId Customer, DateTimeOffset Until, bool Confirmed = false) : BookingCommand(Booking);

    /// <summary>It is paid for.</summary>
    /// <param name="Booking">Which.</param>
    /// <param name="Job">By what; null when nothing pays for it.</param>
    public sealed record Confirm(BookingId Booking, JobId? Job) : BookingCommand(Booking);

    /// <summary>It is given up.</summary>
    /// <param name="Booking">Which.</param>
    /// <param name="ByStore">By the store: then nothing of the deposit stays.</param>
    public sealed record Cancel(BookingId Booking, bool ByStore) : BookingCommand(Booking);

    /// <summary>The customer comes.</summary>
    /// <param name="Booking">Which.</param>
    public sealed record Seat(BookingId Booking) : BookingCommand(Booking);

    /// <summary>What its job paid for was had at the counter: the customer has come in time, by the terms that the job has of it.</summary>
    /// <param name="Booking">Which.</param>
    /// <param name="Job">Which job.</param>
    public sealed record Had(BookingId Booking, JobId Job) : BookingCommand(Booking);

    /// <summary>Its job ended without it.</summary>
    /// <param name="Booking">Which.</param>
    /// <param name="Job">Which job.</param>
    /// <param name="At">When the job ended; null for now.</param>
    /// <param name="Free">Whether the job took nothing: then nothing of the deposit stays.</param>
    /// <param name="ByStore">Whether the store gave it up.</param>
    public sealed record LetGo(BookingId Booking, JobId Job, DateTimeOffset? At, bool Free, bool ByStore = false) : BookingCommand(Booking);

    /// <summary>Somebody comes without a booking.</summary>
    /// <param name="Booking">Its id, if it is a new one.</param>
    /// <param name="Begins">When the slot begins that is on.</param>
    /// <param name="Party">How many.</param>
    public sealed record WalkIn(BookingId Booking, DateTimeOffset Begins, int Party) : BookingCommand(Booking);

    /// <summary>The time was used.</summary>
    /// <param name="Booking">Which.</param>
    public sealed record Finish(BookingId Booking) : BookingCommand(Booking);

    /// <summary>What is due happens, if it is: a hold lapses, who has not come is a no-show, who sits has sat.</summary>
    /// <param name="Booking">Which.</param>
    public sealed record Sweep(BookingId Booking) : BookingCommand(Booking);
}
