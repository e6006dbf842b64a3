namespace O2O.Dispatch.Contracts.Http;

/// <summary>Brings goods back to the store.</summary>
/// <param name="Reason">customer_absent, customer_refused, address_wrong, damaged or wrong_items.</param>
public sealed record ReturnBody(string Reason);
