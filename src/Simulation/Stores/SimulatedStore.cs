using System.Collections.Immutable;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Simulation.Stores;

/// <summary>A store of a simulated merchant, as it is made.</summary>
/// <param name="Store">The store.</param>
/// <param name="Shelf">What it sells, with as many as there are when its shelves are full.</param>
public sealed record SimulatedStore(Store Store, ImmutableArray<ShelfLine> Shelf);
