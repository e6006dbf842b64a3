using System.Globalization;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;

namespace O2O.Dispatch.Routing.Bench;

/// <summary>Learns factors from some of the real New York rides and tells the error of travel times on others, before and after.</summary>
internal static class LearnBench
{
    private const double SquareMetres = 1_500;

    private readonly record struct Ride(int Row, DateTimeOffset Departed, TimeSpan Duration, int From, int To);

    public static void Run(string data)
    {
        var network = RoadCsvReader.Read(Path.Combine(data, "manhattan_nodes.csv.gz"), Path.Combine(data, "manhattan_edges.csv.gz")).Network;
        var builder = new TravelTimesBuilder(network);
        var published = CargoRoads.Rows(Path.Combine(data, "travel_time_factors.csv.gz"))
            .ToDictionary(row => (row[0], int.Parse(row[1], CultureInfo.InvariantCulture)), row => CargoRoads.Number(row[4]));

        var night = Rides(Path.Combine(data, "nyc_rides_20130101_0000_0145.csv.gz"), network);
        var cut = new DateTimeOffset(2013, 1, 1, 0, 45, 0, TimeSpan.Zero);
        Report(
            "2013-01-01: learned from rides completed before 00:45, tested on those that began 00:45 to 01:15",
            builder,
            [.. night.Where(ride => ride.Departed + ride.Duration < cut)],
            [.. night.Where(ride => ride.Departed >= cut && ride.Departed < cut.AddMinutes(30))],
            hour => published[("2013-01-01", hour)]);

        var day = Rides(Path.Combine(data, "nyc_trips_20150115_fullday_2pct.csv.gz"), network);
        Report(
            "2015-01-15, 2.2 % of the day: learned from two rides of three, tested on the third",
            builder,
            [.. day.Where(ride => ride.Row % 3 != 0)],
            [.. day.Where(ride => ride.Row % 3 == 0)],
            hour => published[("2015-01-15", hour)]);
    }

    /// <summary>Rides of 60 to 5,400 s with both ends within 200 m of a node, as the published factors take them, in the order in which they were completed.</summary>
    private static Ride[] Rides(string file, RoadNetwork network)
    {
        var header = Header(file);
        int Column(string name) => Array.IndexOf(header, name);
        var (pickUp, seconds, from, fromMetres, to, toMetres) = (
            Column("pickup_time"), Column("duration_s"), Column("pickup_node"), Column("pickup_node_m"), Column("dropoff_node"), Column("dropoff_node_m"));
        var rides = new List<Ride>();
        var number = 0;
        foreach (var row in CargoRoads.Rows(file))
        {
            number++;
            if (row[seconds].Length == 0 || row[fromMetres].Length == 0 || row[toMetres].Length == 0
                || CargoRoads.Number(row[fromMetres]) > 200 || CargoRoads.Number(row[toMetres]) > 200
                || CargoRoads.Number(row[seconds]) is < 60 or > 5_400
                || !network.TryIndexOf(long.Parse(row[from], CultureInfo.InvariantCulture), out var tail)
                || !network.TryIndexOf(long.Parse(row[to], CultureInfo.InvariantCulture), out var head)
                || tail == head)
            {
                continue;
            }

            var departed = DateTimeOffset.Parse(row[pickUp], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            rides.Add(new Ride(number, departed, TimeSpan.FromSeconds(CargoRoads.Number(row[seconds])), tail, head));
        }

        return [.. rides.OrderBy(ride => ride.Departed + ride.Duration).ThenBy(ride => ride.Row)];
    }

    private static string[] Header(string file)
    {
        using var lines = new StreamReader(new System.IO.Compression.GZipStream(File.OpenRead(file), System.IO.Compression.CompressionMode.Decompress));
        return lines.ReadLine()!.Split(',');
    }

    private static void Report(string title, TravelTimesBuilder builder, Ride[] learn, Ride[] test, Func<int, double> published)
    {
        Console.WriteLine(title);
        var network = builder.Network;
        var empty = builder.Build(EdgeTimes.Scaled(network, 1));
        var hours = new TravelTimeLearner(EdgeGroups.Whole(network), empty, TimeZoneInfo.Utc);
        var squares = new TravelTimeLearner(EdgeGroups.BySquares(network, SquareMetres), empty, TimeZoneInfo.Utc);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var ride in learn)
        {
            hours.Observe(ride.From, ride.To, ride.Departed, ride.Duration);
        }

        var byHour = watch.Elapsed.TotalMicroseconds / learn.Length;
        watch.Restart();
        foreach (var ride in learn)
        {
            squares.Observe(ride.From, ride.To, ride.Departed, ride.Duration);
        }

        var bySquare = watch.Elapsed.TotalMicroseconds / learn.Length;
        Console.WriteLine($"  {learn.Length:N0} rides offered, {hours.Learned:N0} learned from; {byHour:N1} us a ride by hour, {bySquare:N1} us by hour and square; {test.Length:N0} to test");
        Console.WriteLine("  absolute error in %         empty roads      published median  learned by hour    by hour and square");
        Console.WriteLine("  hour  rides  factor,learned   median   mean    median   mean    median   mean    median   mean");
        var all = new List<double>[4];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = [];
        }

        var (learnedHours, learnedSquares) = (hours.Factors(), squares.Factors());
        foreach (var group in test.GroupBy(ride => ride.Departed.Hour).OrderBy(group => group.Key))
        {
            ITravelTimes[] times =
            [
                empty,
                builder.Build(EdgeTimes.Scaled(network, published(group.Key))),
                builder.Build(EdgeTimes.AtHour(learnedHours, group.Key)),
                builder.Build(EdgeTimes.AtHour(learnedSquares, group.Key)),
            ];
            var line = $"  {group.Key,4}{group.Count(),7:N0}{published(group.Key),8:N2}{learnedHours.At(group.Key, 0),8:N2}";
            for (var i = 0; i < times.Length; i++)
            {
                var errors = group.Select(ride => Math.Abs(times[i].Milliseconds(ride.From, ride.To) / ride.Duration.TotalMilliseconds - 1) * 100).ToList();
                all[i].AddRange(errors);
                line += Errors(errors);
            }

            Console.WriteLine(line);
        }

        Console.WriteLine("   all" + $"{test.Length,7:N0}{"",16}" + string.Concat(all.Select(Errors)));
    }

    private static string Errors(List<double> errors)
    {
        errors.Sort();
        return $"{errors[errors.Count / 2],10:N1}{errors.Average(),8:N1}";
    }
}
