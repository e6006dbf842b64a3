namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>What there is of a product from now on.</summary>
/// <param name="Channel">Of which stock: a name in snake_case.</param>
/// <param name="Product">Which.</param>
/// <param name="Sold">Whether it is sold that way; without it the rest says nothing.</param>
/// <param name="Left">How many there are, 0 to 1,000,000; null for as many as one likes.</param>
[GenerateSerializer, Immutable, Alias("o2o.put-stock")]
public sealed record PutStock([property: Id(0)] string Channel, [property: Id(1)] Guid Product, [property: Id(2)] bool Sold, [property: Id(3)] int? Left);
