using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a merchant pays for to be shown in front of others. Money is in the merchant's currency.</summary>
/// <param name="Market">Where it is shown.</param>
/// <param name="PricePerVisitMinorUnits">For a visit, also what it bids; above zero.</param>
/// <param name="BudgetMinorUnits">For all visits, at least one.</param>
/// <param name="BeginsAt">It is shown from here on.</param>
/// <param name="EndsAt">And until before this.</param>
/// <param name="StoreIds">Which stores, at most 100; null or empty for all in the market.</param>
/// <param name="Zones">The pricing zones of the places near which it is shown, at most 100; null or empty for anywhere.</param>
/// <param name="DailyBudgetMinorUnits">For the visits of one day's clicks (UTC), at least one; null for no more than the budget.</param>
/// <param name="Paused">Whether it is not shown for now.</param>
/// <param name="Version">The version that this changes; 0 for a new one.</param>
public sealed record PlacementBody(
    string Market,
    long PricePerVisitMinorUnits,
    long BudgetMinorUnits,
    DateTimeOffset BeginsAt,
    DateTimeOffset EndsAt,
    ImmutableArray<Guid>? StoreIds = null,
    ImmutableArray<string>? Zones = null,
    long? DailyBudgetMinorUnits = null,
    bool Paused = false,
    long Version = 0);
