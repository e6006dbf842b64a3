using System.Collections.Immutable;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Sales;

namespace O2O.Dispatch.Contracts.Sales;

/// <summary>A basket that a store sells, priced and found good.</summary>
/// <param name="Merchant">Whose the store is.</param>
/// <param name="Place">Where the store is.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Sale">What is sold.</param>
/// <param name="Zones">Where the store brings things, and for what.</param>
/// <param name="Products">What the store sells that way.</param>
/// <param name="Booking">The place in a slot that it pays for; null for none.</param>
public sealed record PricedSale(MerchantId Merchant, GeoPoint Place, string Name, Sale Sale, ImmutableArray<DeliveryZone> Zones, ImmutableArray<Product> Products, OrderedBooking? Booking = null);
