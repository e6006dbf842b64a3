using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>Stock that was taken for a job that is not there.</summary>
/// <param name="Store">Of which store.</param>
/// <param name="Job">For which job.</param>
public readonly record struct AbandonedStock(StoreId Store, Guid Job);
