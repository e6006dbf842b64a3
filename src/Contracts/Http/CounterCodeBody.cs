namespace O2O.Dispatch.Contracts.Http;

/// <summary>The code that a customer shows at a counter, to see what the customer shares there.</summary>
/// <param name="Code">As it was shown or said.</param>
/// <param name="StoreId">Where; null for the one store that the caller works at.</param>
public sealed record CounterCodeBody(string Code, Guid? StoreId = null);
