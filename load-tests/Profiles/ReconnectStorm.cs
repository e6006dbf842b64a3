using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using NBomber.Contracts;
using NBomber.CSharp;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.LoadTests.People;
using O2O.Dispatch.LoadTests.Results;
using O2O.Dispatch.LoadTests.Server;

namespace O2O.Dispatch.LoadTests.Profiles;

/// <summary>
/// Every customer is connected; now and then all connections are cut at once, without a word, and all come back by themselves and ask for what they missed. Meanwhile orders change. In the end
/// everybody must have been told everything, once.
/// </summary>
internal sealed class ReconnectStorm : Profile
{
    private const string Orders = "orders";
    private const string Storms = "storms";
    private const int TruthTries = 3;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public override string Name => "reconnect-storm";

    /// <inheritdoc/>
    public override string About => "All connections are cut at once, again and again; nothing may be missed or told twice.";

    /// <inheritdoc/>
    public override int Accounts => 1_000;

    /// <inheritdoc/>
    public override TimeSpan Duration => TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public override KnownNames Names { get; } = new(
        new Dictionary<string, string[]> { [Orders] = ["quote", "order", "cancel"], [Storms] = ["all_back"] },
        [
            "connections", "storms", "back_p50_ms", "back_p95_ms", "back_max_ms", "jobs_ordered", "jobs_not_told", "jobs_told_by_reload", "reloads", .. World.StreamFactNames, .. GeneratorFacts.Names,
        ]);

    /// <inheritdoc/>
    public override async Task<ProfileResult> Run(World world, ThresholdFile limits, CancellationToken stop)
    {
        if (world.Server.Scheme != Uri.UriSchemeHttp)
        {
            throw new LoadTestFault(ExitCodes.BadInput, $"--server: the reconnect storm cuts connections in a proxy of its own, which speaks http alone, and {world.Server} is not.");
        }

        await using var proxy = new CutProxy(world.Server);
        using var hubs = new HttpClient { BaseAddress = proxy.Address };
        var customers = world.Customers.Select(account => world.App(account, hubs)).ToArray();
        var backs = new Comebacks(customers.Length);
        for (var i = 0; i < customers.Length; i++)
        {
            var number = i;
            customers[i].Resumed += () => backs.Back(number);
        }

        var ordered = new ConcurrentBag<(Customer Customer, Guid Job)>();
        try
        {
            var load = new RideLoad(world, world.City.Somewhere);
            var stats = await load.Run(
                limits,
                OrdersScenario(world, customers, ordered, stop),
                StormsScenario(world, proxy, backs));
            var (missedJobs, reloaded) = await Missed(ordered, stop);
            return new ProfileResult(
                stats,
                [
                    ("connections", customers.Length),
                    ("storms", backs.Storms),
                    ("back_p50_ms", backs.Percentile(50)),
                    ("back_p95_ms", backs.Percentile(95)),
                    ("back_max_ms", backs.Percentile(100)),
                    ("jobs_ordered", ordered.Count),
                    ("jobs_not_told", missedJobs),
                    ("jobs_told_by_reload", reloaded),
                    ("reloads", customers.Sum(customer => Math.Max(0, customer.Audit.Snapshots - 1))),
                    .. world.StreamFacts(),
                ]);
        }
        finally
        {
            await Parallel.ForEachAsync(customers, async (customer, _) => await customer.DisposeAsync());
        }
    }

    private static ScenarioProps OrdersScenario(World world, Customer[] customers, ConcurrentBag<(Customer, Guid)> ordered, CancellationToken stop)
    {
        var rate = Math.Max(30, (int)(customers.Length * world.Settings.Scale / 2));
        return world.Scenario(Orders, async context =>
        {
            var chance = world.Chance();
            var customer = customers[chance.Next(customers.Length)];
            var from = world.City.Somewhere(chance);
            var trip = new QuoteBody(world.City.Market, world.Settings.ServiceClass, [from, world.City.About(from, RideLoad.RideMetres, chance)]);
            var cancel = context.ScenarioCancellationToken;
            if (await Calls.Ask(context, "quote", () => customer.Http.Customer.QuoteAsync(trip, cancel)) is not { } quote
                || await Calls.Ask(context, "order", () => customer.Http.Customer.OrderAsync(new OrderBody(quote.Quote), null, cancel)) is not { } job)
            {
                return Response.Fail("not_ordered");
            }

            ordered.Add((customer, job.JobId));
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(200, 1_500)), CancellationToken.None);
            return await Calls.Ask(context, "cancel", () => customer.Http.Customer.CancelAsync(job.JobId, null, null, CancellationToken.None)) is null ? Response.Fail("not_canceled") : Response.Ok();
        })
        .WithInit(async _ =>
        {
            await World.Connect(customers, stop);
            world.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{customers.Length:N0} customers are connected."));
        })
        .WithLoadSimulations(Simulation.Inject(rate, Minute, world.Settings.Duration));
    }

    private static ScenarioProps StormsScenario(World world, CutProxy proxy, Comebacks backs) => world.Scenario(Storms, async context =>
    {
        await Task.Delay(Calm < world.Settings.Duration / 4 ? Calm : world.Settings.Duration / 4, context.ScenarioCancellationToken);
        await Step.Run("all_back", context, async () =>
        {
            var back = backs.Begin();
            proxy.Cut();
            try
            {
                await back.WaitAsync(BackWithin, context.ScenarioCancellationToken);
                return Response.Ok();
            }
            catch (TimeoutException)
            {
                return Response.Fail("not_back", $"{backs.Away} of {world.Customers.Count} were not back after {BackWithin.TotalSeconds:0} s.");
            }
        });
        return Response.Ok();
    }).WithLoadSimulations(Simulation.KeepConstant(1, world.Settings.Duration));

    /// <summary>Holds what the server says of every job against what its customer was told.</summary>
    private static async Task<(int Missed, int Reloaded)> Missed(IEnumerable<(Customer Customer, Guid Job)> ordered, CancellationToken stop)
    {
        var (missed, reloaded) = (0, 0);
        await Parallel.ForEachAsync(ordered, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = stop }, async (one, cancellationToken) =>
        {
            JobResource? truth = null;
            for (var attempt = 1; truth is null && attempt <= TruthTries; attempt++)
            {
                try
                {
                    truth = await one.Customer.Http.Customer.JobAsync(one.Job, cancellationToken);
                }
                catch (Exception fault) when (Calls.Status(fault) is not null)
                {
                    // Asked again; a job that the server does not tell of in the end counts as not told.
                }
            }

            if (truth is null)
            {
                Interlocked.Increment(ref missed);
                return;
            }

            if (await one.Customer.Until(one.Job, told => told.Version >= truth.Version, ToldWithin, cancellationToken) is not null)
            {
                return;
            }

            // A snapshot holds open jobs alone: one that ended before it is told by its absence.
            Interlocked.Increment(ref truth.Ended && one.Customer.Audit.Snapshots > 1 ? ref reloaded : ref missed);
        });
        return (missed, reloaded);
    }

    /// <summary>Who is back after a storm, and how soon.</summary>
    private sealed class Comebacks(int clients)
    {
        private readonly Lock _gate = new();
        private readonly List<double> _millis = [];
        private readonly HashSet<int> _away = [];
        private TaskCompletionSource _allBack = new();
        private long _from;

        public int Storms { get; private set; }

        public int Away
        {
            get
            {
                lock (_gate)
                {
                    return _away.Count;
                }
            }
        }

        public Task Begin()
        {
            lock (_gate)
            {
                Storms++;
                _away.UnionWith(Enumerable.Range(0, clients));
                _allBack = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _from = Stopwatch.GetTimestamp();
                return _allBack.Task;
            }
        }

        public void Back(int client)
        {
            lock (_gate)
            {
                if (!_away.Remove(client))
                {
                    return;
                }

                _millis.Add(Stopwatch.GetElapsedTime(_from).TotalMilliseconds);
                if (_away.Count == 0)
                {
                    _allBack.TrySetResult();
                }
            }
        }

        public double Percentile(int percent)
        {
            lock (_gate)
            {
                return _millis.Count == 0 ? 0 : _millis.Order().ElementAt(Math.Max(1, (int)Math.Ceiling(percent / 100.0 * _millis.Count)) - 1);
            }
        }
    }
}
