namespace O2O.Dispatch.Contracts.Http;

/// <summary>A consent that is in force.</summary>
/// <param name="MerchantId">Whose counters may look.</param>
/// <param name="Merchant">The merchant's name.</param>
/// <param name="StoreId">Only at this store; null for all of the merchant's.</param>
/// <param name="Store">The store's name.</param>
/// <param name="GivenAt">When it was given.</param>
/// <param name="Until">When it ends by itself.</param>
public sealed record ConsentResource(Guid MerchantId, string Merchant, Guid? StoreId, string? Store, DateTimeOffset GivenAt, DateTimeOffset Until);
