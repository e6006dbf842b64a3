namespace O2O.Dispatch.Contracts.Http;

/// <summary>A job that waits for a provider, on the map.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Longitude">Of the pick-up.</param>
/// <param name="Latitude">Of the pick-up.</param>
/// <param name="RequestedAt">When it was ordered.</param>
public sealed record WaitingJob(Guid JobId, double Longitude, double Latitude, DateTimeOffset RequestedAt);
