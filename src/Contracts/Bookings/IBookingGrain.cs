using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Bookings;

/// <summary>
/// One resource that is booked, keyed by its id (32 hexadecimal digits). What comes in one moment is one transaction of the store, so that a hot slot is not slow. It awaits no other grain; what makes
/// it safe is the store's transaction, not that there is one activation. Every command may be said any number of times.
/// </summary>
[Alias("o2o.booking")]
public interface IBookingGrain : IGrainWithStringKey
{
    /// <summary>Keeps a place while the customer pays.</summary>
    [Alias("hold")]
    Task<BookingReply> Hold(HoldBooking command, CancellationToken cancellationToken);

    /// <summary>It is paid for: the place is the customer's. After the hold has run out it is refused as hold_lapsed.</summary>
    /// <param name="booking">Which.</param>
    /// <param name="job">The job that pays for it; null when nothing does.</param>
    /// <param name="cancellationToken">Stops it.</param>
    [Alias("confirm")]
    Task<BookingReply> Confirm(Guid booking, Guid? job, CancellationToken cancellationToken);

    /// <summary>It is given up at the door; the answer says what of the deposit stays. What a job pays for is given up by the job, and follows by <see cref="LetGo"/>.</summary>
    /// <param name="booking">Which.</param>
    /// <param name="byStore">By the store: then nothing stays.</param>
    /// <param name="cancellationToken">Stops it.</param>
    [Alias("cancel")]
    Task<BookingReply> Cancel(Guid booking, bool byStore, CancellationToken cancellationToken);

    /// <summary>The customer comes.</summary>
    [Alias("seat")]
    Task<BookingReply> Seat(Guid booking, CancellationToken cancellationToken);

    /// <summary>What its job paid for was had at the counter: the customer has come in time, by the terms that the job has of it.</summary>
    /// <param name="booking">Which.</param>
    /// <param name="job">The job that pays for it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    [Alias("had")]
    Task<BookingReply> Had(Guid booking, Guid job, CancellationToken cancellationToken);

    /// <summary>Its job ended without it; the answer says what of the deposit stays.</summary>
    [Alias("let-go")]
    Task<BookingReply> LetGo(LetBookingGo command, CancellationToken cancellationToken);

    /// <summary>Somebody comes without a booking.</summary>
    /// <param name="booking">The id of the new booking.</param>
    /// <param name="begins">When the slot begins that is on.</param>
    /// <param name="party">How many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    [Alias("walk-in")]
    Task<BookingReply> WalkIn(Guid booking, DateTimeOffset begins, int party, CancellationToken cancellationToken);

    /// <summary>The time was used.</summary>
    [Alias("finish")]
    Task<BookingReply> Finish(Guid booking, CancellationToken cancellationToken);

    /// <summary>What is due of these happens: holds lapse, who has not come is a no-show, who sits has sat.</summary>
    /// <returns>How many changed.</returns>
    [Alias("sweep")]
    Task<int> Sweep(ImmutableArray<Guid> bookings, CancellationToken cancellationToken);
}
