using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Surge;

/// <summary>An operator's own multiplier, which counts in place of what demand and supply say. It may lie above the cap of the plan, and not below one.</summary>
/// <param name="Multiplier">At least one.</param>
/// <param name="Until">Counts until before this.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why: 1 to 200 characters.</param>
public sealed record SurgeOverride(BasisPoints Multiplier, DateTimeOffset Until, string By, string Reason);
