namespace O2O.Dispatch.Contracts.Http;

/// <summary>Gives at a counter what was paid online.</summary>
/// <param name="Code">As the customer shows or says it; letters of either case, blanks and hyphens do not matter.</param>
/// <param name="Units">How many, at least 1; left out for all that is left.</param>
/// <param name="StoreId">At which of the merchant's stores; left out where the caller works at one.</param>
public sealed record RedeemBody(string Code, int? Units = null, Guid? StoreId = null);
