using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Contracts.Providers;

/// <summary>Where an idle provider is likely to be needed soon. Advice, not an order: who stays misses nothing that is near.</summary>
/// <param name="To">Where to go.</param>
/// <param name="ExpiresAt">From this instant on it says nothing any more.</param>
[GenerateSerializer, Immutable, Alias("o2o.move-advice")]
public sealed record MoveAdvice([property: Id(0)] WirePoint To, [property: Id(1)] DateTimeOffset ExpiresAt);
