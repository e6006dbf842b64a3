namespace O2O.Dispatch.Contracts.Http;

/// <summary>Where the vehicle of a shared job is: a <see cref="VehicleFrame"/> that does not say whose it is.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="At">When it was there.</param>
public sealed record ShareVehicleFrame(Guid JobId, double Longitude, double Latitude, DateTimeOffset At);
