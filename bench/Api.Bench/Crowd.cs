using System.Collections.Concurrent;
using System.Diagnostics;
using O2O.Dispatch.Client;
using O2O.Dispatch.Client.Problems;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.LoadTests.People;
using O2O.Dispatch.Pushes.Drill;

namespace O2O.Dispatch.Api.Bench;

/// <summary>
/// Customers and providers of a server that runs, with its development sign-in: each has a client over HTTP and a hub connection on which it hears its own stream. The providers are on a shift in the class
/// <c>manual</c>, whose matching waits for no window, and report where they stand; pick-ups are where a provider stands, so that nobody has to drive. A server allows each caller so many requests a second
/// (<c>Api:RequestsPerSecond</c>, 50): the load is spread over the accounts.
/// </summary>
internal sealed class Crowd : IDisposable
{
    private const double RadiusMetres = 2_000;
    private const double TripMetres = 800;
    private const int ConnectingAtOnce = 8;
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan KeepAlivePeriod = TimeSpan.FromSeconds(10);

    private readonly HttpClient[] _nodes;
    private readonly CancellationTokenSource _over = new();
    private readonly WirePoint[] _stands;
    private Task _running = Task.CompletedTask;

    private Crowd(HttpClient[] nodes, City city, WirePoint[] stands) => (_nodes, City, _stands) = (nodes, city, stands);

    /// <summary>Where.</summary>
    public City City { get; }

    /// <summary>Who orders.</summary>
    public Member[] Customers { get; private set; } = [];

    /// <summary>Who drives.</summary>
    public Member[] Providers { get; private set; } = [];

    /// <summary>Signs everybody in, begins the shifts and connects.</summary>
    /// <param name="servers">One or several API nodes.</param>
    /// <param name="customers">How many order.</param>
    /// <param name="providers">How many drive.</param>
    /// <param name="heard">Is given what somebody is told, in the order of its stream.</param>
    public static async Task<Crowd> Open(IReadOnlyList<Uri> servers, int customers, int providers, Action<Member, Told> heard)
    {
        HttpClient[] nodes = [.. servers.Select(node => new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1_024 }) { BaseAddress = node, Timeout = Timeout.InfiniteTimeSpan })];
        using var registrar = await Registrar.Open(servers[0], customers + providers, default);
        using var anybody = new DispatchClient(servers[0], new DispatchClientSettings { RetryLimit = 10 });
        var market = (await anybody.MarketsAsync()).First(one => one.ServiceClasses.Any(known => known.ServiceClass == DrillSettings.ServiceClass)).Market;
        var city = City.Of(await anybody.MapAsync(market), RadiusMetres);
        var list = Path.GetTempFileName();
        var accounts = await registrar.Make(customers, providers, list, new ConcurrentQueue<(string, Guid)>(), Console.Error, default);
        File.Delete(list);
        var chance = new Random(1);
        var crowd = new Crowd(nodes, city, [.. Enumerable.Range(0, providers).Select(_ => city.Somewhere(chance))]);
        crowd.Customers = crowd.Of(accounts, Account.Customer);
        crowd.Providers = crowd.Of(accounts, Account.Provider);
        var fleet = (await anybody.SignInAsync(new SignInBody("ops", null, "bench"))).AccessToken;
        using var gateway = new DispatchClient(servers[0], new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>(fleet), RetryLimit = 10 });
        await crowd.Report(gateway);
        await Parallel.ForEachAsync(crowd.Customers.Concat(crowd.Providers), new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce }, async (member, stop) =>
        {
            if (member.Account.Role == Account.Provider)
            {
                await member.Client.Provider.StartShiftAsync(new ShiftBody(market, [DrillSettings.ServiceClass], member.Account.Id), cancellationToken: stop);
            }

            var node = servers[member.Number % servers.Count];
            member.Link = await HubLink.Open(
                node,
                member.Account.Role,
                member.Account.Token,
                (_, fact) =>
                {
                    if (Told.Of(fact) is { } told)
                    {
                        heard(member, told);
                    }
                },
                stop);
            _ = Watch(member.Link);
            await member.Link.Subscribe($"{member.Account.Role}/{member.Account.Id:N}", 0, 0, _ => { }, stop);
        });
        await crowd.Report(gateway);
        crowd._running = crowd.Keep(fleet);
        return crowd;
    }

    /// <summary>A trip from where somebody stands, the same for the same number.</summary>
    public QuoteBody Trip(int number)
    {
        var from = _stands[number % _stands.Length];
        return new QuoteBody(City.Market, DrillSettings.ServiceClass, [from, City.About(from, TripMetres, new Random(number))]);
    }

    /// <summary>Why a call failed, as the server or the connection says it; null for what no server does.</summary>
    public static string? Why(Exception fault) => fault switch
    {
        DispatchProblemException problem => problem.Slug,
        HttpRequestException => "no connection",
        TimeoutException or OperationCanceledException => "no answer",
        _ => null,
    };

    /// <summary>Begins so many a second, whether those before have ended or not.</summary>
    /// <param name="perSecond">How many.</param>
    /// <param name="length">How long.</param>
    /// <param name="first">The number of the first.</param>
    /// <param name="one">Does one, and does not fail.</param>
    /// <returns>The number after the last; complete when all have ended.</returns>
    public static async Task<int> Pace(double perSecond, TimeSpan length, int first, Func<int, Task> one)
    {
        var running = new List<Task>();
        var clock = Stopwatch.StartNew();
        var number = first;
        for (; TimeSpan.FromSeconds((number - first) / perSecond) is var due && due < length; number++)
        {
            if (due > clock.Elapsed)
            {
                await Task.Delay(due - clock.Elapsed, TimeProvider.System);
            }

            running.Add(one(number));
        }

        await Task.WhenAll(running);
        return number;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Cancel();
        foreach (var member in Customers.Concat(Providers))
        {
            member.Link?.Dispose();
        }

        Array.ForEach(_nodes, node => node.Dispose());
        _over.Dispose();
    }

    /// <summary>What was heard is not to end a connection without a word.</summary>
    private static async Task Watch(HubLink link)
    {
        try
        {
            await link.Over;
        }
        catch (Exception fault)
        {
            Console.Error.WriteLine($"A hub connection has ended: {fault}");
        }
    }

    private Member[] Of(IEnumerable<Account> accounts, string role) =>
        [.. accounts.Where(account => account.Role == role).OrderBy(account => account.Id).Select((account, n) => new Member(account, n, account.Connect(_nodes[n % _nodes.Length], Attempt)))];

    private Task<LocationsResource> Report(DispatchClient gateway) => gateway.Provider.ReportLocationsAsync(
        new LocationsBody([.. Providers.Select((provider, n) => new LocationBody(_stands[n].Longitude, _stands[n].Latitude, null, provider.Account.Id))], City.Market));

    /// <summary>Says where the providers stand, and that everybody is still there.</summary>
    private async Task Keep(string fleet)
    {
        using var gateway = new DispatchClient(_nodes[0], new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>(fleet) });
        var keptAlive = Stopwatch.StartNew();
        while (!_over.IsCancellationRequested)
        {
            await Task.Delay(ReportPeriod, TimeProvider.System, CancellationToken.None);
            try
            {
                await Report(gateway);
                if (keptAlive.Elapsed >= KeepAlivePeriod)
                {
                    keptAlive.Restart();
                    await Task.WhenAll(Customers.Concat(Providers).Select(member => member.Link!.KeepAlive()));
                }
            }
            catch (Exception fault) when (Why(fault) is not null || fault is ObjectDisposedException)
            {
                // The next report comes soon, or it is over.
            }
        }
    }

    /// <summary>Somebody with an app.</summary>
    /// <param name="account">Who.</param>
    /// <param name="number">Among those of its role.</param>
    /// <param name="client">Requests.</param>
    internal sealed class Member(Account account, int number, DispatchClient client)
    {
        /// <summary>Who.</summary>
        public Account Account => account;

        /// <summary>Among those of its role.</summary>
        public int Number => number;

        /// <summary>Requests.</summary>
        public DispatchClient Client => client;

        /// <summary>The hub.</summary>
        public HubLink? Link { get; set; }
    }
}
