namespace O2O.Dispatch.Contracts.Http;

/// <summary>Orders several jobs of which each follows another: all or none.</summary>
/// <param name="Legs">What, in order: 2 to 5.</param>
/// <param name="PaymentMethod">One of the customer's methods, charged for each leg on its own; null for the first of them.</param>
public sealed record ChainBody(LegBody[] Legs, string? PaymentMethod = null);
