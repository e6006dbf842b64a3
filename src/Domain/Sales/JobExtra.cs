namespace O2O.Dispatch.Domain.Sales;

/// <summary>Extra work that turned out to be needed, with its price.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="Amount">Above zero, before tax that is added.</param>
/// <param name="What">For people: 1 to 200 characters.</param>
/// <param name="Approved">Whether the customer wants it; null until the customer has said so.</param>
public sealed record JobExtra(int Number, Money.Money Amount, string What, bool? Approved = null);
