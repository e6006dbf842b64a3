using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What people book: tables, seats, a chair, a fitter.</summary>
/// <param name="StoreId">Where.</param>
/// <param name="Name">For people: 1 to 100 characters.</param>
/// <param name="TimeZone">Of the clock there, an IANA name.</param>
/// <param name="SlotSeconds">How long a slot lasts, 60 to 86,400.</param>
/// <param name="Capacity">How many people a slot takes, walk-ins among them.</param>
/// <param name="LargestParty">The most that is booked at once, at most the capacity.</param>
/// <param name="Hours">Slots begin and end within these hours.</param>
/// <param name="Deposit">What is paid to book.</param>
/// <param name="SmallestParty">The least that is booked at once.</param>
/// <param name="LeadSeconds">A slot can be booked until so long before it begins.</param>
/// <param name="AheadSeconds">A slot can be booked from so long before it begins.</param>
/// <param name="Exceptions">Days with hours of their own.</param>
/// <param name="HoldSeconds">How long a place is kept while the customer pays, 60 to 3,600.</param>
/// <param name="EarlySeconds">So long before a slot begins people are let in.</param>
/// <param name="GraceSeconds">So long after it begins a store waits for who has booked.</param>
/// <param name="Paused">Whether nothing is booked for now; who comes is let in.</param>
/// <param name="Version">The version that this changes; 0 for a new one.</param>
public sealed record BookingPlaceBody(
    Guid StoreId,
    string Name,
    string TimeZone,
    double SlotSeconds,
    int Capacity,
    int LargestParty,
    ImmutableArray<WeeklyHoursResource> Hours,
    BookingDepositResource Deposit,
    int SmallestParty = 1,
    double LeadSeconds = 0,
    double AheadSeconds = 30 * 86_400,
    ImmutableArray<BookingDayResource>? Exceptions = null,
    double HoldSeconds = 600,
    double EarlySeconds = 900,
    double GraceSeconds = 900,
    bool Paused = false,
    int Version = 0);
