using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Index;
using StackExchange.Redis;

namespace O2O.Dispatch.Geo.Bench;

/// <summary>
/// The same fleet in redis-server on the same machine, asked over one connection with many commands under way, which is its best. What Redis is
/// charged is the processor time of the server alone, the client's not.
/// </summary>
internal static class RedisBench
{
    private const int Vehicles = 100_000;
    private const int Searches = 5_000;
    private const int Reports = 50_000;
    private const int UnderWay = 500;
    private const int Rounds = 5;

    public static void Run()
    {
        var port = FreePort();
        Process server;
        try
        {
            server = Process.Start(new ProcessStartInfo("redis-server", $"--port {port} --bind 127.0.0.1 --save \"\" --appendonly no --dir {Path.GetTempPath()}") { RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine("skipped: redis-server is not installed");
            return;
        }

        try
        {
            server.OutputDataReceived += (_, _) => { };
            server.BeginOutputReadLine();
            using var redis = Connect(port);
            Measure(redis.GetDatabase(), server);
        }
        finally
        {
            server.Kill();
            server.WaitForExit();
        }
    }

    private static void Measure(IDatabase redis, Process server)
    {
        var fleet = new Fleet(Vehicles);
        Console.Error.WriteLine("  filling redis");
        Many(Vehicles, i => redis.ExecuteAsync("GEOADD", Add(i, fleet.Places[i])));
        var names = new[] { "GEOSEARCH 500 m, count 10", "GEOSEARCH 200 m, count 10", "GEOADD, one vehicle a command" };
        var (theirs, wall, ours) = (names.Select(_ => new List<double>()).ToArray(), names.Select(_ => new List<double>()).ToArray(), names.Select(_ => new List<double>()).ToArray());
        var hits = new VehicleHit[10];
        for (var round = 0; round <= Rounds; round++)
        {
            Console.Error.Write($"\r  round {round} of {Rounds} ");
            for (var what = 0; what < names.Length; what++)
            {
                var count = what == 2 ? Reports : Searches;
                var (start, clock) = (ServerTime(server), Stopwatch.StartNew());
                Many(count, i => what == 2
                    ? redis.ExecuteAsync("GEOADD", Add(fleet.Order[i], (round % 2 == 0 ? fleet.Moved : fleet.Places)[fleet.Order[i]]))
                    : redis.ExecuteAsync("GEOSEARCH", Search(fleet.Asked[i], what == 0 ? 500 : 200)));
                var (used, elapsed) = (ServerTime(server) - start, clock.Elapsed.TotalSeconds);
                var own = O2O.Dispatch.Matching.Bench.Machine.Clock();
                const int times = 10;
                for (var i = 0; i < times * count; i++)
                {
                    if (what == 2)
                    {
                        var slot = fleet.Order[i % Vehicles];
                        fleet.Index.Update(slot, (i / Vehicles % 2 == 0 ? fleet.Moved : fleet.Places)[slot], Fleet.Traits, Fleet.Now);
                    }
                    else
                    {
                        fleet.Index.Nearest(fleet.Asked[i % fleet.Asked.Length], hits);
                    }
                }

                if (round > 0)
                {
                    theirs[what].Add(count / used);
                    wall[what].Add(count / elapsed);
                    ours[what].Add(times * count / (O2O.Dispatch.Matching.Bench.Machine.Clock() - own) * 1e3);
                }
            }
        }

        Console.Error.Write("\r                    \r");
        for (var what = 0; what < names.Length; what++)
        {
            var (a, b, c) = (Median(theirs[what]), Median(wall[what]), Median(ours[what]));
            Console.WriteLine($"{names[what]}: redis {a:N0} per second of the server's processor time ({b:N0}/s on the wall); the index {c:N0}/s; ratio {c / a:N0}");
        }

        Console.WriteLine($"the same ten vehicles at 500 m: {Agreement(redis, fleet):0.0} % (redis keeps places to about half a metre)");
    }

    private static double Agreement(IDatabase redis, Fleet fleet)
    {
        const int searches = 200;
        var same = 0;
        Many(Vehicles, i => redis.ExecuteAsync("GEOADD", Add(i, fleet.Places[i])));
        for (var slot = 0; slot < Vehicles; slot++)
        {
            fleet.Index.Update(slot, fleet.Places[slot]);
        }

        var hits = new VehicleHit[10];
        foreach (var point in fleet.Asked.AsSpan(0, searches))
        {
            var found = fleet.Index.Nearest(point, hits);
            var theirs = ((RedisResult[])redis.Execute("GEOSEARCH", Search(point, 500)))!.Select(r => (int)r).ToHashSet();
            same += hits.AsSpan(0, found).ToArray().Count(h => theirs.Contains(h.Slot));
        }

        return 10.0 * same / searches;
    }

    private static object[] Add(int slot, GeoPoint point) => ["fleet", Text(point.Longitude), Text(point.Latitude), slot];

    private static object[] Search(GeoPoint point, int metres) =>
        ["fleet", "FROMLONLAT", Text(point.Longitude), Text(point.Latitude), "BYRADIUS", metres, "m", "ASC", "COUNT", 10];

    private static string Text(double degrees) => degrees.ToString("R", CultureInfo.InvariantCulture);

    private static void Many(int count, Func<int, Task> command)
    {
        var waiting = new List<Task>(UnderWay);
        for (var i = 0; i < count; i++)
        {
            waiting.Add(command(i));
            if (waiting.Count == UnderWay || i == count - 1)
            {
                Task.WaitAll([.. waiting]);
                waiting.Clear();
            }
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double ServerTime(Process server)
    {
        server.Refresh();
        return server.TotalProcessorTime.TotalSeconds;
    }

    private static ConnectionMultiplexer Connect(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return ConnectionMultiplexer.Connect($"127.0.0.1:{port},syncTimeout=60000,responseTimeout=60000,abortConnect=true");
            }
            catch (RedisConnectionException) when (attempt < 50)
            {
                Thread.Sleep(100);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
