using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A store as customers see it.</summary>
/// <param name="StoreId">Which.</param>
/// <param name="MerchantId">Whose.</param>
/// <param name="Merchant">The merchant's name.</param>
/// <param name="Name">The store's name.</param>
/// <param name="Verified">Whether the merchant was checked.</param>
/// <param name="Market">Where it sells.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="Latitude">Degrees.</param>
/// <param name="TimeZone">Of the clock on its wall.</param>
/// <param name="Open">Whether it is open and takes orders.</param>
/// <param name="OpensAt">When it opens next; null while it is open, or when nobody knows.</param>
/// <param name="Hours">When it is open.</param>
/// <param name="Currency">Of all prices.</param>
/// <param name="Channels">How it sells.</param>
/// <param name="Zones">Where it brings things, and for what.</param>
/// <param name="Products">What it sells, in order of id.</param>
/// <param name="RatingCount">How many have rated what they had at its counter, of the latest 500.</param>
/// <param name="RatingAverage">Their mean, 1 to 5; null when there is none.</param>
public sealed record StorefrontResource(
    Guid StoreId,
    Guid MerchantId,
    string Merchant,
    string Name,
    bool Verified,
    string Market,
    double Longitude,
    double Latitude,
    string TimeZone,
    bool Open,
    DateTimeOffset? OpensAt,
    ImmutableArray<WeeklyHoursResource> Hours,
    string Currency,
    ImmutableArray<string> Channels,
    ImmutableArray<StoreZoneResource> Zones,
    ImmutableArray<StorefrontProductResource> Products,
    int RatingCount = 0,
    double? RatingAverage = null);
