namespace O2O.Dispatch.Domain.Fares;

/// <summary>A discount to apply to a fare.</summary>
/// <param name="Amount">How much at the most, positive; only what the fare can bear is used.</param>
/// <param name="Funder">Who pays for it.</param>
public sealed record Discount(Money.Money Amount, Funder Funder);
