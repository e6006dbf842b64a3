using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>A job takes of a store's stock.</summary>
/// <param name="By">The job.</param>
/// <param name="Channel">Of which stock: a name in snake_case.</param>
/// <param name="Lines">1 to 100; the same product twice counts together.</param>
[GenerateSerializer, Immutable, Alias("o2o.take-stock")]
public sealed record TakeStock([property: Id(0)] Guid By, [property: Id(1)] string Channel, [property: Id(2)] ImmutableArray<TakeStockLine> Lines);
