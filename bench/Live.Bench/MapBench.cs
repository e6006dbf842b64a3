using System.Globalization;

namespace O2O.Dispatch.Live.Bench;

/// <summary>Every vehicle moves before every frame; the rest of the system is there and idle. The vehicles are of no service class, so that no dispatch shard is counted.</summary>
internal static class MapBench
{
    /// <summary>Measures and prints.</summary>
    /// <param name="vehicles">How many move.</param>
    /// <param name="listeners">How many watch.</param>
    /// <param name="length">How long.</param>
    public static async Task Run(int vehicles, int listeners, TimeSpan length)
    {
        await using var server = await LiveServer.Start(new Dictionary<string, string> { ["HubLimits:ClientTimeout"] = "00:10:00" });
        var fleet = await server.Fleet(vehicles);
        using var stop = new CancellationTokenSource();
        var driving = new Traffic(fleet).Drive(async reports => await server.Intake.Take(reports, default), TimeSpan.MaxValue, stop.Token);
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        var alone = await Measure(length / 2);
        using var clients = await Clients.Start("listen", $"{server.Port}", "ops", "0", $"{listeners}");
        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System);
        var (framesBefore, bytesBefore) = await Count(clients);
        var allocated = GC.GetTotalAllocatedBytes();
        var watched = await Measure(length);
        var perSecond = (GC.GetTotalAllocatedBytes() - allocated) / length.TotalSeconds;
        var (framesAfter, bytesAfter) = await Count(clients);
        await stop.CancelAsync();
        await driving;
        Console.WriteLine($"{vehicles} vehicles, each moves before every frame; {listeners} listeners over WebSockets; {length.TotalSeconds:0} s; {Environment.ProcessorCount} cores");
        Console.WriteLine($"  CPU, reports alone:             {alone,6:P1} of a core");
        Console.WriteLine($"  CPU, reports and listeners:     {watched,6:P1} of a core; the listeners cost {watched - alone:P1}");
        Console.WriteLine($"  frames per listener and second: {(framesAfter - framesBefore) / length.TotalSeconds / Math.Max(1, listeners):0.00}");
        Console.WriteLine($"  sent:                           {(bytesAfter - bytesBefore) / length.TotalSeconds / 1e6:0.0} MB/s, allocated {perSecond / 1e6:0.0} MB/s");
    }

    private static async Task<double> Measure(TimeSpan length)
    {
        var (begun, before) = (TimeProvider.System.GetTimestamp(), LiveServer.Used);
        await Task.Delay(length, TimeProvider.System);
        return (LiveServer.Used - before) / TimeProvider.System.GetElapsedTime(begun);
    }

    private static async Task<(long Frames, long Bytes)> Count(Clients clients)
    {
        var answer = await clients.Ask("count");
        return (long.Parse(answer[0], CultureInfo.InvariantCulture), long.Parse(answer[2], CultureInfo.InvariantCulture));
    }
}
