namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>The bound provider of a job has stopped reporting.</summary>
/// <param name="Job">Which job.</param>
/// <param name="Provider">Who.</param>
/// <param name="Since">Its last report.</param>
[GenerateSerializer, Immutable, Alias("o2o.silence-report")]
public sealed record SilenceReport(
    [property: Id(0)] Guid Job,
    [property: Id(1)] Guid Provider,
    [property: Id(2)] DateTimeOffset Since);
