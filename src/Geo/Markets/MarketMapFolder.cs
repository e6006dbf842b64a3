using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Geo.Zones;

namespace O2O.Dispatch.Geo.Markets;

/// <summary>The map that every process of a cluster loads for itself, the same on all of them.</summary>
public static class MarketMapFolder
{
    // How far from a road node is still served.
    private static readonly Metres Served = new(500);

    /// <summary>Loads it; travel times are those of empty roads.</summary>
    /// <param name="folder">Holds manhattan_nodes.csv.gz, manhattan_edges.csv.gz and, where prices go by zones, manhattan_taxi_zones.geojson; empty for the generated city.</param>
    /// <exception cref="Files.InputFileException">A file is missing or cannot be used.</exception>
    /// <exception cref="RoadNetworkException">The roads are too many.</exception>
    /// <exception cref="ZoneException">A zone cannot be one.</exception>
    public static MarketMap Open(string folder)
    {
        if (folder.Length == 0)
        {
            var city = GeneratedCity.Create();
            return new MarketMap(city.Network, AllPairsTravelTimes.Build(city.Network, 1.0), city.ServiceArea, city.Zones);
        }

        var roads = RoadCsvReader.Read(Path.Combine(folder, "manhattan_nodes.csv.gz"), Path.Combine(folder, "manhattan_edges.csv.gz")).Network;
        var zones = Path.Combine(folder, "manhattan_taxi_zones.geojson");
        return new MarketMap(
            roads, AllPairsTravelTimes.Build(roads, 1.0), ServiceArea.Around(roads, Served), File.Exists(zones) ? ZoneMap.FromGeoJsonFile(zones, ZoneKind.Pricing, mend: true) : null);
    }
}
