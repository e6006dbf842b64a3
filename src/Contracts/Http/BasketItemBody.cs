using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What is put into a basket.</summary>
/// <param name="ProductId">Which product.</param>
/// <param name="Quantity">How many alike. Default: 1.</param>
/// <param name="Options">The chosen options, by id; null for none.</param>
public sealed record BasketItemBody(Guid ProductId, int Quantity = 1, ImmutableArray<string>? Options = null);
