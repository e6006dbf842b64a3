using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Grains.Markets;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Silo;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Hubs.Harness;

/// <summary>Hubs on a real server, over real grains and SQLite in memory, under a manual clock. Who calls is said by the token "role:id", and from where by "from".</summary>
internal sealed class LiveHost : IAsyncDisposable
{
    public const string Market = "testville";
    private readonly WebApplication _app;

    private LiveHost(WebApplication app, ManualClock clock) => (_app, Clock) = (app, clock);

    public ManualClock Clock { get; }

    public IServiceProvider Services => _app.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public LiveBoard Board => Services.GetRequiredService<LiveBoard>();

    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<LiveHost> Begin(Action<IServiceCollection>? configure = null, params (string Key, string Value)[] settings)
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.Append(("Notification:Path", string.Empty)).Select(setting => new KeyValuePair<string, string?>(setting.Item1, setting.Item2)));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<IPaymentGateway>(new InProcessGateway(clock));
        builder.Services.AddMemoryEventBus();
        builder.Services.AddSqliteStorage(options => options.Path = SqliteOptions.InMemory);
        builder.AddDispatchSilo(new SiloSettings());
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, SaidByTheToken>("test", null);
        builder.Services.AddAuthorization(options =>
        {
            foreach (var role in Roles.All)
            {
                options.AddPolicy(role, policy => policy.RequireClaim(Caller.Role, role));
            }
        });
        builder.Services.AddDispatchLive(builder.Configuration);
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.Use((http, next) =>
        {
            http.Connection.RemoteIpAddress = http.Request.Query["from"] is [{ Length: > 0 } from] ? IPAddress.Parse(from) : http.Connection.RemoteIpAddress;
            return next(http);
        });
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapDispatchHubs();
        await app.StartAsync();
        app.Services.StartDispatch();
        var host = new LiveHost(app, clock);
        await host.DefineMarket();
        app.Services.StartLive();
        await host.Until(() => Task.FromResult(host.Board.Find(Market)!.Filled), "the board filled");
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public Task<WireClient> Ops(bool reads = true) => WireClient.Connect(Address, "ops", $"access_token=ops:{NewId():N}", reads);

    public Task<WireClient> AsCustomer(Guid id) => WireClient.Connect(Address, "customer", $"access_token=customer:{id:N}");

    public Task<WireClient> AsProvider(Guid id) => WireClient.Connect(Address, "provider", $"access_token=provider:{id:N}");

    public Guid NewId() => Services.GetRequiredService<IIdSource>().Next();

    public CommandStamp Stamp() => CommandStamp.Of(NewId());

    public static WirePoint Crossing(int x, int y) => JobViews.Of(StreetGrid.Crossing(x, y));

    /// <summary>An approved provider on a shift, seen at a crossing.</summary>
    public async Task<Guid> Provider(int x, int y)
    {
        var id = NewId();
        var grain = Grains.GetGrain<IProviderGrain>(id.ToString("N"));
        Assert.True((await grain.Onboard(new OnboardProvider(Stamp(), OnboardingStep.Apply, "Test", "acme"), default)).Done);
        Assert.True((await grain.Onboard(new OnboardProvider(Stamp(), OnboardingStep.Approve, null, null), default)).Done);
        Assert.True((await grain.ChangeShift(new ChangeShift(Stamp(), true, Market, ["ride"], NewId(), 4, 1), default)).Done);
        Assert.Equal(1, await Report(id, x, y));
        return id;
    }

    public async Task<int> Report(Guid provider, int x, int y) =>
        (await Services.GetRequiredService<ILocationIntake>().Take([new LocationReport(provider, Crossing(x, y), Clock.GetUtcNow())], default)).Accepted;

    public async Task<Guid> Customer()
    {
        var id = NewId();
        Assert.Null((await Grains.GetGrain<ICustomerGrain>(id.ToString("N")).Register(new RegisterCustomer("Test", [TestMethods.Succeeds]), default)).Rejection);
        return id;
    }

    /// <summary>Orders a ride from a crossing to (9, 9).</summary>
    public async Task<Guid> Order(Guid customer, int x, int y, DateTimeOffset? pickUpAt = null)
    {
        var quote = Services.GetRequiredService<QuoteDesk>().Quote(new QuoteRequest(Market, "ride", customer, [Crossing(x, y), Crossing(9, 9)], 1, pickUpAt), []);
        Assert.Null(quote.Rejection);
        var job = NewId();
        var reply = await Grains.GetGrain<ICustomerGrain>(customer.ToString("N")).RequestJob(new RequestJob(Stamp(), job, customer, quote.Token!, string.Empty), default);
        Assert.True(reply.Done, $"{reply.Rejection} {reply.Detail}");
        return job;
    }

    public async Task<JobView> View(Guid job) => (await Grains.GetGrain<IJobGrain>(job.ToString("N")).Get(default))!;

    /// <summary>Lets virtual time pass until something is so.</summary>
    public async Task Until(Func<Task<bool>> condition, string what)
    {
        var real = System.Diagnostics.Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(real.Elapsed < TimeSpan.FromSeconds(60), $"Waited {real.Elapsed} of real time for: {what}.");
            await Task.Delay(5);
            Clock.Advance(TimeSpan.FromMilliseconds(250));
        }
    }

    /// <summary>Lets virtual time pass until something has come.</summary>
    public async Task<T> While<T>(Task<T> coming)
    {
        while (!coming.IsCompleted)
        {
            await Task.WhenAny(coming, Task.Delay(5));
            Clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        return await coming;
    }

    private async Task DefineMarket()
    {
        var market = new Market(
            new MarketId(Market), new OperatorId("acme"), [new ServiceClass(new ServiceClassId("ride"), Scenarios.Terms(pin: true), "batched", TimeSpan.FromSeconds(1))], false);
        Services.GetRequiredService<MarketMaps>().Set(market.Id, new MarketMap(StreetGrid.Roads, StreetGrid.Times, ServiceArea.Around(StreetGrid.Roads, new Metres(500))));
        Assert.Null((await Grains.GetGrain<IMarketGrain>(Market).Define(MarketCodec.Write(market), default)).Rejection);
        await Grains.GetGrain<IDispatchShardGrain>(ShardKey.Of(Market, "ride")).Keep(default);
    }

    private sealed class SaidByTheToken(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Query["access_token"].ToString().Split(':') is not [var role, var id])
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(Caller.Role, role), new Claim(Caller.Subject, id)], Scheme.Name));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, Scheme.Name)));
        }
    }
}
