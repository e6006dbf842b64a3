using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Routing.Bench;

/// <summary>
/// A large region of streets: an irregular grid with faster avenues, one-way streets, streets that are missing, and a river with few bridges. One seed
/// gives one network.
/// </summary>
internal static class GeneratedRoads
{
    private const double BlockMetres = 110;

    public static RoadNetwork Create(int nodes, ulong seed)
    {
        var random = new SeededRandom(seed);
        var columns = (int)Math.Sqrt(nodes);
        var rows = nodes / columns;
        var builder = new RoadNetworkBuilder();
        var (degreesNorth, degreesEast) = (BlockMetres / 111_195, BlockMetres / (111_195 * Math.Cos(48 * Math.PI / 180)));
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var east = 11 + degreesEast * (column + random.Between(-0.35, 0.35));
                var north = 48 + degreesNorth * (row + random.Between(-0.35, 0.35));
                builder.AddNode((long)row * columns + column, new GeoPoint(Math.Round(east, 6), Math.Round(north, 6)));
            }
        }

        var river = rows / 2;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var here = (long)row * columns + column;
                if (column + 1 < columns)
                {
                    Street(here, here + 1, row);
                }

                if (row + 1 < rows && (row != river || column % 25 == 7))
                {
                    Street(here, here + columns, column);
                }

                void Street(long a, long b, int line)
                {
                    var avenue = line % 8 == 0;
                    var chance = random.NextDouble();
                    var seconds = BlockMetres * random.Between(0.8, 1.3) / (avenue ? 14 : random.Between(6, 9));
                    if (!avenue && chance < 0.10)
                    {
                        return;
                    }

                    var milliseconds = (int)(seconds * 1_000);
                    var oneWay = !avenue && chance < 0.45;
                    if (!oneWay || line % 2 == 0)
                    {
                        builder.AddEdge(a, b, milliseconds);
                    }

                    if (!oneWay || line % 2 == 1)
                    {
                        builder.AddEdge(b, a, milliseconds);
                    }
                }
            }
        }

        return builder.Build();
    }
}
