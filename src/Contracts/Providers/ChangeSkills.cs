using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Providers;

/// <summary>An operator says what a provider can do or is licensed for. Offers that ask for what it lacks then are taken back; what it has accepted stays.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Skills">All of it, in any order; empty for nothing.</param>
[GenerateSerializer, Immutable, Alias("o2o.change-skills")]
public sealed record ChangeSkills(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] ImmutableArray<string> Skills);
