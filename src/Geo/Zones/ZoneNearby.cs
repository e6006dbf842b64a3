using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Zones;

/// <summary>The zone nearest to a point.</summary>
/// <param name="Zone">Its index in the map.</param>
/// <param name="Distance">Straight distance to its border; zero inside.</param>
public readonly record struct ZoneNearby(int Zone, Metres Distance);
