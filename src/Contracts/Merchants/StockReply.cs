namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>The answer to a command about a store's stock.</summary>
/// <param name="Refusal">Why nothing happened, a name in snake_case: store_unknown, product_unknown, not_sold_here, sold_out or given_back; null when it did.</param>
/// <param name="Product">The product that it is about, on a refusal; null when it is about none.</param>
/// <param name="Changed">Whether anything changed: not when the same was said before.</param>
[GenerateSerializer, Immutable, Alias("o2o.stock-reply")]
public sealed record StockReply([property: Id(0)] string? Refusal, [property: Id(1)] Guid? Product, [property: Id(2)] bool Changed);
