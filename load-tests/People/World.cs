using System.Collections.Concurrent;
using System.Globalization;
using NBomber.Contracts;
using NBomber.CSharp;
using O2O.Dispatch.Client;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.LoadTests.People;

/// <summary>The city of a run and everybody in it.</summary>
internal sealed class World : IAsyncDisposable
{
    /// <summary>The names of <see cref="StreamFacts"/>.</summary>
    public static readonly string[] StreamFactNames = ["events", "events_missed", "events_doubled"];

    /// <summary>How long an app waits for an answer.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private const int AtATime = 32;
    private const int ConnectionsAtTheMost = 4_096;
    private static readonly TimeSpan ShiftsEndWithin = TimeSpan.FromSeconds(30);

    private readonly CancellationToken _stop;
    private readonly Random _seeds;
    private readonly Lock _gate = new();
    private readonly List<Driver> _drivers = [];

    private World(LoadTestSettings settings, Uri server, City city, string orderedClass, HttpClient http, TextWriter output, CancellationToken stop) =>
        (Settings, Server, City, OrderedClass, Http, Output, _seeds, _stop) = (settings, server, city, orderedClass, http, output, new Random(settings.Seed), stop);

    /// <summary>What to do.</summary>
    public LoadTestSettings Settings { get; }

    /// <summary>Where the server is.</summary>
    public Uri Server { get; }

    /// <summary>Where people are.</summary>
    public City City { get; }

    /// <summary>A service class of rides that no driver of the run is on shift for, so that what is ordered of it is offered to nobody; that of the drivers where the market has no other.</summary>
    public string OrderedClass { get; }

    /// <summary>What requests go over.</summary>
    public HttpClient Http { get; }

    /// <summary>Where progress goes.</summary>
    public TextWriter Output { get; }

    /// <summary>How customers tell their PINs.</summary>
    public PinBoard Pins { get; } = new();

    /// <summary>The accounts of customers, in no order.</summary>
    public IReadOnlyList<Account> Customers { get; private set; } = [];

    /// <summary>The accounts of drivers, in no order.</summary>
    public IReadOnlyList<Account> DriverAccounts { get; private set; } = [];

    /// <summary>The drivers on shift.</summary>
    public IReadOnlyList<Driver> Drivers => _drivers;

    /// <summary>What the streams of everybody who was connected have told.</summary>
    public ConcurrentBag<StreamAudit> Audits { get; } = [];

    /// <summary>Looks the server's market up.</summary>
    /// <param name="settings">What to do.</param>
    /// <param name="server">Where the server is.</param>
    /// <param name="radiusMetres">How far from the middle of the map people are.</param>
    /// <param name="output">Where progress goes.</param>
    /// <param name="stop">Ends the run: somebody stopped it, or the server has ended.</param>
    /// <exception cref="LoadTestFault">It has none to drive in.</exception>
    public static async Task<World> Open(LoadTestSettings settings, Uri server, double radiusMetres, TextWriter output, CancellationToken stop)
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = ConnectionsAtTheMost, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) };
        var http = new HttpClient(handler) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        using var anybody = new DispatchClient(http, new DispatchClientSettings { RetryLimit = 5 });
        var markets = await anybody.MarketsAsync(stop);
        var market = markets.FirstOrDefault(one => !one.Paused && one.ServiceClasses.Any(known => known.ServiceClass == settings.ServiceClass && known.Kind is null))
            ?? throw new LoadTestFault(
                ExitCodes.BadInput,
                $"--service-class: no market of {server} that is open has a ride '{settings.ServiceClass}'. There are {string.Join(", ", markets.SelectMany(one => one.ServiceClasses.Where(known => known.Kind is null).Select(known => $"{one.Market}/{known.ServiceClass}")))}.");
        var city = City.Of(await anybody.MapAsync(market.Market, stop), radiusMetres);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{server} serves {market.Market}: {city.Corners:N0} corners within {radiusMetres:N0} m of its middle, service class {settings.ServiceClass}."));
        var other = market.ServiceClasses.FirstOrDefault(known => known.Kind is null && known.ServiceClass != settings.ServiceClass);
        return new World(settings, server, city, other?.ServiceClass ?? settings.ServiceClass, http, output, stop);
    }

    /// <summary>Takes the accounts in.</summary>
    public void Settle(IReadOnlyCollection<Account> accounts)
    {
        Customers = [.. accounts.Where(account => account.Role == Account.Customer).OrderBy(account => account.Id)];
        DriverAccounts = [.. accounts.Where(account => account.Role == Account.Provider).OrderBy(account => account.Id)];
    }

    /// <summary>Something that is done again and again, however often it fails, and from the first moment on. How much of it there is to be is added by the caller.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="iteration">Does it once.</param>
    public ScenarioProps Scenario(string name, Func<IScenarioContext, Task<IResponse>> iteration) =>
        NBomber.CSharp.Scenario.Create(name, UntilStopped(iteration)).WithoutWarmUp().WithRestartIterationOnFail(false).WithMaxFailCount(int.MaxValue);

    /// <summary>An iteration that ends the whole run, and is not counted, when the run is to end or there is no server to run against any more.</summary>
    private Func<IScenarioContext, Task<IResponse>> UntilStopped(Func<IScenarioContext, Task<IResponse>> iteration) => context =>
    {
        if (_stop.IsCancellationRequested)
        {
            context.StopCurrentTest("it was stopped, or the server ended");
            _stop.ThrowIfCancellationRequested();
        }

        return iteration(context);
    };

    /// <summary>Chance of one's own, decided by the seed and by how many asked before.</summary>
    public Random Chance()
    {
        lock (_gate)
        {
            return new Random(_seeds.Next());
        }
    }

    /// <summary>A customer's app, not yet connected.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="hubs">With the address that hubs are connected to; null for the server's.</param>
    public Customer App(Account account, HttpClient? hubs = null)
    {
        var http = account.Connect(Http, AnswerWithin);
        var customer = new Customer(account, http, hubs is null ? http : account.Connect(hubs, AnswerWithin), Pins);
        Audits.Add(customer.Audit);
        return customer;
    }

    /// <summary>Begins every driver's shift.</summary>
    public async Task BeginShifts(CancellationToken stop)
    {
        var begun = new ConcurrentBag<Driver>();
        await Parallel.ForEachAsync(DriverAccounts, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stop }, async (account, cancellationToken) =>
        {
            var driver = new Driver(account, account.Connect(Http, AnswerWithin), City.Somewhere(Chance()));
            begun.Add(driver);
            await driver.Begin(City.Market, Settings.ServiceClass, cancellationToken);
        });
        _drivers.AddRange(begun.OrderBy(driver => driver.Account.Id));
        _drivers.ForEach(driver => Audits.Add(driver.Audit));
        Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_drivers.Count:N0} drivers are on shift."));
    }

    /// <summary>Ends every driver's shift. One that cannot end yet is left to the removal of its account.</summary>
    public async Task EndShifts()
    {
        using var patience = new CancellationTokenSource(ShiftsEndWithin);
        await Parallel.ForEachAsync(_drivers, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (driver, _) =>
        {
            try
            {
                await driver.Http.Provider.StopShiftAsync(cancellationToken: patience.Token);
            }
            catch (Exception fault) when (fault is Client.Problems.DispatchProblemException or HttpRequestException or TimeoutException or OperationCanceledException)
            {
                // The removal ends it, with its jobs.
            }

            await driver.DisposeAsync();
        });
    }

    /// <summary>Connects apps, some at a time.</summary>
    public static Task Connect(IReadOnlyCollection<Customer> customers, CancellationToken stop) => Parallel.ForEachAsync(
        customers, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stop }, async (customer, cancellationToken) => await customer.Connect(cancellationToken));

    /// <summary>What the streams came to.</summary>
    public IEnumerable<(string Name, double Value)> StreamFacts()
    {
        var audits = Audits.ToArray();
        yield return ("events", audits.Sum(audit => audit.Events));
        yield return ("events_missed", audits.Sum(audit => audit.Missed));
        yield return ("events_doubled", audits.Sum(audit => audit.Doubled));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Http.Dispose();
        return ValueTask.CompletedTask;
    }
}
