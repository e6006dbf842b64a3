using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Silo;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Sqlite;

namespace O2O.Dispatch.Live.Bench;

/// <summary>The live part of the API with what it needs behind it, in memory. Whoever connects says a number and is believed.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    /// <summary>The market.</summary>
    public const string Market = "bench";

    /// <summary>The part of a connection's address that says whose it is.</summary>
    public const string Who = "who";

    private readonly WebApplication _app;

    private LiveServer(WebApplication app) => _app = app;

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Where it listens.</summary>
    public int Port => PortOf(_app);

    /// <summary>Who is connected, by number, and since and until when.</summary>
    public ConcurrentDictionary<int, Visit> Visits => _app.Services.GetRequiredService<Door>().Visits;

    /// <summary>Takes reports in.</summary>
    public ILocationIntake Intake => _app.Services.GetRequiredService<ILocationIntake>();

    /// <summary>Starts one.</summary>
    /// <param name="settings">What differs from what the product does by itself.</param>
    /// <param name="time">Its clock; null for the system's.</param>
    public static async Task<LiveServer> Start(IReadOnlyDictionary<string, string>? settings = null, TimeProvider? time = null)
    {
        var builder = Builder();
        builder.Configuration["Notification:Path"] = string.Empty;
        foreach (var (key, value) in settings ?? ImmutableDictionary<string, string>.Empty)
        {
            builder.Configuration[key] = value;
        }

        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<IPaymentGateway>(new InProcessGateway(TimeProvider.System));
        builder.Services.AddMemoryEventBus();
        builder.Services.AddSqliteStorage(options => options.Path = SqliteOptions.InMemory);
        builder.AddDispatchSilo(new SiloSettings());
        if (time is RoundClock rounds)
        {
            var works = builder.Services.Last(service => service.ServiceType == typeof(IBackgroundWork)).ImplementationType!;
            builder.Services.AddSingleton(provider => rounds.Named((IBackgroundWork)ActivatorUtilities.CreateInstance(provider, works)));
        }

        builder.Services.AddSingleton<Door>();
        builder.Services.AddDispatchLive(builder.Configuration);
        builder.Services.Configure<HubOptions>(hub => hub.AddFilter<Door>());
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapDispatchHubs();
        await app.StartAsync();
        app.Services.StartLive();
        return new LiveServer(app);
    }

    /// <summary>A host of the same kind with nothing of the product.</summary>
    public static WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication("bench").AddScheme<AuthenticationSchemeOptions, Everybody>("bench", null);
        builder.Services.AddAuthorization(options =>
        {
            foreach (var role in Roles.All)
            {
                options.AddPolicy(role, policy => policy.RequireAuthenticatedUser());
            }
        });
        return builder;
    }

    /// <summary>Where a host listens.</summary>
    public static int PortOf(WebApplication app) => new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <summary>The id of a number.</summary>
    public static Guid Id(int number) => new(number, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);

    /// <summary>Vehicles that are on a shift: their ids are those of the numbers from 0 on.</summary>
    /// <param name="count">How many.</param>
    /// <param name="serviceClasses">What they serve; with none no dispatch shard hears of them.</param>
    public async Task<ImmutableArray<Guid>> Fleet(int count, params ImmutableArray<string> serviceClasses)
    {
        var fleet = ImmutableArray.CreateRange(Enumerable.Range(0, count).Select(Id));
        var bus = Services.GetRequiredService<IEventBus>();
        foreach (var vehicle in fleet)
        {
            await bus.Publish([OnShift(vehicle, serviceClasses)]);
        }

        // Told one after the other: when the last is known, all are.
        var last = Id(int.MaxValue);
        await bus.Publish([OnShift(last, [])]);
        while ((await Intake.Take([new LocationReport(last, new WirePoint(-73.98, 40.75), TimeProvider.System.GetUtcNow())], default)).Accepted == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return fleet;
    }

    /// <summary>Each vehicle is on its way to a customer of the same number.</summary>
    public async Task Jobs(ImmutableArray<Guid> fleet)
    {
        var bus = Services.GetRequiredService<IEventBus>();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var vehicle in fleet)
        {
            var job = new JobView(
                vehicle, 1, JobState.Accepted, PaymentState.Authorized, Market, "ride", vehicle, vehicle, vehicle, 0, 1, [new WirePoint(-73.98, 40.75), new WirePoint(-73.97, 40.76)], 0, 1, [], now,
                now + TimeSpan.FromMinutes(10), now + TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), "USD", 1_000, 0, now);
            await bus.Publish([new StreamEvent(StreamNames.Job(vehicle), 1, 1, now, new PushMessage.JobChanged(job, "accepted", null))]);
        }
    }

    /// <summary>How much of the processor this process has used.</summary>
    public static TimeSpan Used => Environment.CpuUsage.TotalTime;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static StreamEvent OnShift(Guid vehicle, ImmutableArray<string> serviceClasses) => new(
        StreamNames.Fleet(Market), 0, 0, DateTimeOffset.UnixEpoch,
        new PushMessage.ProviderChanged(new ProviderView(vehicle, "Bench", "acme", StandingState.Approved, ProviderState.Available, Market, serviceClasses, null, 1, 1, [], null, 1)));

    /// <summary>A connection.</summary>
    /// <param name="Connection">Its id.</param>
    /// <param name="Begun">Since when, on the monotonic clock.</param>
    /// <param name="Ended">Until when; null as long as it stands.</param>
    public sealed record Visit(string Connection, long Begun, long? Ended);

    /// <summary>Writes down who comes and goes.</summary>
    private sealed class Door : IHubFilter
    {
        public ConcurrentDictionary<int, Visit> Visits { get; } = new();

        public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
        {
            await next(context);
            Visits[Number(context)] = new Visit(context.Context.ConnectionId, TimeProvider.System.GetTimestamp(), null);
        }

        public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
        {
            Visits[Number(context)] = Visits[Number(context)] with { Ended = TimeProvider.System.GetTimestamp() };
            await next(context, exception);
        }

        private static int Number(HubLifetimeContext context) => BitConverter.ToInt32(Caller.IdOf(context.Context.User!).ToByteArray());
    }

    private sealed class Everybody(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(
            new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(Caller.Subject, Id(int.Parse(Request.Query[Who]!, CultureInfo.InvariantCulture)).ToString("N")), .. Roles.All.Select(role => new Claim(Caller.Role, role))], Scheme.Name)), Scheme.Name)));
    }
}
