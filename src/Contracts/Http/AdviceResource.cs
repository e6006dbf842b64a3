using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Where an idle provider is likely to be needed soon: advice, not an order.</summary>
/// <param name="To">Where to go.</param>
/// <param name="ExpiresAt">From this instant on it says nothing any more.</param>
public sealed record AdviceResource(WirePoint To, DateTimeOffset ExpiresAt);
