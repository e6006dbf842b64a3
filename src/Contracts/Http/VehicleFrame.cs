namespace O2O.Dispatch.Contracts.Http;

/// <summary>Where the vehicle of a job is. Frames carry no sequence: the latest counts, and none is repeated.</summary>
/// <param name="JobId">The job.</param>
/// <param name="ProviderId">Who.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="At">When it was there.</param>
public sealed record VehicleFrame(Guid JobId, Guid ProviderId, double Longitude, double Latitude, DateTimeOffset At);
