using O2O.Dispatch.Domain.Bookings;

namespace O2O.Dispatch.Domain.Sales;

/// <summary>The place in a slot that a sale pays for, and the terms it was booked on.</summary>
/// <param name="Resource">What is booked.</param>
/// <param name="Booking">Which booking.</param>
/// <param name="Slot">When.</param>
/// <param name="Party">For how many.</param>
/// <param name="Deposit">What of the price stays with the store when nobody comes or the place is given up late.</param>
public sealed record OrderedBooking(Guid Resource, BookingId Booking, Slot Slot, int Party, DepositPolicy Deposit)
{
    /// <summary>What stays when it is given up at an instant.</summary>
    public Money.Money KeptAt(DateTimeOffset at) => at > Slot.Begins - Deposit.FreeUntil ? Deposit.LateShare.Of(Deposit.Of(Party)) : Money.Money.Zero(Deposit.PerPerson.Currency);

    /// <summary>What stays when nobody comes.</summary>
    public Money.Money KeptWhenMissed => Deposit.NoShowShare.Of(Deposit.Of(Party));
}
