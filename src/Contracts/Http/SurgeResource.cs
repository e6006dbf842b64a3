using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What the prices of a service are multiplied by.</summary>
/// <param name="ServiceClass">Which service.</param>
/// <param name="Cap">What demand and supply alone can come to at the most.</param>
/// <param name="Zones">By pricing zone, in order of name; the empty name is what lies in none.</param>
/// <param name="Changes">What operators did, the newest first; the latest hundred.</param>
public sealed record SurgeResource(string ServiceClass, double Cap, ImmutableArray<ZoneSurgeResource> Zones, ImmutableArray<SurgeChangeResource> Changes);
