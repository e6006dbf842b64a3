namespace O2O.Dispatch.Contracts.Payments;

/// <summary>Something on which the gateway and our books do not agree, as the last comparison found it.</summary>
/// <param name="Kind">What, in one word.</param>
/// <param name="Job">The job; null when it is of none of ours.</param>
/// <param name="Intent">The gateway's id; null when it has none.</param>
/// <param name="OursMinorUnits">What our books say was taken.</param>
/// <param name="TheirsMinorUnits">What the gateway says was taken.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Since">Since when it is seen.</param>
[GenerateSerializer, Immutable, Alias("o2o.kept-difference")]
public sealed record KeptDifference(
    [property: Id(0)] string Kind,
    [property: Id(1)] Guid? Job,
    [property: Id(2)] string? Intent,
    [property: Id(3)] long OursMinorUnits,
    [property: Id(4)] long TheirsMinorUnits,
    [property: Id(5)] string Currency,
    [property: Id(6)] DateTimeOffset Since);
