using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Markets;

/// <summary>What the prices of a service are multiplied by.</summary>
/// <param name="Zones">By zone, in order of name; the empty name is what lies in none.</param>
/// <param name="Changes">What operators did, the newest first; the latest hundred.</param>
/// <param name="First">The number of the first of them; each that follows has the next lower one.</param>
[GenerateSerializer, Immutable, Alias("o2o.surge-view")]
public sealed record SurgeView([property: Id(0)] ImmutableArray<ZoneSurge> Zones, [property: Id(1)] ImmutableArray<SurgeChange> Changes, [property: Id(2)] long First);
