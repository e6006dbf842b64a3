using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>The bound provider makes a step.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Job">Which job.</param>
/// <param name="Provider">Who.</param>
/// <param name="Step">What.</param>
/// <param name="Pin">For Start, where the terms ask for one.</param>
/// <param name="MeasuredMetres">For Complete: the distance as measured; null to price the quoted one.</param>
[GenerateSerializer, Immutable, Alias("o2o.advance-job")]
public sealed record AdvanceJob(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] Guid Job,
    [property: Id(2)] Guid Provider,
    [property: Id(3)] JobStep Step,
    [property: Id(4)] string? Pin,
    [property: Id(5)] double? MeasuredMetres);
