using System.Globalization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Live.Bench;

/// <summary>
/// Places to many listeners, four times a second, as the product sends them, and in turn over the same connections as SignalR by itself does: a message for each report and listener. Two kinds of listeners: customers
/// who each follow the vehicle that comes to them (a place a frame, so nothing is coalesced while a vehicle reports no oftener than that), and watchers of the map of a small town.
/// </summary>
internal static class FanoutBench
{
    private const int Rounds = 5;
    private const string Vehicle = "Vehicle";

    // Listeners of a process.
    private const int Together = 2_500;
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(250);

    /// <summary>Customers who follow a vehicle each.</summary>
    /// <param name="listeners">How many, and so many vehicles.</param>
    /// <param name="length">Of a round.</param>
    /// <returns>Whether all of them stayed.</returns>
    public static async Task<bool> Follow(int listeners, TimeSpan length)
    {
        var clock = new RoundClock("live-vehicles");
        await using var server = await LiveServer.Start(
            new Dictionary<string, string> { ["HubLimits:ClientTimeout"] = "00:10:00", ["Live:FollowPeriod"] = $"{Traffic.Period}", ["Live:MapPeriod"] = "00:00:05" }, clock);
        var fleet = await server.Fleet(listeners);
        await server.Jobs(fleet);
        var clients = server.Services.GetRequiredService<IHubContext<CustomerHub>>().Clients;
        Console.WriteLine($"{listeners:N0} customers, each follows the vehicle that comes to it; every vehicle reports four times a second, frames four times a second; {Rounds} rounds of each kind, {length.TotalSeconds:0} s, in turn; {Environment.ProcessorCount} cores for server and listeners");

        // Who reports when has nothing to do with whose turn it is in a round.
        var order = fleet.ToArray();
        new Random(1).Shuffle(order);
        return await Measure(server, clock, "customer", listeners, new Traffic([.. order]), length, (traffic, forSoLong) => traffic.Drive(
            async reports =>
            {
                foreach (var report in reports)
                {
                    var connection = server.Visits[BitConverter.ToInt32(report.Provider.ToByteArray())].Connection;
                    await clients.Client(connection).SendAsync(Vehicle, new VehicleFrame(report.Provider, report.Provider, report.Place.Longitude, report.Place.Latitude, report.At));
                }
            },
            forSoLong));
    }

    /// <summary>Watchers of a map.</summary>
    /// <param name="listeners">How many.</param>
    /// <param name="length">Of a round.</param>
    /// <param name="vehicles">That all of them see.</param>
    /// <returns>Whether all of them stayed.</returns>
    public static async Task<bool> Map(int listeners, TimeSpan length, int vehicles)
    {
        await using var server = await LiveServer.Start(new Dictionary<string, string> { ["HubLimits:ClientTimeout"] = "00:10:00", ["Live:MapPeriod"] = $"{Traffic.Period}" });
        var fleet = await server.Fleet(vehicles);
        var everybody = server.Services.GetRequiredService<IHubContext<OpsHub>>().Clients.All;
        Console.WriteLine($"{listeners:N0} watchers of a map of {vehicles:N0} vehicles, each of which moves before every frame, frames four times a second; SignalR by itself as many as it can, one after the other; {Rounds} rounds of each kind, {length.TotalSeconds:0} s, in turn; {Environment.ProcessorCount} cores for server and listeners");
        return await Measure(server, null, "ops", listeners, new Traffic(fleet), length, async (traffic, forSoLong) =>
        {
            var begun = TimeProvider.System.GetTimestamp();
            var n = 0;
            for (; TimeProvider.System.GetElapsedTime(begun) < forSoLong; n++)
            {
                var report = traffic.Move(n % vehicles);
                await everybody.SendAsync(Vehicle, new VehicleFrame(report.Provider, report.Provider, report.Place.Longitude, report.Place.Latitude, report.At));
            }

            return n;
        });
    }

    /// <param name="clock">Tells the rounds of frames; null where frames say their instant themselves, as those of a map do.</param>
    private static async Task<bool> Measure(LiveServer server, RoundClock? clock, string hub, int listeners, Traffic traffic, TimeSpan length, Func<Traffic, TimeSpan, Task<long>> bare)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, (listeners + Together - 1) / Together).Select(n => Clients.Start(
            "listen", $"{server.Port}", hub, $"{n * Together}", $"{Math.Min(Together, listeners - (n * Together))}")));
        Console.Error.WriteLine($"  {listeners:N0} connected");
        var isMap = clock is null;
        var each = isMap ? listeners : 1;
        var (ours, theirs) = (new List<Round>(), new List<Round>());
        for (var round = 0; round <= Rounds; round++)
        {
            var warmsUp = round == 0;
            var product = await Round.Measure(clock, clients, each, () => traffic.Drive(async reports => await server.Intake.Take(reports, default), length));
            var signalR = await Round.Measure(clock, clients, each, () => bare(traffic, length));
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {(warmsUp ? "warming up" : $"round {round} of {Rounds}")}: product {product.PerSecond:N0} places/s, {product.PerCoreSecond:N0} a second of its processor, p99 {product.P99:0} ms; SignalR {signalR.PerSecond:N0}/s, {signalR.PerCoreSecond:N0}"));
            if (!warmsUp)
            {
                ours.Add(product);
                theirs.Add(signalR);
            }
        }

        var lost = await Lost(clients);
        Array.ForEach(clients, client => client.Dispose());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  product:            {Median(ours, r => r.PerSecond):N0} places delivered/s, {Median(ours, r => r.Delivered):P1} of those reported, {Median(ours, r => r.PerCoreSecond):N0} a second of the server's processor ({Median(ours, r => r.Cores):0.00} cores), {Median(ours, r => r.FramesPerSecond) / listeners:0.00} frames per listener and second"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  SignalR by itself:  {Median(theirs, r => r.PerSecond):N0} places delivered/s, {Median(theirs, r => r.Delivered):P1} of those sent, {Median(theirs, r => r.PerCoreSecond):N0} a second of the server's processor ({Median(theirs, r => r.Cores):0.00} cores)"));
        var ratios = ours.Zip(theirs, (a, b) => a.PerCoreSecond / b.PerCoreSecond).ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  ratio by processor: {Figures.Median(ratios):0.00} ({ratios.Min():0.00} to {ratios.Max():0.00}){(isMap ? " (at least 5 is asked for)" : "")}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  from a frame's round to its receipt: p50 {Median(ours, r => r.P50):0.0} ms, p99 {Median(ours, r => r.P99):0.0} ms ({ours.Min(r => r.P99):0.0} to {ours.Max(r => r.P99):0.0}) (under 100 is asked for){(isMap ? "" : string.Create(CultureInfo.InvariantCulture, $", of the {Median(ours, r => r.Clear):P0} whose round is clear; from the report, with the wait for the round: p50 {Median(ours, r => r.WholeP50):0.0} ms, p99 {Median(ours, r => r.WholeP99):0.0} ms; SignalR by itself: p50 {Median(theirs, r => r.WholeP50):0.0} ms, p99 {Median(theirs, r => r.WholeP99):0.0} ms"))}"));
        if (lost > 0)
        {
            Console.WriteLine($"  LOST: {lost:N0} of {listeners:N0} listeners were disconnected; the figures are of fewer than they say.");
        }

        return lost == 0;
    }

    private static async Task<long> Lost(Clients[] clients) =>
        (await Task.WhenAll(clients.Select(client => client.Ask("count")))).Sum(answer => long.Parse(answer[3], CultureInfo.InvariantCulture));

    private static double Median(List<Round> rounds, Func<Round, double> of) => Figures.Median(rounds.Select(of));

    private readonly record struct Round(
        double PerSecond, double PerCoreSecond, double Cores, double FramesPerSecond, double Delivered, double P50, double P99, double WholeP50, double WholeP99, double Clear)
    {
        /// <param name="clock">Tells the rounds of frames; null where frames say their instant.</param>
        /// <param name="clients">Who listens.</param>
        /// <param name="each">To how many listeners each place goes.</param>
        /// <param name="send">Says how many places it reported.</param>
        public static async Task<Round> Measure(RoundClock? clock, Clients[] clients, int each, Func<Task<long>> send)
        {
            clock?.Take();
            await Task.WhenAll(clients.Select(client => client.Ask("begin")));
            var (before, used, begun) = (await Count(clients), LiveServer.Used, TimeProvider.System.GetTimestamp());
            var expected = await send() * each;
            var sending = TimeProvider.System.GetElapsedTime(begun);
            var after = before;
            for (var last = (Frames: -1L, Places: -1L); last.Frames != after.Frames; after = await Count(clients))
            {
                // What is on its way still counts, and so does the work of it.
                last = after;
                await Task.Delay(Settled, TimeProvider.System);
            }

            used = LiveServer.Used - used;
            var rounds = string.Join(' ', (clock?.Take() ?? []).Select(round => string.Create(CultureInfo.InvariantCulture, $"{round.Begun} {round.Over}")));
            var answers = await Task.WhenAll(clients.Select(client => client.Ask($"end {rounds}".TrimEnd())));
            double Worst(int part) => answers.Max(answer => double.Parse(answer[part], CultureInfo.InvariantCulture));
            double Sum(int part) => answers.Sum(answer => double.Parse(answer[part], CultureInfo.InvariantCulture));
            var places = after.Places - before.Places;
            return new Round(
                places / sending.TotalSeconds, places / used.TotalSeconds, used / sending, (after.Frames - before.Frames) / sending.TotalSeconds, (double)places / expected,
                Worst(clock is null ? 1 : 3), Worst(clock is null ? 2 : 4), Worst(1), Worst(2), Sum(5) / Sum(0));
        }

        private static async Task<(long Frames, long Places)> Count(Clients[] clients)
        {
            var answers = await Task.WhenAll(clients.Select(client => client.Ask("count")));
            return (answers.Sum(answer => long.Parse(answer[0], CultureInfo.InvariantCulture)), answers.Sum(answer => long.Parse(answer[1], CultureInfo.InvariantCulture)));
        }
    }
}
