using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Sales;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Simulation;

/// <summary>What customers of stores reach the platform by, and the counters where they show their codes.</summary>
/// <param name="Catalog">What stores sell.</param>
/// <param name="Desk">Prices baskets.</param>
/// <param name="Codes">Whose a code is.</param>
public sealed record SalePorts(IStoreCatalog Catalog, SaleDesk Desk, ISaleCodes Codes);
