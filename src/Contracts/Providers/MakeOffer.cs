using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Contracts.Providers;

/// <summary>A dispatch shard offers a job.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Job">The job as the shard knows it; its version and attempt guard the acceptance.</param>
/// <param name="ExpiresAt">From this instant on it is over.</param>
/// <param name="PickUpDue">When the provider is expected at the pick-up.</param>
/// <param name="Keeps">The provider's commitments that it keeps with this job, as long as it accepts before the offer expires; null for none.</param>
[GenerateSerializer, Immutable, Alias("o2o.make-offer")]
public sealed record MakeOffer(
    [property: Id(0)] Guid Offer,
    [property: Id(1)] JobView Job,
    [property: Id(2)] DateTimeOffset ExpiresAt,
    [property: Id(3)] DateTimeOffset PickUpDue,
    [property: Id(4)] ImmutableArray<Guid>? Keeps = null);
