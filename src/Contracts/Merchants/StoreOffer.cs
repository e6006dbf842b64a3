using System.Collections.Immutable;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>What a store sells in one way at an instant.</summary>
/// <param name="Merchant">Whose the store is.</param>
/// <param name="Store">The store.</param>
/// <param name="Products">What it sells that way, in order of id.</param>
/// <param name="Stock">How many there are of a product; a product that is not there has no limit.</param>
public sealed record StoreOffer(Merchant Merchant, Store Store, ImmutableArray<Product> Products, ImmutableDictionary<ProductId, int> Stock)
{
    /// <summary>A product; null when it is not sold here.</summary>
    public Product? Find(ProductId product) => Products.FirstOrDefault(one => one.Id == product);

    /// <summary>How many there are; null for as many as one likes.</summary>
    public int? StockOf(ProductId product) => Stock.TryGetValue(product, out var left) ? left : null;
}
