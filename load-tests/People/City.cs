using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.LoadTests.People;

/// <summary>Where people are: corners of the market's own roads, as its map has them, around the middle of the map.</summary>
internal sealed class City
{
    private const double MetresPerDegree = 111_320;
    private const int Tries = 24;

    private readonly WirePoint[] _corners;
    private readonly double _metresPerDegreeEast;

    private City(string market, WirePoint[] corners, double metresPerDegreeEast) => (Market, _corners, _metresPerDegreeEast) = (market, corners, metresPerDegreeEast);

    /// <summary>The market's name.</summary>
    public string Market { get; }

    /// <summary>How many corners there are.</summary>
    public int Corners => _corners.Length;

    /// <summary>The corners within some metres of the middle.</summary>
    /// <exception cref="LoadTestFault">There are none.</exception>
    public static City Of(MapResource map, double radiusMetres)
    {
        var (middle, east) = Middle(map);
        var all = map.Roads.Select(road => new WirePoint(road[0], road[1])).Distinct().OrderBy(place => Metres(place, middle, east)).ToArray();
        var near = all.TakeWhile(place => Metres(place, middle, east) <= radiusMetres).ToArray();
        return near.Length >= 2
            ? new City(map.Market, near, east)
            : throw new LoadTestFault(ExitCodes.NoServer, $"The map of market {map.Market} has no roads within {radiusMetres:0} m of its middle, so nobody can be placed there.");
    }

    /// <summary>The corners of a part of this city: within some metres of one corner.</summary>
    public City Part(WirePoint middle, double radiusMetres) =>
        new(Market, [.. _corners.OrderBy(place => Metres(place, middle)).TakeWhile((place, i) => i < 2 || Metres(place, middle) <= radiusMetres)], _metresPerDegreeEast);

    /// <summary>Any corner.</summary>
    public WirePoint Somewhere(Random random) => _corners[random.Next(_corners.Length)];

    /// <summary>A corner about so far away: of some that are looked at, the one that comes nearest to it.</summary>
    public WirePoint About(WirePoint from, double metres, Random random) =>
        Enumerable.Range(0, Tries).Select(_ => Somewhere(random)).Where(place => place != from).DefaultIfEmpty(_corners[0] == from ? _corners[1] : _corners[0])
            .MinBy(place => Math.Abs(Metres(from, place) - metres));

    /// <summary>How far apart, in a straight line.</summary>
    public double Metres(WirePoint from, WirePoint to) => Metres(from, to, _metresPerDegreeEast);

    /// <summary>A place part of the way.</summary>
    public static WirePoint Between(WirePoint from, WirePoint to, double part) =>
        new(from.Longitude + ((to.Longitude - from.Longitude) * part), from.Latitude + ((to.Latitude - from.Latitude) * part));

    private static (WirePoint Middle, double MetresPerDegreeEast) Middle(MapResource map)
    {
        var middle = new WirePoint((map.Bounds[0] + map.Bounds[2]) / 2, (map.Bounds[1] + map.Bounds[3]) / 2);
        return (middle, MetresPerDegree * Math.Cos(middle.Latitude * Math.PI / 180));
    }

    /// <summary>On a flat map, which is good to a few metres over a city.</summary>
    private static double Metres(WirePoint from, WirePoint to, double metresPerDegreeEast)
    {
        var (east, north) = ((to.Longitude - from.Longitude) * metresPerDegreeEast, (to.Latitude - from.Latitude) * MetresPerDegree);
        return Math.Sqrt((east * east) + (north * north));
    }
}
