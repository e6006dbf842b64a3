using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Statistics;

/// <summary>How often a store's orders were given so many stars.</summary>
/// <param name="Store">Of the orders.</param>
/// <param name="Stars">1 to 5.</param>
/// <param name="Count">How often, above zero.</param>
public readonly record struct SaleStars(StoreId Store, int Stars, long Count);
