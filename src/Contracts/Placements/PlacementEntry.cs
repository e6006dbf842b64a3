using O2O.Dispatch.Domain.Placements;

namespace O2O.Dispatch.Contracts.Placements;

/// <summary>A placement as it stands.</summary>
/// <param name="Placement">What it says.</param>
/// <param name="Version">How often it was written.</param>
/// <param name="Usage">What of its budget is gone.</param>
/// <param name="Clicks">How often a placed store of it was opened.</param>
/// <param name="Visits">How many visits came of that.</param>
public sealed record PlacementEntry(Placement Placement, long Version, PlacementUsage Usage, long Clicks, long Visits)
{
    /// <summary>Whether a placement may be written: a new one where none stands, or a change of the version that was read by whose it is, with a budget of no less than is spent or set aside.</summary>
    /// <param name="stands">What stands; null for none.</param>
    /// <param name="placement">How it shall stand.</param>
    /// <param name="version">The version that was read; 0 for a new one.</param>
    public static bool MayBecome(PlacementEntry? stands, Placement placement, long version) => stands is null
        ? version == 0
        : stands.Placement.Merchant == placement.Merchant && stands.Version == version && stands.Usage.Spent + stands.Usage.Held <= placement.Budget.MinorUnits;
}
