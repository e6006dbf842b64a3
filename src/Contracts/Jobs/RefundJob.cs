using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>An operator pays back.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="AmountMinorUnits">How much; null for all that is left.</param>
/// <param name="Currency">Of the amount; null for the job's own.</param>
/// <param name="Reason">The snake_case name of the reason.</param>
/// <param name="Bearer">Who bears it: platform, provider or proportional.</param>
/// <param name="By">Which operator; null when nobody says.</param>
[GenerateSerializer, Immutable, Alias("o2o.refund-job")]
public sealed record RefundJob(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] long? AmountMinorUnits,
    [property: Id(2)] string? Currency,
    [property: Id(3)] string Reason,
    [property: Id(4)] string Bearer,
    [property: Id(5)] Guid? By = null);
