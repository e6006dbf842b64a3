using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>One line of what was sold.</summary>
/// <param name="Product">Which product.</param>
/// <param name="Name">As it was called.</param>
/// <param name="Options">The chosen options, by name.</param>
/// <param name="Quantity">How many alike.</param>
/// <param name="EachMinorUnits">The price of one, options included.</param>
[GenerateSerializer, Immutable, Alias("o2o.sale-item")]
public sealed record SaleItem(
    [property: Id(0)] Guid Product,
    [property: Id(1)] string Name,
    [property: Id(2)] ImmutableArray<string> Options,
    [property: Id(3)] int Quantity,
    [property: Id(4)] long EachMinorUnits);
