using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Statistics;

/// <summary>Somebody who ordered at a store.</summary>
/// <param name="Store">Where.</param>
/// <param name="Customer">Who.</param>
/// <param name="IsNew">Whether one of these orders is the customer's first at the merchant.</param>
public readonly record struct SaleCustomer(StoreId Store, CustomerId Customer, bool IsNew);
