using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Catalogue;

/// <summary>A basket with its prices.</summary>
/// <param name="Items">In the order they were put in.</param>
/// <param name="Total">Of all of them.</param>
/// <param name="Preparation">How long it takes to prepare, side by side.</param>
/// <param name="Skills">What all of it together asks for, in order; null for nothing.</param>
public sealed record PricedBasket(ImmutableArray<PricedItem> Items, Money.Money Total, TimeSpan Preparation, ImmutableArray<string>? Skills = null);
