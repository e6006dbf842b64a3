using System.Collections.Immutable;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>What a search looks at of a store.</summary>
/// <param name="Merchant">Whose it is.</param>
/// <param name="Store">The store.</param>
/// <param name="Shelf">What it sells, in order of channel and product.</param>
/// <param name="ChangedAt">When any of this changed last.</param>
public sealed record StoreCard(Merchant Merchant, Store Store, ImmutableArray<ShelfName> Shelf, DateTimeOffset ChangedAt);
