using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Fares;

namespace O2O.Dispatch.Domain.Sales;

/// <summary>The place in a slot that a sale pays for, and the terms it was booked on.</summary>
/// <param name="Resource">What is booked.</param>
/// <param name="Booking">Which booking.</param>
/// <param name="Slot">When.</param>
/// <param name="Party">For how many.</param>
/// <param name="Deposit">What of the price stays with the store when nobody comes or the place is given up late.</param>
/// <param name="Early">So long before the slot begins people are let in; null in orders that do not say it, whose code is good at once.</param>
/// <param name="Grace">So long after it begins the place is kept; null in orders that do not say it, whose code is good until the slot ends.</param>
public sealed record OrderedBooking(Guid Resource, BookingId Booking, Slot Slot, int Party, DepositPolicy Deposit, TimeSpan? Early = null, TimeSpan? Grace = null)
{
    /// <summary>From when on the code is good; null for at once.</summary>
    public DateTimeOffset? GoodFrom => Early is { } early ? Slot.Begins - early : null;

    /// <summary>Until when the code is good: in that instant the booking is missed.</summary>
    public DateTimeOffset GoodUntil => Grace is { } grace ? Slot.MissedAt(grace) : Slot.Ends;

    /// <summary>What stays when it is given up at an instant.</summary>
    public Money.Money KeptAt(DateTimeOffset at) => at > Slot.Begins - Deposit.FreeUntil ? Deposit.LateShare.Of(Deposit.Of(Party)) : Money.Money.Zero(Deposit.PerPerson.Currency);

    /// <summary>The least that has to be paid for what is ordered with it: its deposit, with tax where tax is added. What is held covers what may stay then.</summary>
    public Money.Money LeastPrice(FarePlan plan) => FareMeter.OfSale(plan, [(FareLineKind.Unredeemed, Deposit.Of(Party))], []).Total;

    /// <summary>What stays when nobody comes.</summary>
    public Money.Money KeptWhenMissed => Deposit.NoShowShare.Of(Deposit.Of(Party));
}
