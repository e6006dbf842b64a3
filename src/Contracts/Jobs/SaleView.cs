using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>What a store sold with a job, and how far it is.</summary>
/// <param name="Merchant">Whose the store is.</param>
/// <param name="Store">Which store.</param>
/// <param name="Items">What, as it was priced.</param>
/// <param name="AnswerBy">By when the store accepts; null when it takes every order by itself, and for what is had at a counter.</param>
/// <param name="ReadyAt">When the goods are ready; null until it has accepted.</param>
/// <param name="PreparedAt">When they were; null until they are.</param>
/// <param name="Units">In how many parts it can be had at a counter; null for what is not.</param>
/// <param name="UnitsLeft">How many of them are left.</param>
/// <param name="GoodUntil">From when on nothing is had by its code.</param>
/// <param name="Returning">Why the goods go back to the store; null while they do not.</param>
/// <param name="Skills">What whoever comes has to be able to do, in order; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("o2o.sale-view")]
public sealed record SaleView(
    [property: Id(0)] Guid Merchant,
    [property: Id(1)] Guid Store,
    [property: Id(2)] ImmutableArray<SaleItem> Items,
    [property: Id(3)] DateTimeOffset? AnswerBy = null,
    [property: Id(4)] DateTimeOffset? ReadyAt = null,
    [property: Id(5)] DateTimeOffset? PreparedAt = null,
    [property: Id(6)] int? Units = null,
    [property: Id(7)] int? UnitsLeft = null,
    [property: Id(8)] DateTimeOffset? GoodUntil = null,
    [property: Id(9)] string? Returning = null,
    [property: Id(10)] ImmutableArray<string>? Skills = null);
