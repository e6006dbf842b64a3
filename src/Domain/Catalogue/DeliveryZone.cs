using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Catalogue;

/// <summary>What a store asks for bringing something into a zone.</summary>
/// <param name="Zone">Its name.</param>
/// <param name="Fee">For the way; not negative.</param>
/// <param name="MinimumBasket">A basket below this is not brought; not negative.</param>
/// <param name="FreeFrom">From this on the way is free; null for never.</param>
public sealed record DeliveryZone(string Zone, Money.Money Fee, Money.Money MinimumBasket, Money.Money? FreeFrom)
{
    /// <summary>The one of a store's zones that a place counts to: the first of its pricing zone's name, or without a name, which is anywhere; null where the store brings nothing to.</summary>
    /// <param name="zones">The store's, in order.</param>
    /// <param name="zone">The pricing zone of the place; empty for none.</param>
    public static DeliveryZone? Of(ImmutableArray<DeliveryZone> zones, string zone) => zones.FirstOrDefault(one => one.Zone.Length == 0 || one.Zone == zone);

    /// <summary>The fee of a basket; null when it is below the minimum.</summary>
    public Money.Money? FeeOf(Money.Money basket) => basket < MinimumBasket ? null : FreeFrom is { } free && basket >= free ? Money.Money.Zero(Fee.Currency) : Fee;
}
