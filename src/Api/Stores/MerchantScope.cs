using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Stores;

/// <summary>For whom a caller acts, and what it sees.</summary>
/// <param name="Merchant">The merchant.</param>
/// <param name="Role">What it may.</param>
/// <param name="Only">The one store that it sees; null for all.</param>
internal sealed record MerchantScope(Merchant Merchant, StaffRole Role, StoreId? Only)
{
    /// <summary>Whether it sees a store.</summary>
    public bool Sees(Store store) => store.Merchant == Merchant.Id && (Only is null || Only == store.Id);

    /// <summary>Whether it sees an order: one at a store that it sees.</summary>
    public bool Sees(JobView job) => job.Sale is { } sale && sale.Merchant == Merchant.Id.Value && (Only is null || Only.Value.Value == sale.Store);
}
