using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Contracts.Providers;

/// <summary>A booked job that a provider has accepted and does not drive for yet.</summary>
/// <param name="Job">The job.</param>
/// <param name="Stops">Where it begins first, where it ends last.</param>
/// <param name="Due">When the provider promised to be there.</param>
/// <param name="Work">How long the work at the place takes; null when it takes the drive alone.</param>
[GenerateSerializer, Immutable, Alias("o2o.provider-commitment")]
public sealed record ProviderCommitment(
    [property: Id(0)] Guid Job,
    [property: Id(1)] ImmutableArray<WirePoint> Stops,
    [property: Id(2)] DateTimeOffset Due,
    [property: Id(3)] TimeSpan? Work);
