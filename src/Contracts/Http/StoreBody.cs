using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A store as a merchant writes it.</summary>
/// <param name="Name">For people: 1 to 100 characters.</param>
/// <param name="Market">Where it sells.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="Latitude">Degrees.</param>
/// <param name="TimeZone">Of the clock on its wall, an IANA name.</param>
/// <param name="Channels">How it sells: delivery, counter or visit.</param>
/// <param name="Hours">When it is open, at most 100; null for always.</param>
/// <param name="Exceptions">Days on which only their own hours hold, at most 366.</param>
/// <param name="Zones">Where it brings things, at most 100; the first that holds a place counts. Null for nowhere.</param>
/// <param name="PreparationSeconds">Added to every order's preparation, up to 4 h.</param>
/// <param name="AnswerSeconds">How long it may think about an order, 10 s to 1 h; null when it takes every order by itself.</param>
/// <param name="CodeSeconds">How long a code for its counter is good, 10 minutes to 28 days; null for a week.</param>
/// <param name="RefundedBasisPoints">The share given back of what was not had by then; null for all of it.</param>
/// <param name="Paused">Whether it takes no orders for now.</param>
/// <param name="Version">The version that the editor saw; none for a new store.</param>
public sealed record StoreBody(
    string Name,
    string Market,
    double Longitude,
    double Latitude,
    string TimeZone,
    ImmutableArray<string> Channels,
    ImmutableArray<WeeklyHoursResource>? Hours = null,
    ImmutableArray<StoreExceptionResource>? Exceptions = null,
    ImmutableArray<StoreZoneResource>? Zones = null,
    double PreparationSeconds = 0,
    double? AnswerSeconds = null,
    double? CodeSeconds = null,
    int? RefundedBasisPoints = null,
    bool Paused = false,
    long? Version = null);
