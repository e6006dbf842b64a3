using System.Collections.Concurrent;
using O2O.Dispatch.Client;
using O2O.Dispatch.Client.Problems;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.LoadTests.People;

namespace O2O.Dispatch.Pushes.Drill;

/// <summary>What the streams tell of: customers order over HTTP whether their app is connected or not, some cancel, and providers take what they are offered and drive it.</summary>
/// <param name="settings">What to do.</param>
/// <param name="city">Where.</param>
internal sealed class Traffic(DrillSettings settings, City city) : IDisposable
{
    private const double RideMetres = 800;
    private const int FollowsOneIn = 4;
    private const int MostJobStreams = 20;
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WaitsAtTheMost = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StepTakes = TimeSpan.FromSeconds(2);

    private readonly HttpClient[] _nodes =
        [.. settings.Nodes.Select(node => new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = node, Timeout = Timeout.InfiniteTimeSpan })];
    private readonly ConcurrentDictionary<Guid, DispatchClient> _open = new();
    private readonly ConcurrentDictionary<Task, bool> _underWay = new();
    private readonly ConcurrentDictionary<string, int> _failed = new();
    private int _turn;
    private int _ordered;
    private int _completed;

    /// <summary>Jobs that were ordered, and how many of them were driven to the end.</summary>
    public (int Ordered, int Completed) Jobs => (_ordered, _completed);

    /// <summary>Orders whose answer came, in no order.</summary>
    public ConcurrentBag<Guid> Ordered { get; } = [];

    /// <summary>What was refused or broke, by why.</summary>
    public string Failed => _failed.IsEmpty ? "none" : string.Join(", ", _failed.OrderByDescending(why => why.Value).Take(6).Select(why => $"{why.Key} {why.Value}"));

    /// <summary>A client of any node.</summary>
    public DispatchClient Client(string token) => new(_nodes[(uint)Interlocked.Increment(ref _turn) % _nodes.Length], new DispatchClientSettings
    {
        Token = _ => ValueTask.FromResult<string?>(token),
        RetryLimit = 6,
        LongestDelay = TimeSpan.FromSeconds(5),
    });

    /// <summary>Begins the providers' shifts and says where they are until it is stopped.</summary>
    /// <param name="providers">Who.</param>
    /// <param name="operators">A fleet's gateway.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Ends with the reports.</returns>
    public async Task<Task> BeginShifts(IReadOnlyCollection<Account> providers, DispatchClient operators, CancellationToken stop)
    {
        var chance = new Random(settings.Seed);
        var places = providers.Select(provider => (provider.Id, At: city.Somewhere(chance))).ToArray();
        await Report(operators, places, stop);
        await Parallel.ForEachAsync(
            providers,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stop },
            async (provider, cancel) => await Client(provider.Token).Provider.StartShiftAsync(new ShiftBody(city.Market, [DrillSettings.ServiceClass], provider.Id), cancellationToken: cancel));
        return Reports(operators, places, stop);
    }

    /// <summary>Lets customers order until it is stopped, those more often who are away at the time.</summary>
    /// <param name="customers">Who, with their apps.</param>
    /// <param name="stop">Ends it.</param>
    public async Task Order(IReadOnlyList<(Account Account, DroppedClient App)> customers, CancellationToken stop)
    {
        var chance = new Random(settings.Seed + 1);
        var pause = TimeSpan.FromSeconds(1 / settings.OrdersPerSecond);
        using var ticks = new PeriodicTimer(pause, TimeProvider.System);
        try
        {
            while (await ticks.WaitForNextTickAsync(stop))
            {
                var one = customers[chance.Next(customers.Count)];
                var away = chance.Next(2) == 0;
                for (var tries = 0; tries < 5 && one.App.IsAway != away; tries++)
                {
                    one = customers[chance.Next(customers.Count)];
                }

                Begin(Ride(one.Account, one.App, new Random(chance.Next()), stop));
            }
        }
        catch (OperationCanceledException)
        {
            // The drill is over.
        }
    }

    /// <summary>A provider was told of an offer.</summary>
    public void Offered(Account provider, Guid offer, Guid job) => Begin(Drive(provider, offer, job));

    /// <summary>Waits for what is under way: when no more is ordered, customers cancel what nobody drives yet.</summary>
    public async Task Settle()
    {
        while (!_underWay.IsEmpty)
        {
            await Task.WhenAll(_underWay.Keys);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_nodes, node => node.Dispose());

    private static string? Why(Exception fault) => fault switch
    {
        DispatchProblemException problem => problem.Slug,
        HttpRequestException => "no connection",
        TimeoutException or OperationCanceledException => "no answer",
        _ => null,
    };

    private void Begin(Task task)
    {
        _underWay[task] = true;
        task.ContinueWith(done => _underWay.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task Ride(Account account, DroppedClient app, Random chance, CancellationToken stop)
    {
        var customer = Client(account.Token);
        try
        {
            var from = city.Somewhere(chance);
            var quote = await customer.Customer.QuoteAsync(new QuoteBody(city.Market, DrillSettings.ServiceClass, [from, city.About(from, RideMetres, chance)]), CancellationToken.None);
            var job = await customer.Customer.OrderAsync(new OrderBody(quote.Quote, "pm_card_ok"), null, CancellationToken.None);
            Interlocked.Increment(ref _ordered);
            Ordered.Add(job.JobId);
            _open[job.JobId] = customer;
            if (chance.Next(FollowsOneIn) == 0 && app.Followers.Count() < MostJobStreams)
            {
                app.Follow($"job/{job.JobId:N}");
            }

            await Wait(TimeSpan.FromSeconds(chance.Next(2) == 0 ? chance.NextDouble() * 3 : WaitsAtTheMost.TotalSeconds), stop);
            while (!job.Ended)
            {
                job = await customer.Customer.JobAsync(job.JobId, CancellationToken.None);
                if (job.Ended || job.State == Contracts.Jobs.JobState.InProgress)
                {
                    break;
                }

                job = await customer.Customer.CancelAsync(job.JobId, null, null, CancellationToken.None);
            }

            _open.TryRemove(job.JobId, out _);
        }
        catch (Exception fault) when (Why(fault) is { } why)
        {
            _failed.AddOrUpdate(why, 1, (_, known) => known + 1);
        }
    }

    private async Task Drive(Account account, Guid offer, Guid id)
    {
        var provider = Client(account.Token).Provider;
        try
        {
            await provider.AcceptAsync(offer, new OfferAnswerBody(id));
            await Task.Delay(StepTakes);
            await provider.ArriveAsync(id);
            await Task.Delay(StepTakes);
            var pin = _open.TryGetValue(id, out var customer) ? (await customer.Customer.JobAsync(id)).Pin : null;
            await provider.StartAsync(id, pin is null ? null : new StartBody(pin));
            await Task.Delay(StepTakes);
            await provider.CompleteAsync(id);
            Interlocked.Increment(ref _completed);
        }
        catch (Exception fault) when (Why(fault) is { } why)
        {
            // Others were faster, or its customer canceled. What it has it gives up, or it would take no more.
            _failed.AddOrUpdate(why, 1, (_, known) => known + 1);
            try
            {
                if (!why.StartsWith("offer_", StringComparison.Ordinal) && why != "job_ended")
                {
                    await provider.CancelAsync(id);
                }
            }
            catch (Exception again) when (Why(again) is not null)
            {
                // It is over, then.
            }
        }
    }

    private static async Task Wait(TimeSpan length, CancellationToken stop)
    {
        try
        {
            await Task.Delay(length, stop);
        }
        catch (OperationCanceledException)
        {
            // What is open is canceled at the end.
        }
    }

    private async Task Reports(DispatchClient operators, (Guid Id, WirePoint At)[] places, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Wait(ReportPeriod, stop);
            try
            {
                await Report(operators, places, stop);
            }
            catch (Exception fault) when (Why(fault) is not null)
            {
                // The next one comes soon.
            }
        }
    }

    private Task<LocationsResource> Report(DispatchClient operators, (Guid Id, WirePoint At)[] places, CancellationToken stop) => operators.Provider.ReportLocationsAsync(
        new LocationsBody([.. places.Select(place => new LocationBody(place.At.Longitude, place.At.Latitude, null, place.Id))], city.Market), stop);
}
