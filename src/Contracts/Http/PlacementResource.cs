namespace O2O.Dispatch.Contracts.Http;

/// <summary>A placement as it stands.</summary>
/// <param name="PlacementId">Names it.</param>
/// <param name="State">scheduled, running, paused, spent (nothing is left of the budget, or of the day's) or ended.</param>
/// <param name="Currency">Of every amount here.</param>
/// <param name="Clicks">How often a store of it was opened where it was shown as placed.</param>
/// <param name="Visits">How many visits came of that.</param>
/// <param name="SpentMinorUnits">For visits.</param>
/// <param name="ReservedMinorUnits">Set aside for clicks that may become visits.</param>
/// <param name="LeftMinorUnits">What is left of the budget.</param>
/// <param name="TodayMinorUnits">Of what is spent and set aside, what is of today's clicks (UTC).</param>
/// <param name="Terms">What it says; its version is the one to send with a change.</param>
public sealed record PlacementResource(
    Guid PlacementId,
    string State,
    string Currency,
    long Clicks,
    long Visits,
    long SpentMinorUnits,
    long ReservedMinorUnits,
    long LeftMinorUnits,
    long TodayMinorUnits,
    PlacementBody Terms);
