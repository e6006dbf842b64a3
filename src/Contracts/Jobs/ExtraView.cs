namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>Extra work that turned out to be needed.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="AmountMinorUnits">What it costs, before tax that is added.</param>
/// <param name="What">For people.</param>
/// <param name="Approved">Whether the customer wants it; null until the customer has said so.</param>
[GenerateSerializer, Immutable, Alias("o2o.extra-view")]
public sealed record ExtraView(
    [property: Id(0)] int Number,
    [property: Id(1)] long AmountMinorUnits,
    [property: Id(2)] string What,
    [property: Id(3)] bool? Approved);
