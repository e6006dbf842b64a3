using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Statistics;

/// <summary>One thing that happened to a store's order and is counted. It belongs to one event of the job.</summary>
/// <param name="Kind">What.</param>
/// <param name="Store">At which store: the order's, or where it was had.</param>
/// <param name="At">When the event happened.</param>
/// <param name="Version">The event's.</param>
/// <param name="Value">See <see cref="SaleFactKind"/>; null for none.</param>
public readonly record struct SaleFact(SaleFactKind Kind, StoreId Store, DateTimeOffset At, long Version, long? Value);
