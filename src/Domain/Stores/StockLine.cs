using O2O.Dispatch.Domain.Catalogue;

namespace O2O.Dispatch.Domain.Stores;

/// <summary>So many of a product.</summary>
/// <param name="Product">Which.</param>
/// <param name="Quantity">How many, at least 1.</param>
public sealed record StockLine(ProductId Product, int Quantity);
