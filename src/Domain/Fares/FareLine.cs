namespace O2O.Dispatch.Domain.Fares;

/// <summary>One line of a fare.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Amount">Tax included; negative only for a discount.</param>
/// <param name="Funder">Who pays for a discount; null on every other line.</param>
public sealed record FareLine(FareLineKind Kind, Money.Money Amount, Funder? Funder = null);
