using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Markets;

/// <summary>Some of what operators did about the prices of a service.</summary>
/// <param name="Changes">The newest first.</param>
/// <param name="First">The number of the first of them; each that follows has the next lower one.</param>
[GenerateSerializer, Immutable, Alias("o2o.surge-change-page")]
public sealed record SurgeChangePage([property: Id(0)] ImmutableArray<SurgeChange> Changes, [property: Id(1)] long First);
