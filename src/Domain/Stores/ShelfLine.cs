using O2O.Dispatch.Domain.Catalogue;

namespace O2O.Dispatch.Domain.Stores;

/// <summary>A product that a store sells in one way.</summary>
/// <param name="Channel">How.</param>
/// <param name="Product">Which.</param>
/// <param name="Left">How many there are, 0 to <see cref="ShelfBook.MostLeft"/>; null for as many as one likes.</param>
public sealed record ShelfLine(StoreChannel Channel, ProductId Product, int? Left);
