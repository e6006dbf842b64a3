namespace O2O.Dispatch.Contracts.Http;

/// <summary>Where a provider was.</summary>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="At">When; null for now. Older than the last one is ignored.</param>
/// <param name="ProviderId">Who; a provider leaves it out, a fleet gateway has to say it.</param>
public sealed record LocationBody(double Longitude, double Latitude, DateTimeOffset? At = null, Guid? ProviderId = null);
