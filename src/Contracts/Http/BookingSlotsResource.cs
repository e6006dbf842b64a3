using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>The slots of a day.</summary>
/// <param name="ResourceId">Of what.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Day">On the clock there.</param>
/// <param name="TimeZone">That clock.</param>
/// <param name="SmallestParty">The least that is booked at once.</param>
/// <param name="LargestParty">The most that is booked at once.</param>
/// <param name="Deposit">What is paid to book.</param>
/// <param name="Slots">By time.</param>
public sealed record BookingSlotsResource(
    Guid ResourceId, string Name, DateOnly Day, string TimeZone, int SmallestParty, int LargestParty, BookingDepositResource Deposit, ImmutableArray<BookingSlotResource> Slots);
