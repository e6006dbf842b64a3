namespace O2O.Dispatch.Contracts.Http;

/// <summary>A merchant that an operator takes.</summary>
/// <param name="Operator">In whose markets it sells.</param>
/// <param name="Name">For people: 1 to 100 characters.</param>
/// <param name="Currency">Of all its prices.</param>
/// <param name="MerchantId">Its id, where a market's definition names it already; null for a new one.</param>
public sealed record MerchantBody(string Operator, string Name, string Currency, Guid? MerchantId = null);
