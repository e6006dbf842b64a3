namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a customer lets a merchant's counters see, and for how long: notes and the vouchers that can be used there.</summary>
/// <param name="StoreId">Only at this store; null for all of the merchant's.</param>
/// <param name="ValidSeconds">60 s to 366 days; null for 4 h, which is about one visit.</param>
public sealed record ConsentBody(Guid? StoreId = null, double? ValidSeconds = null);
