using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Bookings;

/// <summary>What is paid to book, and what of it stays with the store when nobody comes or the place is given up late.</summary>
/// <param name="PerPerson">The deposit for each of the party; not negative. Who comes has it taken off the price.</param>
/// <param name="FreeUntil">Given up so long before the slot begins, or longer, it is given back whole.</param>
/// <param name="LateShare">What stays when it is given up later, at most the whole.</param>
/// <param name="NoShowShare">What stays when nobody comes, at most the whole.</param>
public sealed record DepositPolicy(Money.Money PerPerson, TimeSpan FreeUntil, BasisPoints LateShare, BasisPoints NoShowShare)
{
    /// <summary>The deposit of a party.</summary>
    public Money.Money Of(int party) => new(checked(PerPerson.MinorUnits * party), PerPerson.Currency);

    /// <summary>What stays with the store of a booking's deposit; the rest is given back.</summary>
    /// <param name="booking">As it stands: what was used or is still on keeps nothing by this.</param>
    /// <param name="at">When it was given up or missed.</param>
    public Money.Money Kept(Booking booking, DateTimeOffset at) => booking.Status switch
    {
        BookingStatus.NoShow => NoShowShare.Of(Of(booking.Party)),
        BookingStatus.Canceled when at > booking.Slot.Begins - FreeUntil => LateShare.Of(Of(booking.Party)),
        _ => Money.Money.Zero(PerPerson.Currency),
    };
}
