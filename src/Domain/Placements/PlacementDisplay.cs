using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Placements;

/// <summary>One time that a store was shown to a customer as placed.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Placement">Which placement.</param>
/// <param name="Store">Which store.</param>
/// <param name="Customer">To whom.</param>
public sealed record PlacementDisplay(Guid Id, PlacementId Placement, StoreId Store, CustomerId Customer);
