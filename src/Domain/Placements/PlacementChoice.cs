using System.Collections.Immutable;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Placements;

/// <summary>Which of the stores that could be shown as placed are tried first. Pure.</summary>
public static class PlacementChoice
{
    /// <summary>The order: who bids more for a visit, then the nearer, then the lower id; a store once, with its highest bid.</summary>
    /// <param name="candidates">Placements with a store of theirs and how far it is.</param>
    public static ImmutableArray<(Placement Placement, StoreId Store)> Order(IEnumerable<(Placement Placement, StoreId Store, Metres Distance)> candidates) =>
    [
        .. candidates
            .OrderByDescending(one => one.Placement.Price.MinorUnits)
            .ThenBy(one => one.Distance.Value)
            .ThenBy(one => one.Store)
            .ThenBy(one => one.Placement.Id)
            .DistinctBy(one => one.Store)
            .Select(one => (one.Placement, one.Store)),
    ];
}
