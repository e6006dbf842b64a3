namespace O2O.Dispatch.Contracts.Http;

/// <summary>What there is of a product at a store.</summary>
/// <param name="ProductId">Which.</param>
/// <param name="Channel">delivery, counter or visit: each has a stock of its own.</param>
/// <param name="Left">How many there are, 0 to 1,000,000; null for as many as one likes.</param>
/// <param name="Sold">Whether it is sold that way at all.</param>
public sealed record ShelfBody(Guid ProductId, string Channel, int? Left = null, bool Sold = true);
