using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Live.Bench;

/// <summary>
/// Reports of places by the providers' hub, several in a call, against an empty hub method of the same name and arguments on a host of the same kind that is sent the same bytes by the same clients, in turn.
/// The vehicles serve a class, so that what they report is also gathered for its dispatch shard and handed over.
/// </summary>
internal static class IngestBench
{
    private const int Apps = 64;
    private static readonly int[] Batches = [10, 50];

    /// <summary>Measures and prints.</summary>
    /// <param name="rounds">Of each kind.</param>
    /// <param name="length">Of a round.</param>
    public static async Task Run(int rounds, TimeSpan length)
    {
        await using var server = await LiveServer.Start(new Dictionary<string, string> { ["HubLimits:InvocationsPerSecond"] = "10000", ["HubLimits:InvocationBurst"] = "100000", ["HubLimits:ClientTimeout"] = "00:10:00" });
        await using var empty = await Empty();
        await server.Fleet(Apps, "ride");
        using var apps = await Clients.Start("reporters", $"{server.Port}", $"{LiveServer.PortOf(empty)}", $"{Apps}");
        Console.WriteLine($"{Apps} providers' apps in a process of their own, four calls of each under way; {rounds} rounds of each kind, {length.TotalSeconds:0.#} s each, in turn, after two that do not count; {Environment.ProcessorCount} cores for server and clients");
        foreach (var batch in Batches)
        {
            var (ours, theirs) = (new List<Round>(), new List<Round>());
            for (var round = -1; round <= rounds; round++)
            {
                var (taken, none) = (await Measure(apps, 0, batch, length), await Measure(apps, 1, batch, length));
                Console.Error.WriteLine($"  {batch} reports a call, {(round < 1 ? "warming up" : $"round {round} of {rounds}")}: {taken.PerSecond:N0}/s taken in, {none.PerSecond:N0}/s by the empty method");
                if (round > 0)
                {
                    ours.Add(taken);
                    theirs.Add(none);
                }
            }

            Print($"{batch} reports a call, taken in", ours);
            Print($"{batch} reports a call, empty method", theirs);
            Console.WriteLine(
                $"  ratio, {batch} reports a call: {Figures.Median(ours.Zip(theirs, (a, b) => a.PerSecond / b.PerSecond)):0.00} of the empty method's reports/s, {Figures.Median(ours.Zip(theirs, (a, b) => b.Microseconds / a.Microseconds)):0.00} by the server's processor time (at least 0.60 is asked for)");
        }
    }

    private static void Print(string name, List<Round> rounds) => Console.WriteLine(
        $"  {name,-36} {Figures.Median(rounds.Select(round => round.PerSecond)),9:N0} reports/s ({rounds.Min(round => round.PerSecond):N0} to {rounds.Max(round => round.PerSecond):N0}), {Figures.Median(rounds.Select(round => round.Microseconds)):0.00} us of the server's processor each; {rounds.Sum(round => round.Sent):N0} sent, {rounds.Sum(round => round.Taken):N0} taken in");

    private static async Task<Round> Measure(Clients apps, int which, int batch, TimeSpan length)
    {
        var used = LiveServer.Used;
        var answer = await apps.Ask(string.Create(CultureInfo.InvariantCulture, $"{which} {batch} {length.TotalSeconds}"));
        used = LiveServer.Used - used;
        var (sent, taken) = (long.Parse(answer[0], CultureInfo.InvariantCulture), long.Parse(answer[1], CultureInfo.InvariantCulture));
        return sent == taken
            ? new Round(sent, taken, sent / double.Parse(answer[2], CultureInfo.InvariantCulture), used.TotalMicroseconds / sent)
            : throw new InvalidOperationException($"Of {sent:N0} reports {taken:N0} were taken in.");
    }

    private static async Task<WebApplication> Empty()
    {
        var builder = LiveServer.Builder();
        builder.Services.AddSignalR().AddJsonProtocol(options => HttpJson.Apply(options.PayloadSerializerOptions));
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHub<EmptyHub>("/hubs/provider");
        await app.StartAsync();
        return app;
    }

    /// <summary>Receives the same and does nothing with it.</summary>
    internal sealed class EmptyHub : Hub
    {
        public Task<int> ReportLocations(LocationBody[] reports) => Task.FromResult(reports.Length);
    }

    private readonly record struct Round(long Sent, long Taken, double PerSecond, double Microseconds);
}
