namespace O2O.Dispatch.Contracts.Http;

/// <summary>Whom a merchant's token, or its staff's, stands for.</summary>
/// <param name="Merchant">The merchant.</param>
/// <param name="Role">owner or counter.</param>
/// <param name="StoreId">The one store that it sees; null for all.</param>
public sealed record MerchantSelfResource(MerchantResource Merchant, string Role, Guid? StoreId);
