using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;

namespace O2O.Dispatch.Testing;

/// <summary>A city to test in: a grid of 10 by 10 crossings, about 70 by 110 m apart, 20 s each way.</summary>
public static class StreetGrid
{
    /// <summary>Its roads; node 10 y + x is crossing (x, y).</summary>
    public static readonly RoadNetwork Roads = Make();

    /// <summary>Over its roads.</summary>
    public static readonly ITravelTimes Times = AllPairsTravelTimes.Build(Roads, 1.0);

    /// <summary>Where a crossing is; x and y from 0 to 9, beyond it there are no streets.</summary>
    public static GeoPoint Crossing(int x, int y) => new(-73.99 + (x * 0.001), 40.75 + (y * 0.001));

    private static RoadNetwork Make()
    {
        var builder = new RoadNetworkBuilder();
        for (var i = 0; i < 100; i++)
        {
            builder.AddNode(i, Crossing(i % 10, i / 10));
        }

        for (var i = 0; i < 100; i++)
        {
            foreach (var (x, y) in new[] { ((i % 10) + 1, i / 10), (i % 10, (i / 10) + 1) })
            {
                if (x < 10 && y < 10)
                {
                    builder.AddEdge(i, (y * 10) + x, 20_000);
                    builder.AddEdge((y * 10) + x, i, 20_000);
                }
            }
        }

        return builder.Build();
    }
}
