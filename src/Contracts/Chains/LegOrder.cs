namespace O2O.Dispatch.Contracts.Chains;

/// <summary>One leg as it is ordered.</summary>
/// <param name="Quote">The signed quote as it was given.</param>
/// <param name="Follows">The number of the leg that has to be completed before; 0 for the first leg.</param>
[GenerateSerializer, Immutable, Alias("o2o.leg-order")]
public sealed record LegOrder([property: Id(0)] string Quote, [property: Id(1)] int Follows);
