using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Where a customer wants to go instead.</summary>
/// <param name="Destination">The new last stop.</param>
public sealed record DestinationBody(WirePoint Destination);
