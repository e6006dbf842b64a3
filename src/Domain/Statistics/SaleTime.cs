using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Statistics;

/// <summary>How long something took.</summary>
/// <param name="Store">Where.</param>
/// <param name="Kind">What: one whose value is a time.</param>
/// <param name="Milliseconds">How long.</param>
public readonly record struct SaleTime(StoreId Store, SaleFactKind Kind, long Milliseconds);
