using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Statistics;

/// <summary>How often something happened at a store within a quarter of an hour.</summary>
/// <param name="Store">Where.</param>
/// <param name="Quarter">When the quarter begins.</param>
/// <param name="Kind">What.</param>
/// <param name="Count">How often, above zero.</param>
/// <param name="Sum">Of the values.</param>
public readonly record struct SaleCount(StoreId Store, DateTimeOffset Quarter, SaleFactKind Kind, long Count, long Sum);
