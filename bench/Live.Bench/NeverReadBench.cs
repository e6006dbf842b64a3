using System.Globalization;

namespace O2O.Dispatch.Live.Bench;

/// <summary>
/// Clients that watch a map and never read, though they say that they are still there, beside others that do read. In every other round as many come that do read, so that rounds differ by the reading alone. Told is how
/// late the others' frames come, how long the clients that never read stay, and what is held for them. The limits are the product's own.
/// </summary>
internal static class NeverReadBench
{
    private static readonly TimeSpan Looks = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestStay = TimeSpan.FromSeconds(30);

    /// <summary>Measures and prints.</summary>
    /// <param name="neverReaders">Clients that never read.</param>
    /// <param name="rounds">Rounds of each kind.</param>
    /// <param name="vehicles">Vehicles that move before every frame.</param>
    /// <param name="listeners">Clients that read, all the while.</param>
    /// <param name="length">Of a round.</param>
    /// <returns>Whether all stayed that read.</returns>
    public static async Task<bool> Run(int neverReaders, int rounds, int vehicles, int listeners, TimeSpan length)
    {
        await using var server = await LiveServer.Start();
        var fleet = await server.Fleet(vehicles);
        using var stop = new CancellationTokenSource();
        var driving = new Traffic(fleet).Drive(async reports => await server.Intake.Take(reports, default), TimeSpan.MaxValue, stop.Token);
        using var others = await Clients.Start("listen", $"{server.Port}", "ops", "0", $"{listeners}");
        using var guests = await Clients.Start("listen", $"{server.Port}", "ops", $"{listeners}", "0");
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
        Console.WriteLine($"{vehicles:N0} vehicles, each moves before every frame; {listeners} listeners; {neverReaders} more that never read, or in the rounds without them do read; {rounds} rounds of each kind, {length.TotalSeconds:0} s, in turn; {Environment.ProcessorCount} cores");
        Console.WriteLine("  round            frames   p50 ms   p99 ms   heap MB before, most   kernel MB   put out   the first and last after");
        var (without, with) = (new List<Round>(), new List<Round>());
        for (var round = 1; round <= rounds; round++)
        {
            without.Add(await Measure($"{round} without", isRead: true));
            with.Add(await Measure($"{round} with", isRead: false));
        }

        await stop.CancelAsync();
        await driving;
        var (before, beside) = (Median(without, r => r.P99), Median(with, r => r.P99));
        var each = 1_000.0 / Math.Max(1, neverReaders);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  others' p99, medians:  {before:0.0} ms without, {beside:0.0} ms with: {beside / before:0.00} times (at most 1.20 is asked for)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  those that never read: {with.Sum(r => r.Out)} of {rounds * neverReaders} put out, the last {with.Max(r => r.Last):0.0} s after it came (at most {LongestStay.TotalSeconds:0} s)"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  held for each at most: {(Median(with, r => r.Heap) - Median(without, r => r.Heap)) * each:0} kB of the server's heap, {(Median(with, r => r.Kernel) - Median(without, r => r.Kernel)) * each:0} kB of the kernel's buffers at both ends"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  the server's heap:     at most {with.Max(r => r.Heap):0.0} MB with them, {without.Max(r => r.Heap):0.0} MB without; {GC.GetTotalMemory(forceFullCollection: true) / 1e6:0.0} MB when all is over"));
        var lost = long.Parse((await others.Ask("count"))[3], CultureInfo.InvariantCulture);
        if (lost > 0)
        {
            Console.WriteLine($"  LOST: {lost} of {listeners} listeners that read were disconnected.");
        }

        return lost == 0;

        async Task<Round> Measure(string name, bool isRead)
        {
            var first = listeners + (1_000 * (with.Count + without.Count + 1));

            // Collected between rounds alone: within one it would stop the server, and the frames that are measured.
            var before = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
            await others.Ask("begin");
            var begun = TimeProvider.System.GetTimestamp();
            await guests.Ask($"guests {first} {neverReaders} {(isRead ? "read" : "never")}");
            var (heap, kernel) = (0.0, 0.0);
            while (TimeProvider.System.GetElapsedTime(begun) < length)
            {
                // With what is garbage by then, which the collector leaves for later.
                heap = Math.Max(heap, GC.GetTotalMemory(forceFullCollection: false) / 1e6);
                kernel = Math.Max(kernel, KernelMegabytes());
                await Task.Delay(Looks, TimeProvider.System);
            }

            var stays = Enumerable.Range(first, neverReaders).Select(n => server.Visits[n]).Where(visit => visit.Ended is not null)
                .Select(visit => TimeProvider.System.GetElapsedTime(visit.Begun, visit.Ended!.Value).TotalSeconds).Order().ToArray();
            var answer = await others.Ask("end");
            var (frames, p50, p99) = (answer[0], double.Parse(answer[1], CultureInfo.InvariantCulture), double.Parse(answer[2], CultureInfo.InvariantCulture));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name,-12} {frames,10} {p50,8:0.0} {p99,8:0.0} {before,14:0.0} {heap,7:0.0} {kernel,11:0.0} {stays.Length,9}   {(stays.Length > 0 ? $"{stays[0]:0.0} s, {stays[^1]:0.0} s" : "")}"));
            await guests.Ask("guests 0 0 read");
            return new Round(p99, heap, kernel, stays.Length, stays.Length == neverReaders ? stays[^1] : double.PositiveInfinity);
        }
    }

    private static double Median(List<Round> rounds, Func<Round, double> of) => Figures.Median(rounds.Select(of));

    /// <summary>What the kernel holds for all connections of the machine.</summary>
    private static double KernelMegabytes() =>
        long.Parse(File.ReadLines("/proc/net/sockstat").First(line => line.StartsWith("TCP:", StringComparison.Ordinal)).Split(' ')[^1], CultureInfo.InvariantCulture) * Environment.SystemPageSize / 1e6;

    private readonly record struct Round(double P99, double Heap, double Kernel, int Out, double Last);
}
