using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Merchants;

namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>A product as it is kept.</summary>
/// <param name="Merchant">Whose.</param>
/// <param name="Product">The product.</param>
/// <param name="Version">Which writing of it this is, from 1.</param>
public sealed record ProductEntry(MerchantId Merchant, Product Product, long Version);
