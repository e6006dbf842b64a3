using System.Globalization;
using System.IO.Compression;
using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;

namespace O2O.Dispatch.Matching.Bench;

/// <summary>
/// The 2.2 % sample of 2015-01-15, 19:00 to 20:00, scaled to the day's level: each trip of 18:30 to 20:30 is repeated 45 times, moved by up to 15 minutes and both ends by up to 90 s of driving,
/// all by the seed.
/// </summary>
internal static class ScaledSample
{
    private const long Start = 19 * 3_600_000L;
    private const int Times = 45;

    public static (List<(long Born, int From, int To)> Requests, List<int> Places) Read(RoadNetwork network, ITravelTimes times, string file, ulong seed)
    {
        var random = new SeededRandom(seed + 2_015);
        var day = new DateTime(2015, 1, 15);
        var around = new List<int>?[times.NodeCount];
        var all = Enumerable.Range(0, times.NodeCount).ToArray();
        var drives = new int[all.Length];
        int Near(int node)
        {
            if (around[node] is null)
            {
                times.OneToMany(node, all, drives);
                around[node] = [.. all.Where(n => drives[n] <= 90_000)];
            }

            return around[node]![random.NextInt(around[node]!.Count)];
        }

        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var header = reader.ReadLine()!.Split(',').ToList();
        int time = header.IndexOf("pickup_time"), from = header.IndexOf("pickup_node"), to = header.IndexOf("dropoff_node");
        var requests = new List<(long, int, int)>();
        var places = new List<int>();
        while (reader.ReadLine() is { } line)
        {
            var field = line.Split(',');
            if (field[from].Length == 0 || field[to].Length == 0 || int.Parse(field[from + 1]) > 200 || int.Parse(field[to + 1]) > 200
                || !network.TryIndexOf(long.Parse(field[from]), out var a) || !network.TryIndexOf(long.Parse(field[to]), out var b))
            {
                continue;
            }

            var at = (long)(DateTime.Parse(field[time], CultureInfo.InvariantCulture) - day).TotalMilliseconds - Start;
            if (at is < -1_800_000 or >= 5_400_000)
            {
                continue;
            }

            for (var i = 0; i < Times; i++)
            {
                var born = at + random.NextInt(1_800_000) - 900_000;
                var (x, y) = (Near(a), Near(b));
                if (born is >= 0 and < 3_600_000)
                {
                    requests.Add((born, x, y));
                }
                else if (born < 0)
                {
                    places.Add(y);
                }
            }
        }

        requests.Sort();
        return (requests, places);
    }
}
