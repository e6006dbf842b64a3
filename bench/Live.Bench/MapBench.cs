using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Silo;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Sqlite;

namespace O2O.Dispatch.Live.Bench;

/// <summary>Every vehicle moves before every frame; the rest of the system is there and idle. The vehicles are of no service class, so that no dispatch shard is counted.</summary>
internal static class MapBench
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    public static async Task Run(int vehicles, int listeners, TimeSpan length)
    {
        await using var app = Host();
        await app.StartAsync();
        app.Services.StartLive();
        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        var fleet = new Guid[vehicles];
        for (var i = 0; i < vehicles; i++)
        {
            fleet[i] = new Guid(i, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
            var provider = new ProviderView(
                fleet[i], "Bench", "acme", StandingState.Approved, ProviderState.Available, "bench", [], null, 1, 1, [], null, 1);
            await app.Services.GetRequiredService<IEventBus>().Publish([new StreamEvent(StreamNames.Fleet("bench"), 0, 0, DateTimeOffset.UnixEpoch, new PushMessage.ProviderChanged(provider))]);
        }

        using var stop = new CancellationTokenSource();
        var driving = Drive(app.Services.GetRequiredService<ILocationIntake>(), fleet, stop.Token);
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        var alone = await Measure(length / 2);
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["listen", $"{port}", $"{listeners}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await child.StandardOutput.ReadLineAsync();
        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System);
        var (framesBefore, bytesBefore) = await Ask(child);
        var allocated = GC.GetTotalAllocatedBytes();
        var watched = await Measure(length);
        var perSecond = (GC.GetTotalAllocatedBytes() - allocated) / length.TotalSeconds;
        var (framesAfter, bytesAfter) = await Ask(child);
        child.StandardInput.Close();
        child.Kill();
        await stop.CancelAsync();
        await driving;
        Console.WriteLine($"{vehicles} vehicles, each moves before every frame; {listeners} listeners over WebSockets; {length.TotalSeconds:0} s; {Environment.ProcessorCount} cores");
        Console.WriteLine($"  CPU, reports alone:             {alone,6:P1} of a core");
        Console.WriteLine($"  CPU, reports and listeners:     {watched,6:P1} of a core; the listeners cost {watched - alone:P1}");
        Console.WriteLine($"  frames per listener and second: {(framesAfter - framesBefore) / length.TotalSeconds / Math.Max(1, listeners):0.00}");
        Console.WriteLine($"  sent:                           {(bytesAfter - bytesBefore) / length.TotalSeconds / 1e6:0.0} MB/s, allocated {perSecond / 1e6:0.0} MB/s");
    }

    private static WebApplication Host()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Notification:Path"] = string.Empty;
        builder.Configuration["HubLimits:ConnectionsPerUser"] = "0";
        builder.Services.AddSingleton<IPaymentGateway>(new InProcessGateway(TimeProvider.System));
        builder.Services.AddMemoryEventBus();
        builder.Services.AddSqliteStorage(options => options.Path = SqliteOptions.InMemory);
        builder.AddDispatchSilo(new SiloSettings());
        builder.Services.AddAuthentication("bench").AddScheme<AuthenticationSchemeOptions, Everybody>("bench", null);
        builder.Services.AddAuthorization(options =>
        {
            foreach (var role in Roles.All)
            {
                options.AddPolicy(role, policy => policy.RequireAuthenticatedUser());
            }
        });
        builder.Services.AddDispatchLive(builder.Configuration);
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapDispatchHubs();
        return app;
    }

    private static async Task Drive(ILocationIntake intake, Guid[] fleet, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        var places = fleet.Select(_ => (Longitude: -73.98 + (random.NextDouble() / 20), Latitude: 40.75 + (random.NextDouble() / 20))).ToArray();
        using var timer = new PeriodicTimer(Period, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                // As they would come from gateways: in batches of 500.
                for (var from = 0; from < fleet.Length; from += 500)
                {
                    var batch = ImmutableArray.CreateBuilder<LocationReport>(500);
                    for (var i = from; i < Math.Min(fleet.Length, from + 500); i++)
                    {
                        places[i].Longitude += (random.NextDouble() - 0.5) / 5_000;
                        places[i].Latitude += (random.NextDouble() - 0.5) / 5_000;
                        batch.Add(new LocationReport(fleet[i], new WirePoint(places[i].Longitude, places[i].Latitude), TimeProvider.System.GetUtcNow()));
                    }

                    await intake.Take(batch.ToImmutable(), cancellationToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Measured.
        }
    }

    private static async Task<double> Measure(TimeSpan length)
    {
        using var self = Process.GetCurrentProcess();
        var watch = Stopwatch.StartNew();
        var before = self.TotalProcessorTime;
        await Task.Delay(length, TimeProvider.System);
        self.Refresh();
        return (self.TotalProcessorTime - before) / watch.Elapsed;
    }

    private static async Task<(long Frames, long Bytes)> Ask(Process child)
    {
        await child.StandardInput.WriteLineAsync();
        var answer = (await child.StandardOutput.ReadLineAsync())!.Split(' ');
        return (long.Parse(answer[0], null), long.Parse(answer[1], null));
    }

    private sealed class Everybody(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(Caller.Subject, "00000000000000000000000000000001"), new Claim(Caller.Role, Roles.Ops)], Scheme.Name)), Scheme.Name)));
    }
}
