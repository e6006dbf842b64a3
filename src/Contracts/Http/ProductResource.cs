namespace O2O.Dispatch.Contracts.Http;

/// <summary>A product as its merchant sees it.</summary>
/// <param name="ProductId">Which.</param>
/// <param name="Currency">Of its prices.</param>
/// <param name="Product">What was written, with its version.</param>
public sealed record ProductResource(Guid ProductId, string Currency, ProductBody Product);
