using System.Globalization;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Geo.Files;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.Roads.OpenStreetMap;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Simulation.Demand;
using O2O.Dispatch.Simulation.Vehicles;

namespace O2O.Dispatch.Simulation.Scenes;

/// <summary>Loads the city that a request names: a generated one, or one of files.</summary>
public static class SceneLoader
{
    /// <summary>How far from a road node is still served when no zones are given, in metres. More than the 200 m of trips, so that rounded distances refuse nobody.</summary>
    public const double ServedMetres = 500;

    // A month of records is long: the drop-offs that vehicles start from are those of the day before.
    private static readonly TimeSpan Before = TimeSpan.FromHours(24);

    /// <summary>Loads it.</summary>
    /// <param name="options">What to load.</param>
    /// <param name="progress">Told often how much of a stage is done, 0 to 1, with a few words.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InputFileException">A file cannot be used, or holds no trip of the period.</exception>
    /// <exception cref="ZoneException">The service area cannot be one.</exception>
    /// <exception cref="RoadNetworkException">The roads are too many.</exception>
    public static CityScene Load(SceneRequest options, Action<SceneStage, double, string> progress, CancellationToken cancellation)
    {
        progress(SceneStage.Loading, 0, options.Rides is null ? "generating a city" : options.Rides);
        return options.Rides is null ? Generated(options, progress, cancellation) : FromFiles(options, progress, cancellation);
    }

    private static CityScene Generated(SceneRequest options, Action<SceneStage, double, string> progress, CancellationToken cancellation)
    {
        // The city is always the same; the seed decides what happens in it.
        var city = GeneratedCity.Create();
        var trips = GeneratedTrips.Of(city, options.From, options.To, options.RequestsPerHour, options.Seed);
        var earlier = GeneratedTrips.Of(city, options.From - TimeSpan.FromHours(1), options.From, Math.Max(options.RequestsPerHour, 1_000), options.Seed + 1);
        progress(SceneStage.Loading, 1, $"{trips.Count:N0} trips in {city.Name}");
        return new CityScene(
            city.Name,
            SlugOf(city.Name),
            city.Network,
            Table(city.Network, options, progress, cancellation),
            city.ServiceArea,
            trips,
            StartNodes.Draw([.. earlier.Select(trip => trip.DropOffNode)], options.Vehicles, options.Seed),
            [],
            city.Zones,
            city);
    }

    private static CityScene FromFiles(SceneRequest options, Action<SceneStage, double, string> progress, CancellationToken cancellation)
    {
        var notes = new List<string>();
        var network = Roads(options, notes);
        progress(SceneStage.Loading, 0.2, $"{network.NodeCount:N0} road nodes");
        var zones = options.Zones is { } own ? ZoneMap.FromGeoJsonFile(own, ZoneKind.ServiceArea, mend: true)
            : options.PricingZones is { } pricing ? ZoneMap.FromGeoJsonFile(pricing, ZoneKind.Pricing, mend: true)
            : null;
        var area = options.Zones is { } file ? ServiceArea.Of(Path.GetFileName(file), zones!, mend: true) : ServiceArea.Around(network, new Metres(ServedMetres));
        if (zones?.Mended.Count > 0)
        {
            notes.Add(Note($"Borders of zones that crossed themselves were mended: {string.Join(", ", zones.Mended)}."));
        }

        var read = TripFile.Read(options.Rides!, network, new TripReadingOptions
        {
            Seed = options.Seed,
            SkipBadRows = options.SkipBadRows,
            Earliest = options.From - Before,
            Before = options.To,
        });
        if (read.SkippedRows > 0)
        {
            notes.Add(Note($"{read.SkippedRows:N0} broken rows of the rides file were left out; the first: {read.Skipped[0]}"));
        }

        notes.Add(Note($"{read.OffTheRoads:N0} rides were left out: an end lies more than 200 m from every road node."));
        var trips = read.Trips.Where(trip => trip.At >= options.From).ToList();
        if (trips.Count == 0)
        {
            throw new InputFileException(options.Rides!, Note(
                $"none of its {read.Rows:N0} rides lies between --from {options.From:yyyy-MM-ddTHH:mm} and --to {options.To:yyyy-MM-ddTHH:mm} with both ends near a road."));
        }

        var starts = read.Trips.TakeWhile(trip => trip.At < options.From).Select(trip => trip.DropOffNode).ToList();
        if (starts.Count == 0)
        {
            notes.Add("No ride lies before --from: vehicles start at drop-offs of the period itself.");
            starts = [.. trips.Select(trip => trip.DropOffNode)];
        }

        progress(SceneStage.Loading, 1, $"{trips.Count:N0} trips");
        return new CityScene(
            "New York",
            "new-york",
            network,
            Table(network, options, progress, cancellation),
            area,
            trips,
            StartNodes.Draw(starts, options.Vehicles, options.Seed),
            notes,
            zones);
    }

    private static RoadNetwork Roads(SceneRequest options, List<string> notes)
    {
        if (options.OpenStreetMap is { } file)
        {
            var map = OsmRoadReader.Read(file);
            notes.Add(Note(
                $"{map.Network.NodeCount:N0} nodes and {map.Network.EdgeCount:N0} directed edges were made of {Path.GetFileName(file)}; on islands and left out: {map.Network.Dropped.IslandNodes:N0} nodes, {map.Network.Dropped.IslandEdges:N0} edges."));
            return map.Network;
        }

        var roads = RoadCsvReader.Read(options.Nodes!, options.Edges!, options.SkipBadRows);
        if (roads.SkippedRows > 0)
        {
            notes.Add(Note($"{roads.SkippedRows:N0} broken rows of the roads files were left out; the first: {roads.Skipped[0]}"));
        }

        return roads.Network;
    }

    private static ITravelTimes Table(RoadNetwork roads, SceneRequest options, Action<SceneStage, double, string> progress, CancellationToken cancellation) =>
        new TravelTimesBuilder(roads, progress: new Shares(share => progress(SceneStage.TravelTimes, share, $"{roads.NodeCount:N0} nodes")), cancellation: cancellation)
            .Build(EdgeTimes.Scaled(roads, options.TimeFactor), cancellation: cancellation);

    private static string SlugOf(string name) => new([.. name.ToLowerInvariant().Where(c => c is >= 'a' and <= 'z')]);

    private static string Note(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Shares(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
