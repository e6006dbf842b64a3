using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>A product on a store's shelf, by its name.</summary>
/// <param name="Channel">How it is sold.</param>
/// <param name="Product">Which.</param>
/// <param name="Name">For people.</param>
public sealed record ShelfName(StoreChannel Channel, ProductId Product, string Name);
