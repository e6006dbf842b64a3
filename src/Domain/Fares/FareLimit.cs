using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Fares;

/// <summary>How far a metered price may lie above the quoted one: the greater of the two bounds, before tax that is added and before discounts.</summary>
/// <param name="Times">Of the quoted price; at least one.</param>
/// <param name="Least">The limit is never below this.</param>
public sealed record FareLimit(BasisPoints Times, Money.Money Least);
