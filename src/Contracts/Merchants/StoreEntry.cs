using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>A store as it is kept.</summary>
/// <param name="Store">The store.</param>
/// <param name="Version">Which writing of it this is, from 1.</param>
public sealed record StoreEntry(Store Store, long Version);
