using O2O.Dispatch.Contracts.Providers;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>A vehicle on the map.</summary>
/// <param name="ProviderId">Whose.</param>
/// <param name="Longitude">WGS-84 degrees, to a millionth.</param>
/// <param name="Latitude">WGS-84 degrees, to a millionth.</param>
/// <param name="State">What it does; offline vehicles are not on the map.</param>
public readonly record struct VehicleOnMap(Guid ProviderId, double Longitude, double Latitude, ProviderState State);
