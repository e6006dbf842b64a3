using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>The customer tips.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Customer">Who.</param>
/// <param name="AmountMinorUnits">How much.</param>
/// <param name="Currency">Of the amount; null for the job's own.</param>
[GenerateSerializer, Immutable, Alias("o2o.tip-job")]
public sealed record TipJob(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] Guid Customer,
    [property: Id(2)] long AmountMinorUnits,
    [property: Id(3)] string? Currency);
