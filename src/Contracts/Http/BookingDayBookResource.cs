using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A day of a resource, as its merchant sees it.</summary>
/// <param name="ResourceId">Of what.</param>
/// <param name="Day">On the clock there.</param>
/// <param name="Capacity">How many a slot takes.</param>
/// <param name="Slots">By time, with what is free.</param>
/// <param name="Bookings">By time, at most 1,000.</param>
/// <param name="More">Whether there are more.</param>
public sealed record BookingDayBookResource(
    Guid ResourceId, DateOnly Day, int Capacity, ImmutableArray<BookingSlotResource> Slots, ImmutableArray<BookingResource> Bookings, bool More);
