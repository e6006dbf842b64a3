namespace O2O.Dispatch.Contracts.Sales;

/// <summary>The answer to a basket.</summary>
/// <param name="Sale">Priced; null on a rejection.</param>
/// <param name="Rejection">Why not.</param>
/// <param name="Detail">Every fault, for a person to read.</param>
public sealed record SaleReply(PricedSale? Sale, Rejection? Rejection = null, string? Detail = null);
