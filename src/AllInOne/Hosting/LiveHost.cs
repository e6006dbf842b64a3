using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.AllInOne.City;
using O2O.Dispatch.AllInOne.Data;
using O2O.Dispatch.Api;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Web;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Notifications;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Grains.Dispatch;
using O2O.Dispatch.Grains.Markets;
using O2O.Dispatch.Silo;
using O2O.Dispatch.Simulation;
using O2O.Dispatch.Simulation.Scenes;
using O2O.Dispatch.Simulation.Stores;
using O2O.Dispatch.Simulation.Time;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Telemetry;
using Orleans.Configuration;

namespace O2O.Dispatch.AllInOne.Hosting;

/// <summary>The whole service in one process: it starts in the order in which its parts need each other and stops in the reverse.</summary>
internal static class LiveHost
{
    private const int LargestBody = 1 << 20;

    // The host stops within five seconds altogether.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(4);

    // A job that is at its end is asked for by nobody; the default of 15 minutes keeps thousands of them.
    private static readonly TimeSpan IdleActivations = TimeSpan.FromMinutes(3);

    /// <summary>Serves until it is stopped.</summary>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    /// <exception cref="StartFault">It cannot start; the message says why and what to do.</exception>
    public static async Task<int> Run(AllInOneOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var progress = new StartProgress(output);
        CheckPorts(options);
        using var folder = DataFolder.Open(options);
        CheckFiles(options);
        progress.Line($"O2O.Dispatch on the {SiloHosting.EngineName}, {StoreOf(options, folder)}.");
        var scene = LiveCity.Load(options, (stage, share, detail) => progress.Report(Name(stage), share, detail), cancellationToken);
        foreach (var note in scene.Notes)
        {
            progress.Line(note);
        }

        var time = Clock(options, folder);
        await using var app = await Build(options, folder, time);
        var payments = app.Services.GetRequiredService<PaymentHost>();
        progress.Line(string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(payments.Name[0])}{payments.Name[1..]}."));
        app.Services.GetRequiredService<MarketMaps>().Set(new MarketId(scene.Market), app.Services.GetRequiredService<TrafficKeeper>().Follow(
            new MarketId(scene.Market), new MarketMap(scene.Roads, scene.TravelTimes, scene.ServiceArea, scene.Zones), LiveCity.TimeFactorOf(options)));
        await Start(app, options, cancellationToken);
        payments.Listening(AddressOf(app, options));
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            await LiveMarket.Define(app.Services.GetRequiredService<IGrainFactory>(), scene.Market, options, stopping);
            var merchants = LiveMerchants.Of(scene, asked: !options.NoSimulation);
            await SimulatedMerchants.Make(app.Services.GetRequiredService<IMerchantStore>(), merchants, time.GetUtcNow(), stopping);
            app.Services.StartDispatch();
            app.Services.StartBookings();
            app.Services.StartPlacements();
            app.Services.StartLive();
            if (!options.NoSimulation)
            {
                var anchor = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
                var mark = folder.Mark(new CityMark(scene.Market, options.Seed, LiveCity.DemandOf(options), anchor));
                await LiveCity.People(
                    app.Services, options, scene, merchants, mark, count => progress.Report("onboarding  ", (double)count / options.Vehicles, $"{count:N0} of {options.Vehicles:N0} vehicles"), stopping);
            }

            StoreChoice.CityIsPeopled(app.Services);
            progress.Line(Welcome(app, options, scene));
            await app.WaitForShutdownAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped while the city was peopled.
        }
        finally
        {
            await Stop(app, progress);
        }

        progress.Line("Stopped.");
        return ExitCodes.Success;
    }

    /// <summary>Stops what was started. On a busy machine that may take too long: the rest ends with the process, as in a crash, and hides no fault of the start.</summary>
    private static async Task Stop(WebApplication app, StartProgress progress)
    {
        try
        {
            await app.StopAsync(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            progress.Line(string.Create(CultureInfo.InvariantCulture, $"Not everything had stopped within {StopWithin.TotalSeconds} s. Nothing that was answered is lost: the next start goes on from what is committed."));
        }
    }

    private static string Name(SceneStage stage) => stage switch
    {
        SceneStage.Loading => "loading     ",
        SceneStage.TravelTimes => "travel times",
    };

    private static string StoreOf(AllInOneOptions options, DataFolder folder) => options.InMemory ? "everything in memory"
        : options.Postgres is not null ? $"PostgreSQL, folder {FromHere(folder.Path)}"
        : $"SQLite in {FromHere(folder.Path)}";

    /// <summary>A path below the working directory as seen from there, any other in full.</summary>
    private static string FromHere(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path) is var relative && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : path;

    private static string Welcome(WebApplication app, AllInOneOptions options, CityScene scene)
    {
        var url = AddressOf(app, options);
        var people = options.NoSimulation ? "nobody is simulated" : $"{options.Vehicles:N0} vehicles are moving";
        return string.Create(CultureInfo.InvariantCulture, $"{scene.City} is served at {url}: {people}. Open {url}/ops, {url}/customer or {url}/provider. Ctrl+C stops.");
    }

    private static string AddressOf(WebApplication app, AllInOneOptions options) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? options.Urls[0];

    private static void CheckFiles(AllInOneOptions options)
    {
        if (options.SharedData is { } folder && !File.Exists(Path.Combine(folder, LiveCity.NightFile)))
        {
            throw new StartFault(ExitCodes.Unusable, $"--data: {Path.GetFullPath(folder)} has no {LiveCity.NightFile}. Name the folder of the shared data, or leave it out for the generated city.");
        }
    }

    /// <summary>Tells a port that is taken before anything is loaded.</summary>
    private static void CheckPorts(AllInOneOptions options)
    {
        var wanted = options.Urls.Select(url => (Option: "--port", Host: new Uri(url).Host, new Uri(url).Port)).ToList();
        if (options.OpsPort > 0)
        {
            wanted.Add(("--ops-port", "127.0.0.1", options.OpsPort));
        }

        foreach (var (option, host, port) in wanted)
        {
            if (port == 0 || !IPAddress.TryParse(host == "localhost" ? "127.0.0.1" : host, out var address))
            {
                continue;
            }

            try
            {
                using var listener = new TcpListener(address, port);
                listener.Start();
            }
            catch (SocketException fault)
            {
                throw PortFault(option, $"{host}:{port}", fault);
            }
        }
    }

    private static StartFault PortFault(string option, string where, Exception fault) =>
        new(ExitCodes.Unusable, $"{option}: {where} cannot be listened on: {fault.Message} Another process may have it; stop it, or say another port.", fault);

    private static async Task Start(WebApplication app, AllInOneOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException fault)
        {
            throw PortFault("--port", string.Join(' ', options.Urls), fault);
        }
        catch (StoreUnavailableException fault)
        {
            throw new StartFault(ExitCodes.Unusable, $"The store cannot be reached: {fault.Message}", fault);
        }
    }

    /// <summary>Now, or the last commit of a life that ran faster than the wall's clock: time never goes back.</summary>
    private static TimeProvider Clock(AllInOneOptions options, DataFolder folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        var last = StoreChoice.LastCommitAt(options, folder);
        return options.Speed == 1 && !(last > now) ? TimeProvider.System : new FastTimeProvider(last > now ? last.Value : now, options.Speed);
    }

    private static async Task<WebApplication> Build(AllInOneOptions options, DataFolder folder, TimeProvider time)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        if (options.JsonLogs)
        {
            builder.Logging.AddJsonConsole(console =>
            {
                console.IncludeScopes = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
                console.UseUtcTimestamp = true;
            });
        }
        else
        {
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
                console.UseUtcTimestamp = true;
            });
        }

        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // A busy city refuses, repeats and gives up now and then; that is its life and no news to whoever runs it.
        builder.Logging.AddFilter("O2O.Dispatch.Simulation", LogLevel.Error);
        var secrets = new SystemSecretSource();
        var quoteKey = folder.QuoteKey(secrets);

        // What the options say; configuration files and the environment may say otherwise.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Identity:KeyFile"] = options.KeyFile is { } file ? Path.GetFullPath(file) : folder.IsKept ? folder.SigningKeys : "unused",
                ["Identity:DevelopmentSignIn"] = options.DevelopmentSignIn ?? options.IsLocal ? "true" : "false",
                ["Live:ShareKey"] = Convert.ToBase64String(HKDF.DeriveKey(HashAlgorithmName.SHA256, quoteKey, 32, info: "share links"u8.ToArray())),
                ["Notification:Path"] = folder.Notifications,

                // Short, so that whoever looks sees payouts.
                ["Payouts:Enabled"] = "true",
                ["Payouts:TransferDelay"] = "00:02:00",
                ["Payouts:Period"] = "00:10:00",
                ["Payouts:PollPeriod"] = "00:01:00",
            },
        });
        builder.WebHost.UseUrls(options.OpsPort > 0 ? [.. options.Urls, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{options.OpsPort}")] : [.. options.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        builder.Services.AddSingleton(time);

        builder.Services.AddDispatchTelemetry(builder.Configuration);

        var silo = new SiloSettings { Traced = builder.Configuration.IsTraced() };
        silo.QuoteKeys.Add(quoteKey);
        StoreChoice.Add(builder.Services, silo, options, folder);
        builder.AddDispatchSilo(silo);
        builder.Services.AddMemoryEventBus();
        builder.Services.AddRedisWhere(options.Redis, builder.Configuration.GetSection("Redis").Bind);
        (await PaymentHost.Open(builder.Configuration, folder, secrets, time)).Register(builder.Services);
        builder.Services.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = IdleActivations);

        // After a restart nobody begins its shift anew, so the shard learns of all from their first reports.
        builder.Services.Configure<DispatchOptions>(dispatch => dispatch.LookUpsPerBatch = 10_000);
        builder.Services.AddSingleton<INotificationFilter>(new SimulatedRecipients(
            new SimulatedIds(options.Seed), options.NoSimulation ? 0 : options.Vehicles, options.NoSimulation ? 0 : LiveCity.Customers));
        if (!folder.IsKept && options.KeyFile is null)
        {
            builder.Services.AddSingleton(SigningKeys.Ephemeral());
        }

        builder.Services.AddDispatchApi(builder.Configuration);
        var app = builder.Build();
        if (time != TimeProvider.System)
        {
            // Pages go by the clock that an answer's date tells.
            app.Use((http, next) =>
            {
                http.Response.OnStarting(() =>
                {
                    http.Response.Headers.Date = time.GetUtcNow().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
                    return Task.CompletedTask;
                });
                return next(http);
            });
        }

        app.UseDispatchApi();
        app.MapDispatchPages();
        if (options.OpsPort > 0)
        {
            app.MapDispatchMetrics(options.OpsPort);
        }

        return app;
    }
}
