namespace O2O.Dispatch.Contracts.Http;

/// <summary>One time that a counter was shown what the customer shares.</summary>
/// <param name="LookId">Names it.</param>
/// <param name="At">When.</param>
/// <param name="MerchantId">Who looked.</param>
/// <param name="Merchant">The merchant's name.</param>
/// <param name="StoreId">Where.</param>
/// <param name="Store">The store's name.</param>
/// <param name="JobId">The order whose code was shown.</param>
/// <param name="Notes">How many notes were shown.</param>
/// <param name="Vouchers">How many vouchers were shown.</param>
public sealed record LookResource(Guid LookId, DateTimeOffset At, Guid MerchantId, string Merchant, Guid StoreId, string Store, Guid JobId, int Notes, int Vouchers);
