using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.Zones;

namespace O2O.Dispatch.Geo.Cities;

/// <summary>A city to dispatch in.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Network">Its roads.</param>
/// <param name="ServiceArea">Where it is served; holds every node of the roads.</param>
/// <param name="HotSpots">Its busy places, at least one.</param>
/// <param name="Zones">The zones that prices go by.</param>
public sealed record City(string Name, RoadNetwork Network, ServiceArea ServiceArea, IReadOnlyList<HotSpot> HotSpots, ZoneMap Zones);
