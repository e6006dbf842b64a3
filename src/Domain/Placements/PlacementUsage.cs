namespace O2O.Dispatch.Domain.Placements;

/// <summary>What of a placement's budget is gone, in whole minor units.</summary>
/// <param name="Spent">For visits.</param>
/// <param name="Held">Set aside for clicks that may become visits.</param>
/// <param name="Today">Of both, what is of clicks of the day (UTC).</param>
public sealed record PlacementUsage(long Spent, long Held, long Today);
