using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>Where a provider was.</summary>
/// <param name="Provider">Who.</param>
/// <param name="Place">Where.</param>
/// <param name="At">When, as reported; older than the last one is ignored.</param>
[GenerateSerializer, Immutable, Alias("o2o.location-report")]
public readonly record struct LocationReport(
    [property: Id(0)] Guid Provider,
    [property: Id(1)] WirePoint Place,
    [property: Id(2)] DateTimeOffset At);
