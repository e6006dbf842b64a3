namespace O2O.Dispatch.Domain.Catalogue;

/// <summary>One choice of an option.</summary>
/// <param name="Id">Unique within the product: a slug.</param>
/// <param name="Name">For people.</param>
/// <param name="Price">Added to each piece; not negative.</param>
public sealed record ProductOption(string Id, string Name, Money.Money Price);
