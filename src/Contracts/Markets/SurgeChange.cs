namespace O2O.Dispatch.Contracts.Markets;

/// <summary>What an operator did about the prices of a service.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Zone">In which zone; null for all of them.</param>
/// <param name="BasisPoints">To what; null when an own multiplier was ended.</param>
/// <param name="Until">For how long; null when one was ended.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("o2o.surge-change")]
public sealed record SurgeChange(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string By,
    [property: Id(2)] string? Zone,
    [property: Id(3)] int? BasisPoints,
    [property: Id(4)] DateTimeOffset? Until,
    [property: Id(5)] string Reason);
