using O2O.Dispatch.Domain.Placements;

namespace O2O.Dispatch.Contracts.Placements;

/// <summary>A placement as it stands.</summary>
/// <param name="Placement">What it says.</param>
/// <param name="Version">How often it was written.</param>
/// <param name="Usage">What of its budget is gone.</param>
/// <param name="Clicks">How often a placed store of it was opened.</param>
/// <param name="Visits">How many visits came of that.</param>
public sealed record PlacementEntry(Placement Placement, long Version, PlacementUsage Usage, long Clicks, long Visits);
