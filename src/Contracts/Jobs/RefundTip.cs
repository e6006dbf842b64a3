using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>An operator pays a tip back.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="AmountMinorUnits">How much; null for all that is left of it.</param>
/// <param name="Currency">Of the amount; null for the job's own.</param>
/// <param name="Reason">The snake_case name of the reason.</param>
/// <param name="By">Which operator.</param>
[GenerateSerializer, Immutable, Alias("o2o.refund-tip")]
public sealed record RefundTip(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] long? AmountMinorUnits,
    [property: Id(2)] string? Currency,
    [property: Id(3)] string Reason,
    [property: Id(4)] Guid By);
