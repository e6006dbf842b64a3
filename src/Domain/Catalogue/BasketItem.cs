using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Catalogue;

/// <summary>What a customer puts into the basket.</summary>
/// <param name="Product">Which.</param>
/// <param name="Options">The chosen options, by id.</param>
/// <param name="Quantity">How many alike.</param>
public sealed record BasketItem(ProductId Product, ImmutableArray<string> Options, int Quantity);
