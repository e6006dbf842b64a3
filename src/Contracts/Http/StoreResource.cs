namespace O2O.Dispatch.Contracts.Http;

/// <summary>A store as its merchant sees it.</summary>
/// <param name="StoreId">Which.</param>
/// <param name="MerchantId">Whose.</param>
/// <param name="Open">Whether it is open and takes orders.</param>
/// <param name="Store">What was written, with its version: sent back with a change, it is an edit of this very version.</param>
public sealed record StoreResource(Guid StoreId, Guid MerchantId, bool Open, StoreBody Store);
