namespace O2O.Dispatch.Contracts.Http;

/// <summary>Somebody who is to work for a merchant.</summary>
/// <param name="Name">For people: 1 to 100 characters.</param>
/// <param name="Role">owner or counter.</param>
/// <param name="StoreId">The store of who serves at a counter; null for an owner.</param>
public sealed record StaffBody(string Name, string Role, Guid? StoreId = null);
