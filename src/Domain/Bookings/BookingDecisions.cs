using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Domain.Bookings;

/// <summary>What becomes of bookings. Pure; each command may be said any number of times.</summary>
public static class BookingDecisions
{
    /// <summary>Keeps a place while the customer pays.</summary>
    /// <param name="plan">What can be booked.</param>
    /// <param name="zone">Of the clock there.</param>
    /// <param name="taken">All bookings of the resource in that slot.</param>
    /// <param name="id">The new booking; one that is among the taken is given back as it stands.</param>
    /// <param name="resource">What is booked.</param>
    /// <param name="begins">When the slot begins.</param>
    /// <param name="party">For how many.</param>
    /// <param name="customer">Whose.</param>
    /// <param name="until">When the hold runs out.</param>
    /// <param name="now">The instant.</param>
    public static BookingOutcome Hold(
        SlotPlan plan, TimeZoneInfo zone, IReadOnlyCollection<Booking> taken, BookingId id, Guid resource, DateTimeOffset begins, int party, CustomerId customer, DateTimeOffset until, DateTimeOffset now)
    {
        return Hold(plan, plan.SlotAt(zone, begins), taken.FirstOrDefault(booking => booking.Id == id), Places(taken, now), id, resource, party, customer, until, now);
    }

    /// <summary>Keeps a place while the customer pays, where the places that are taken are counted already.</summary>
    /// <param name="plan">What can be booked.</param>
    /// <param name="at">The slot of the plan that is asked for; null when there is none.</param>
    /// <param name="already">The booking of that id; null when it is a new one. One that is there is given back as it stands.</param>
    /// <param name="places">What is taken of the slot at the instant.</param>
    /// <param name="id">The new booking.</param>
    /// <param name="resource">What is booked.</param>
    /// <param name="party">For how many.</param>
    /// <param name="customer">Whose.</param>
    /// <param name="until">When the hold runs out.</param>
    /// <param name="now">The instant.</param>
    public static BookingOutcome Hold(
        SlotPlan plan, Slot? at, Booking? already, int places, BookingId id, Guid resource, int party, CustomerId customer, DateTimeOffset until, DateTimeOffset now)
    {
        if (already is not null)
        {
            return BookingOutcome.Of(already);
        }

        if (at is not { } slot)
        {
            return BookingOutcome.Reject(BookingRejection.NoSuchSlot);
        }

        if (now > slot.Begins - plan.Lead)
        {
            return BookingOutcome.Reject(BookingRejection.TooLate);
        }

        if (now < slot.Begins - plan.Ahead)
        {
            return BookingOutcome.Reject(BookingRejection.TooEarly);
        }

        return Place(plan, places, new Booking(id, resource, slot, party, customer, BookingStatus.Held, until), plan.SmallestParty);
    }

    /// <summary>Somebody comes without a booking, into the slot that is on.</summary>
    /// <param name="plan">What can be booked.</param>
    /// <param name="taken">All bookings of the resource in that slot.</param>
    /// <param name="id">The new booking; one that is among the taken is given back as it stands.</param>
    /// <param name="resource">What is taken.</param>
    /// <param name="slot">A slot of the plan.</param>
    /// <param name="party">How many.</param>
    /// <param name="now">The instant.</param>
    public static BookingOutcome WalkIn(SlotPlan plan, IReadOnlyCollection<Booking> taken, BookingId id, Guid resource, Slot slot, int party, DateTimeOffset now)
    {
        return WalkIn(plan, taken.FirstOrDefault(booking => booking.Id == id), Places(taken, now), id, resource, slot, party, now);
    }

    /// <summary>Somebody comes without a booking, where the places that are taken are counted already.</summary>
    /// <param name="plan">What can be booked.</param>
    /// <param name="already">The booking of that id; null when it is a new one. One that is there is given back as it stands.</param>
    /// <param name="places">What is taken of the slot at the instant.</param>
    /// <param name="id">The new booking.</param>
    /// <param name="resource">What is taken.</param>
    /// <param name="slot">A slot of the plan.</param>
    /// <param name="party">How many.</param>
    /// <param name="now">The instant.</param>
    public static BookingOutcome WalkIn(SlotPlan plan, Booking? already, int places, BookingId id, Guid resource, Slot slot, int party, DateTimeOffset now) =>
        already is not null ? BookingOutcome.Of(already)
        : now < slot.Begins ? BookingOutcome.Reject(BookingRejection.NotYet)
        : now >= slot.Ends ? BookingOutcome.Reject(BookingRejection.TooLate)
        : Place(plan, places, new Booking(id, resource, slot, party, null, BookingStatus.Seated, null), 1);

    /// <summary>It is paid for.</summary>
    public static BookingOutcome Confirm(Booking booking, DateTimeOffset now) => booking.Status == BookingStatus.Held && booking.HeldUntil <= now
        ? BookingOutcome.Reject(BookingRejection.HoldLapsed)
        : Move(booking, BookingTrigger.Confirm, BookingStatus.Confirmed);

    /// <summary>The customer comes: from the slot's beginning less the time a store lets people in before, until it has been missed.</summary>
    /// <param name="booking">As it stands.</param>
    /// <param name="early">So long before the slot begins people are let in.</param>
    /// <param name="grace">How long after its beginning a store waits.</param>
    /// <param name="now">The instant.</param>
    public static BookingOutcome Seat(Booking booking, TimeSpan early, TimeSpan grace, DateTimeOffset now) =>
        booking.Status != BookingStatus.Confirmed ? Seat(booking)
        : now < booking.Slot.Begins - early ? BookingOutcome.Reject(BookingRejection.NotYet)
        : now >= booking.Slot.MissedAt(grace) ? BookingOutcome.Reject(BookingRejection.TooLate)
        : Seat(booking);

    /// <summary>The customer has come in time, which somebody else has decided.</summary>
    public static BookingOutcome Seat(Booking booking) => Move(booking, BookingTrigger.Seat, BookingStatus.Seated);

    /// <summary>The time was used.</summary>
    public static BookingOutcome Finish(Booking booking) => Move(booking, BookingTrigger.Finish, BookingStatus.Done);

    /// <summary>It is given up.</summary>
    public static BookingOutcome Cancel(Booking booking) => Move(booking, BookingTrigger.Cancel, BookingStatus.Canceled);

    /// <summary>Its time has come to an end: a hold lapses, and who has not come by the grace is a no-show. Anything else stays as it is.</summary>
    /// <param name="booking">As it stands.</param>
    /// <param name="grace">How long after the slot's beginning a store waits.</param>
    /// <param name="now">The instant.</param>
    public static Booking Sweep(Booking booking, TimeSpan grace, DateTimeOffset now) => booking.Status switch
    {
        BookingStatus.Held when booking.HeldUntil <= now => Move(booking, BookingTrigger.Lapse, BookingStatus.Lapsed).After!,
        BookingStatus.Confirmed when now >= booking.Slot.MissedAt(grace) => Move(booking, BookingTrigger.MissedIt, BookingStatus.NoShow).After!,
        BookingStatus.Seated when now >= booking.Slot.Ends => Move(booking, BookingTrigger.Finish, BookingStatus.Done).After!,
        _ => booking,
    };

    private static BookingOutcome Place(SlotPlan plan, int places, Booking booking, int smallest) =>
        booking.Party < smallest || booking.Party > plan.LargestParty ? BookingOutcome.Reject(BookingRejection.PartySizeWrong)
        : booking.Party + places > plan.Capacity ? BookingOutcome.Reject(BookingRejection.SlotFull)
        : BookingOutcome.Of(booking);

    private static int Places(IReadOnlyCollection<Booking> taken, DateTimeOffset now)
    {
        var places = 0;
        foreach (var other in taken)
        {
            places += other.PlacesAt(now);
        }

        return places;
    }

    private static BookingOutcome Move(Booking booking, BookingTrigger on, BookingStatus to) =>
        booking.Status == to ? BookingOutcome.Of(booking)
        : BookingTransitions.Next(booking.Status, on) is { } next ? BookingOutcome.Of(booking with { Status = next, HeldUntil = null })
        : BookingOutcome.Reject(BookingRejection.StateWrong);
}
