using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Geo.Zones;

namespace O2O.Dispatch.Grains.Markets;

/// <summary>The map of a market. Immutable.</summary>
/// <param name="Roads">The road network.</param>
/// <param name="TravelTimes">Over its nodes.</param>
/// <param name="ServiceArea">Where it is served.</param>
public sealed record MarketMap(RoadNetwork Roads, ITravelTimes TravelTimes, ServiceArea ServiceArea);
