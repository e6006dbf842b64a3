using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Simulation.Demand;

namespace O2O.Dispatch.Simulation.Scenes;

/// <summary>A city and what happens in it, loaded.</summary>
/// <param name="City">What it is called.</param>
/// <param name="Market">The market's name, a slug of the city's.</param>
/// <param name="Roads">Its roads.</param>
/// <param name="TravelTimes">Over its roads.</param>
/// <param name="ServiceArea">Where it is served.</param>
/// <param name="Trips">The requests of the period, in order of time.</param>
/// <param name="StartNodes">Where each vehicle starts.</param>
/// <param name="Notes">What a person should know about the input, a line each.</param>
/// <param name="Zones">Its zones; null for none.</param>
/// <param name="Drawn">The generated city, from which further demand is drawn; null for one of files.</param>
public sealed record CityScene(
    string City,
    string Market,
    RoadNetwork Roads,
    ITravelTimes TravelTimes,
    ServiceArea ServiceArea,
    IReadOnlyList<Trip> Trips,
    IReadOnlyList<int> StartNodes,
    IReadOnlyList<string> Notes,
    ZoneMap? Zones = null,
    City? Drawn = null);
