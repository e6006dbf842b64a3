namespace O2O.Dispatch.Contracts.Http;

/// <summary>Orders what was quoted.</summary>
/// <param name="Quote">The signed quote.</param>
/// <param name="PaymentMethod">One of the customer's methods; null for the first of them.</param>
public sealed record OrderBody(string Quote, string? PaymentMethod = null);
