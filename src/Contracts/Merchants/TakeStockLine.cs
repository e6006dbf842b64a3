namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>So many of a product.</summary>
/// <param name="Product">Which.</param>
/// <param name="Quantity">How many, 1 to 999.</param>
[GenerateSerializer, Immutable, Alias("o2o.take-stock-line")]
public sealed record TakeStockLine([property: Id(0)] Guid Product, [property: Id(1)] int Quantity);
