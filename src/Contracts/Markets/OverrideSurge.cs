namespace O2O.Dispatch.Contracts.Markets;

/// <summary>An operator's own multiplier.</summary>
/// <param name="By">Who.</param>
/// <param name="Zone">In which zone; null for all of them.</param>
/// <param name="BasisPoints">10,000 (the plain price) to 100,000; null ends one.</param>
/// <param name="For">For how long, at most a day; of no meaning when one is ended.</param>
/// <param name="Reason">Why: 1 to 200 characters.</param>
[GenerateSerializer, Immutable, Alias("o2o.override-surge")]
public sealed record OverrideSurge(
    [property: Id(0)] string By,
    [property: Id(1)] string? Zone,
    [property: Id(2)] int? BasisPoints,
    [property: Id(3)] TimeSpan For,
    [property: Id(4)] string Reason);
