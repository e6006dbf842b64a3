using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.Zones;

namespace O2O.Dispatch.Geo.Cities;

/// <summary>
/// Makes a city that exists nowhere, so that everything runs without any data: an irregular, turned grid of about 2,500 crossings with faster avenues,
/// one-way streets, missing blocks, a boulevard across, a park, a river with a few bridges, and hot spots. One seed, one city, on every machine:
/// places are rounded to a millionth of a degree and times to a millisecond.
/// </summary>
public static class GeneratedCity
{
    private const int Columns = 56;
    private const int Rows = 48;
    private const int AvenueEvery = 6;
    private const int BroadStreetEvery = 7;

    // Speeds between crossings and the stop at the end, in metres per second and seconds: about what city traffic makes on an empty street.
    private const double AvenueSpeed = 13.0;
    private const double StreetSpeed = 7.5;
    private const double AvenueStop = 2.0;
    private const double StreetStop = 4.0;

    private const double OriginLongitude = 13.40;
    private const double OriginLatitude = 52.52;

    // The grid is turned by 17 degrees, so that no street runs along a meridian and a swapped axis shows.
    private const double TurnCosine = 0.9563;
    private const double TurnSine = 0.2924;

    private static readonly string[] NameStarts = ["Alt", "Berg", "Eichen", "Falken", "Grau", "Hohen", "Kessel", "Linden", "Marien", "Neu", "Stein", "Wieden"];
    private static readonly string[] NameEnds = ["au", "bruck", "burg", "feld", "furt", "hafen", "heim", "markt", "stadt", "tal", "wall", "werder"];

    /// <summary>Makes the city of a seed.</summary>
    /// <param name="seed">Any number; another number is another city.</param>
    public static City Create(ulong seed = 1)
    {
        var random = new SeededRandom(seed);
        var name = NameStarts[random.NextInt(NameStarts.Length)] + NameEnds[random.NextInt(NameEnds.Length)];
        var plan = new Plan(ref random);
        var network = Roads(plan, ref random);
        var corners = new[] { plan.At(-2.5, -2.5), plan.At(Columns + 1.5, -2.5), plan.At(Columns + 1.5, Rows + 1.5), plan.At(-2.5, Rows + 1.5) };
        return new City(name, network, ServiceArea.FromRings(name, corners), HotSpots(plan), Quarters(plan));
    }

    /// <summary>Six quarters that cover the service area, three beside each other in two rows.</summary>
    private static ZoneMap Quarters(Plan plan)
    {
        double[] columns = [-2.5, Columns / 3.0, Columns * 2 / 3.0, Columns + 1.5];
        double[] rows = [-2.5, Rows / 2.0, Rows + 1.5];
        string[] across = ["west", "middle", "east"];
        string[] up = ["south", "north"];
        var zones = new List<Zone>();
        for (var row = 0; row < up.Length; row++)
        {
            for (var column = 0; column < across.Length; column++)
            {
                GeoPoint[] ring = [plan.At(columns[column], rows[row]), plan.At(columns[column + 1], rows[row]), plan.At(columns[column + 1], rows[row + 1]), plan.At(columns[column], rows[row + 1])];
                zones.Add(new Zone($"{up[row]} {across[column]}", ZoneKind.Pricing, [new AreaPolygon(ring)]));
            }
        }

        return new ZoneMap(zones);
    }

    private static RoadNetwork Roads(Plan plan, ref SeededRandom random)
    {
        var builder = new RoadNetworkBuilder();
        var points = new GeoPoint?[Columns, Rows];
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                // Crossings lie a little off the grid; avenues less so, because they are straight.
                var play = IsAvenue(column) || IsBroad(row) ? 0.04 : 0.12;
                var point = plan.At(column + random.Between(-play, play), row + random.Between(-play, play));
                if (!plan.IsWater(column, row) && !plan.IsPark(column, row))
                {
                    points[column, row] = point;
                    builder.AddNode(Id(column, row), point);
                }
            }
        }

        void Connect(int column, int row, int toColumn, int toRow, bool fast, bool bothWays)
        {
            if (points[column, row] is { } from && points[toColumn, toRow] is { } to)
            {
                var length = new Metres(Math.Round(GreatCircle.Distance(from, to).Value, 1));
                var seconds = fast ? length.Value / AvenueSpeed + AvenueStop : length.Value / StreetSpeed + StreetStop;
                var milliseconds = (int)Math.Round(seconds * 1_000);
                builder.AddEdge(Id(column, row), Id(toColumn, toRow), milliseconds, length);
                if (bothWays)
                {
                    builder.AddEdge(Id(toColumn, toRow), Id(column, row), milliseconds, length);
                }
            }
        }

        // Streets along a row, then along a column. Side streets are mostly one-way, by turns, and one block in twenty is built over.
        for (var row = 0; row < Rows; row++)
        {
            var broad = IsBroad(row);
            var twoWay = broad || random.NextDouble() < 0.3;
            for (var column = 0; column + 1 < Columns; column++)
            {
                var gone = random.NextDouble() < 0.05;
                if (broad || !gone)
                {
                    var (a, b) = twoWay || row % 2 == 0 ? (column, column + 1) : (column + 1, column);
                    Connect(a, row, b, row, broad, twoWay);
                }
            }
        }

        for (var column = 0; column < Columns; column++)
        {
            var avenue = IsAvenue(column);
            var twoWay = avenue || random.NextDouble() < 0.3;
            for (var row = 0; row + 1 < Rows; row++)
            {
                var gone = random.NextDouble() < 0.05;
                if (avenue || !gone)
                {
                    var (a, b) = twoWay || column % 2 == 0 ? (row, row + 1) : (row + 1, row);
                    Connect(column, a, column, b, avenue, twoWay);
                }
            }
        }

        // The boulevard runs across the blocks of the eastern half.
        for (var (column, row) = (Columns / 2, 6); column + 1 < Columns && row + 1 < Rows; column++, row++)
        {
            Connect(column, row, column + 1, row + 1, fast: true, bothWays: true);
        }

        // Bridges carry the broad streets over the water, but not all of them; the first and the last always stand.
        var closed = random.NextInt(Rows / BroadStreetEvery - 2) + 1;
        for (var (row, number) = (BroadStreetEvery / 2, 0); row < Rows; row += BroadStreetEvery, number++)
        {
            var west = Enumerable.Range(0, Columns).First(c => plan.IsWater(c, row)) - 1;
            var east = Enumerable.Range(0, Columns).Last(c => plan.IsWater(c, row)) + 1;
            if (number != closed)
            {
                Connect(west, row, east, row, fast: true, bothWays: true);
            }
        }

        return builder.Build();
    }

    private static HotSpot[] HotSpots(Plan plan) =>
    [
        new("Old Market", HotSpotKind.Centre, plan.At(Columns * 0.52, Rows * 0.50), new Metres(700), 3.0),
        new("Central Station", HotSpotKind.Station, plan.At(Columns * 0.62, Rows * 0.62), new Metres(300), 2.0),
        new("West Station", HotSpotKind.Station, plan.At(Columns * 0.16, Rows * 0.40), new Metres(300), 0.8),
        new("Stadium", HotSpotKind.Stadium, plan.At(Columns * 0.86, Rows * 0.84), new Metres(350), 1.5),
        new("Harbour Quarter", HotSpotKind.Nightlife, plan.At(Columns * 0.44, Rows * 0.30), new Metres(500), 1.5),
        new("Exchange", HotSpotKind.Offices, plan.At(Columns * 0.66, Rows * 0.42), new Metres(600), 2.5),
        new("North Hill", HotSpotKind.Homes, plan.At(Columns * 0.60, Rows * 0.88), new Metres(1_100), 1.5),
        new("East Side", HotSpotKind.Homes, plan.At(Columns * 0.88, Rows * 0.40), new Metres(1_100), 1.5),
        new("South Bank", HotSpotKind.Homes, plan.At(Columns * 0.60, Rows * 0.10), new Metres(1_000), 1.2),
        new("West Bank", HotSpotKind.Homes, plan.At(Columns * 0.14, Rows * 0.62), new Metres(1_100), 1.5),
    ];

    private static bool IsAvenue(int column) => column % AvenueEvery == AvenueEvery / 2;

    private static bool IsBroad(int row) => row % BroadStreetEvery == BroadStreetEvery / 2;

    private static long Id(int column, int row) => row * Columns + column + 1;

    /// <summary>Where the lines of the grid run, and what is water or park.</summary>
    private sealed class Plan
    {
        private const double LatitudeMetres = GreatCircle.EarthRadiusMetres * Math.PI / 180;
        private readonly double longitudeMetres = LatitudeMetres * Math.Cos(OriginLatitude * Math.PI / 180);
        private readonly double[] across;
        private readonly double[] along;
        private readonly double bend;

        public Plan(ref SeededRandom random)
        {
            across = Lines(Columns, 85, 130, ref random);
            along = Lines(Rows, 95, 150, ref random);
            bend = random.Between(0, 2 * Math.PI);
        }

        /// <summary>The river comes from the south, winds, and is two to three blocks wide.</summary>
        public bool IsWater(int column, int row)
        {
            var middle = Columns * 0.32 + 3.2 * Math.Sin(bend + row * 2 * Math.PI / Rows) + 0.8 * Math.Sin(row * 0.5);
            return Math.Abs(column - Math.Round(middle, 3)) < 1.2;
        }

        public bool IsPark(int column, int row) => column is > 41 and < 46 && row is > 26 and < 34 && !IsBroad(row);

        /// <summary>The place at a column and row of the grid; fractions lie between its lines, and beyond the last line it goes on as it began.</summary>
        public GeoPoint At(double column, double row)
        {
            var x = Interpolate(across, column) - across[Columns / 2];
            var y = Interpolate(along, row) - along[Rows / 2];
            return new GeoPoint(
                Math.Round(OriginLongitude + (x * TurnCosine - y * TurnSine) / longitudeMetres, 6),
                Math.Round(OriginLatitude + (x * TurnSine + y * TurnCosine) / LatitudeMetres, 6));
        }

        private static double Interpolate(double[] lines, double at)
        {
            var low = (int)Math.Clamp(Math.Floor(at), 0, lines.Length - 2);
            return lines[low] + (at - low) * (lines[low + 1] - lines[low]);
        }

        private static double[] Lines(int count, double least, double most, ref SeededRandom random)
        {
            var lines = new double[count];
            for (var i = 1; i < count; i++)
            {
                lines[i] = lines[i - 1] + random.Between(least, most);
            }

            return lines;
        }
    }
}
