using System.Collections.Immutable;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Merchants;

namespace O2O.Dispatch.Simulation.Stores;

/// <summary>A merchant to simulate with, as it is made.</summary>
/// <param name="Merchant">Who.</param>
/// <param name="Products">What it sells.</param>
/// <param name="Stores">Where.</param>
public sealed record SimulatedMerchant(Merchant Merchant, ImmutableArray<Product> Products, ImmutableArray<SimulatedStore> Stores);
