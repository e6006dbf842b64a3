namespace O2O.Dispatch.Contracts.Http;

/// <summary>A merchant.</summary>
/// <param name="MerchantId">Which.</param>
/// <param name="Operator">In whose markets it sells.</param>
/// <param name="Name">For people.</param>
/// <param name="Currency">Of all its prices.</param>
/// <param name="Standing">applied, verified or suspended.</param>
public sealed record MerchantResource(Guid MerchantId, string Operator, string Name, string Currency, string Standing);
