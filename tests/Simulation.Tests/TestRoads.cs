using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;

namespace O2O.Dispatch.Simulation.Tests;

/// <summary>A street of five crossings, about 111 m apart and 10 s each, both ways: 100 at 52.000 N, 101 at 52.001 N and so on.</summary>
internal static class TestRoads
{
    public const double Longitude = 13.4;

    public static RoadNetwork Street { get; } = Build();

    public static AllPairsTravelTimes Times { get; } = AllPairsTravelTimes.Build(Street, 1, threads: 1);

    public static int Node(long published) => Street.TryIndexOf(published, out var node) ? node : throw new ArgumentException($"No node {published}.");

    private static RoadNetwork Build()
    {
        var builder = new RoadNetworkBuilder();
        for (var i = 0; i < 5; i++)
        {
            builder.AddNode(100 + i, new GeoPoint(Longitude, 52 + i / 1_000.0));
        }

        for (var i = 0; i < 4; i++)
        {
            builder.AddEdge(100 + i, 101 + i, 10_000, null);
            builder.AddEdge(101 + i, 100 + i, 10_000, null);
        }

        return builder.Build();
    }
}
