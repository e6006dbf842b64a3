using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Stores near a place.</summary>
/// <param name="Items">Placed stores in front, then the nearest first; each store once.</param>
/// <param name="Elsewhere">When there is none that serves the place: the nearest that would if it did, at most three.</param>
public sealed record NearStoresResource(ImmutableArray<NearStoreResource> Items, ImmutableArray<NearStoreResource>? Elsewhere = null);
