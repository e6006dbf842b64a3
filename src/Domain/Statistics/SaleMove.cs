using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Statistics;

/// <summary>What the ledger moved for a store's orders within a quarter of an hour: a sum of transfers that are alike.</summary>
/// <param name="Store">Of the orders.</param>
/// <param name="Quarter">When the quarter begins.</param>
/// <param name="Move">The sum; owners are those of merchants and funders, else empty.</param>
public readonly record struct SaleMove(StoreId Store, DateTimeOffset Quarter, BookMove Move);
