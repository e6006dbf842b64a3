using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Catalogue;

/// <summary>What was ordered, as it was priced: a later change of the catalogue never touches it.</summary>
/// <param name="Product">Which.</param>
/// <param name="Name">As it was called.</param>
/// <param name="Options">The names of the chosen options.</param>
/// <param name="Each">The price of one, options included.</param>
/// <param name="Quantity">How many, at least 1.</param>
public sealed record PricedItem(ProductId Product, string Name, ImmutableArray<string> Options, Money.Money Each, int Quantity)
{
    /// <summary>The price of all of them.</summary>
    public Money.Money Total => new(checked(Each.MinorUnits * Quantity), Each.Currency);
}
