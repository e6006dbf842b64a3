using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Chains;

/// <summary>Where a job stands in the chain that it is ordered with.</summary>
/// <param name="Chain">Which chain.</param>
/// <param name="Number">Which of its legs, counted from 1.</param>
/// <param name="Jobs">The jobs of all legs, in order.</param>
/// <param name="Follows">For each leg the number of the one it follows; 0 for the first.</param>
[GenerateSerializer, Immutable, Alias("o2o.chain-place")]
public sealed record WireChainPlace(
    [property: Id(0)] Guid Chain,
    [property: Id(1)] int Number,
    [property: Id(2)] ImmutableArray<Guid> Jobs,
    [property: Id(3)] ImmutableArray<int> Follows);
