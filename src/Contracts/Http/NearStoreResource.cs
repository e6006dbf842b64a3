using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A store near a place.</summary>
/// <param name="StoreId">Which.</param>
/// <param name="MerchantId">Whose.</param>
/// <param name="Merchant">The merchant's name.</param>
/// <param name="Name">The store's name.</param>
/// <param name="Verified">Whether the merchant was checked.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="Latitude">Degrees.</param>
/// <param name="DistanceMetres">As the crow flies, in whole metres.</param>
/// <param name="Open">Whether it is open and takes orders.</param>
/// <param name="OpensAt">When it opens next; null while it is open, or when nobody knows.</param>
/// <param name="Channels">How it sells.</param>
/// <param name="Delivery">What it asks for bringing something to the place; null when it does not.</param>
/// <param name="Placed">Whether its merchant pays to be shown in front: to be labelled as an ad.</param>
/// <param name="Click">Of a placed store, what to send when the customer opens it; null for others.</param>
public sealed record NearStoreResource(
    Guid StoreId,
    Guid MerchantId,
    string Merchant,
    string Name,
    bool Verified,
    double Longitude,
    double Latitude,
    double DistanceMetres,
    bool Open,
    DateTimeOffset? OpensAt,
    ImmutableArray<string> Channels,
    StoreZoneResource? Delivery,
    bool Placed = false,
    string? Click = null);
