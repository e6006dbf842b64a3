using System.Collections.Concurrent;
using System.Diagnostics;
using NBomber.Contracts;
using NBomber.CSharp;
using O2O.Dispatch.Client;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.LoadTests.People;
using O2O.Dispatch.LoadTests.Results;

namespace O2O.Dispatch.LoadTests.Profiles;

/// <summary>
/// Finds how many orders a second the server takes at the most, then sends ten times as many customers while rides go on: how many still come to an order (the goodput), whether offers and trips come
/// before those who come to look, and whether all is well again afterwards. The goodput is held against the most by itself, and against the most beside the same rides.
/// </summary>
internal sealed class Overload : Profile
{
    /// <summary>The scenario of customers who look, ask for a price, order and cancel; an iteration that came to an order is a good one.</summary>
    public const string Visits = "visits";

    private const double Times = 10;
    private const double NoMore = 1.05;
    private const double FailedAtTheMost = 1;
    private const int FewestCopies = 8;
    private const int MostCopies = 256;
    private const int WarmUpTurns = 20;
    private const int WarmUpRests = 3;
    private const int WarmUpCopies = 32;
    private const int CancelAttempts = 5;

    // Beyond it nobody comes, which counts as a failure: memory, not the server, would be what is measured.
    private const int UnderWayAtTheMost = 4_000;
    private const string NotSent = "not_sent";
    private const string NotOrdered = "not_ordered";
    private static readonly string[] VisitSteps = ["near", "quote", "order", "cancel"];
    private static readonly IResponse TooMany = Response.Fail(NotSent, $"{UnderWayAtTheMost} are under way, or every customer is.");
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StepTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GoodWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CancelPause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public override string Name => "overload";

    /// <inheritdoc/>
    public override string About => "Finds the most orders a second, then sends ten times as many customers while rides go on.";

    /// <inheritdoc/>
    public override int Accounts => 5_000;

    /// <inheritdoc/>
    public override TimeSpan Duration => TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public override KnownNames Names { get; } = new(
        new Dictionary<string, string[]> { [RideLoad.Rides] = RideLoad.RideSteps, [RideLoad.Drivers] = RideLoad.DriverSteps, [Visits] = VisitSteps },
        [
            "peak_per_second", "peak_beside_rides_per_second", "asked_per_second", "goodput_per_second", "goodput_of_peak", "goodput_of_peak_beside_rides", "visits_not_sent_percent", "rides_ok_percent", "recovered_p95_ms", "recovered_failed_percent",
            .. RideLoad.FactNames, .. GeneratorFacts.Names,
        ]);

    /// <inheritdoc/>
    public override async Task<ProfileResult> Run(World world, ThresholdFile limits, CancellationToken stop)
    {
        var ordered = new Clicker();
        var visits = Visiting(world, ordered);
        await WarmUp(world, visits, stop);
        var (peak, _) = await Peak(world, visits, stop);
        var load = new RideLoad(world, world.City.Somewhere);
        var rate = Math.Max(1, (int)(peak * Times * world.Settings.Scale));
        world.Output.WriteLine(FormattableString.Invariant($"The peak is {peak:0.#} orders a second; {rate} customers a second come now."));
        ordered.Count(world.Settings.Duration);
        var stats = await load.Run(
            limits,
            RidesOf(load, world),
            load.DriversScenario(stop),
            visits.WithLoadSimulations(Simulation.Inject(rate, Second, world.Settings.Duration)));
        stop.ThrowIfCancellationRequested();
        var goodput = ordered.Counted / world.Settings.Duration.TotalSeconds;
        var after = await Alone(visits.WithLoadSimulations(Simulation.KeepConstant(1, StepTime)));

        // A server that has only now got as fast as it can is held against that.
        var (later, copies) = await Peak(world, visits, stop);
        peak = Math.Max(peak, later);
        var beside = await PeakBesideRides(world, visits, ordered, copies, stop);
        var visited = stats.ScenarioStats.Get(Visits);
        var rides = stats.ScenarioStats.Get(RideLoad.Rides);
        return new ProfileResult(
            stats,
            [
                ("peak_per_second", peak),
                ("peak_beside_rides_per_second", beside),
                ("asked_per_second", rate),
                ("goodput_per_second", goodput),
                ("goodput_of_peak", peak == 0 ? 0 : goodput / peak),
                ("goodput_of_peak_beside_rides", beside == 0 ? 0 : goodput / beside),
                ("visits_not_sent_percent", visited.Fail.StatusCodes.Find(NotSent)?.Percent ?? 0),
                ("rides_ok_percent", rides.StepStats.Get(RideLoad.OrderStep).Ok.Request.Count is > 0 and var orderedRides ? 100.0 * rides.Ok.Request.Count / orderedRides : 0),
                ("recovered_p95_ms", after.Ok.Latency.Percent95),
                ("recovered_failed_percent", after.Fail.Request.Percent),
                .. load.Facts(),
            ]);
    }

    private static ScenarioProps Visiting(World world, Clicker ordered)
    {
        // One visit of a customer at a time, in turn: a limit of one customer is not what is looked for.
        var idle = new ConcurrentQueue<DispatchClient>(world.Customers.Select(account => account.Connect(world.Http, GoodWithin)));
        var underWay = 0;
        return world.Scenario(Visits, async context =>
        {
            ordered.Come();
            if (Volatile.Read(ref underWay) >= UnderWayAtTheMost || !idle.TryDequeue(out var customer))
            {
                return TooMany;
            }

            Interlocked.Increment(ref underWay);
            try
            {
                return await Visit(world, context, customer, ordered) ? Response.Ok() : Response.Fail(NotOrdered);
            }
            finally
            {
                Interlocked.Decrement(ref underWay);
                idle.Enqueue(customer);
            }
        });
    }

    private static async Task<bool> Visit(World world, IScenarioContext context, DispatchClient client, Clicker ordered)
    {
        var (market, service, stop) = (world.City.Market, world.OrderedClass, context.ScenarioCancellationToken);
        var chance = world.Chance();
        var from = world.City.Somewhere(chance);
        var to = world.City.About(from, RideLoad.RideMetres, chance);
        var customer = client.Customer;
        if (await Calls.Ask(context, "near", () => customer.NearAsync(market, service, from.Longitude, from.Latitude, stop)) is null
            || await Calls.Ask(context, "quote", () => customer.QuoteAsync(new QuoteBody(market, service, [from, to]), stop)) is not { } quote
            || await Calls.Ask(context, "order", () => customer.OrderAsync(new OrderBody(quote.Quote), null, stop)) is not { } job)
        {
            return false;
        }

        ordered.Click();

        // Nobody is to drive it: drivers are there for the rides beside it.
        for (var attempt = 1; attempt <= CancelAttempts && await Calls.Ask(context, "cancel", () => customer.CancelAsync(job.JobId, cancellationToken: CancellationToken.None)) is null; attempt++)
        {
            await Task.Delay(CancelPause * attempt, CancellationToken.None);
        }

        return true;
    }

    /// <summary>Everything connected, and compiled as far as it pays: until it has got no faster for a while.</summary>
    private static async Task WarmUp(World world, ScenarioProps visits, CancellationToken stop)
    {
        var (most, since) = (0.0, 0);
        for (var turn = 1; turn <= WarmUpTurns && since < WarmUpRests; turn++)
        {
            stop.ThrowIfCancellationRequested();
            var rate = (await Alone(visits.WithLoadSimulations(Simulation.KeepConstant(WarmUpCopies, StepTime)))).Ok.Request.RPS;
            world.Output.WriteLine(FormattableString.Invariant($"warming up: {rate:0.#} orders a second"));
            (most, since) = rate > most * NoMore ? (rate, 0) : (most, since + 1);
        }
    }

    /// <summary>Twice as many at a time until no more come through, or some fail.</summary>
    /// <returns>The most orders a second, and how many were under way then.</returns>
    private static async Task<(double PerSecond, int Copies)> Peak(World world, ScenarioProps visits, CancellationToken stop)
    {
        var (peak, most) = (0.0, FewestCopies);
        for (var copies = FewestCopies; copies <= MostCopies; copies *= 2)
        {
            stop.ThrowIfCancellationRequested();
            var stats = await Alone(visits.WithLoadSimulations(Simulation.KeepConstant(copies, StepTime)));
            world.Output.WriteLine(FormattableString.Invariant(
                $"looking for the peak: {copies} at a time, {stats.Ok.Request.RPS:0.#} orders a second, p99 {stats.Ok.Latency.Percent99:0.#} ms, {stats.Fail.Request.Percent:0.##} % failed"));
            if (stats.Fail.Request.Percent > FailedAtTheMost)
            {
                break;
            }

            var more = stats.Ok.Request.RPS > peak * NoMore;
            (peak, most) = stats.Ok.Request.RPS > peak ? (stats.Ok.Request.RPS, copies) : (peak, most);
            if (!more && copies > FewestCopies * 2)
            {
                break;
            }
        }

        return (peak, most);
    }

    /// <summary>Orders a second where as many are under way as give the most, while the same rides go on as beside the overload.</summary>
    private static async Task<double> PeakBesideRides(World world, ScenarioProps visits, Clicker ordered, int copies, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var load = new RideLoad(world, world.City.Somewhere);
        ordered.Count(world.Settings.Duration);
        await Task.Run(() => NBomberRunner
            .RegisterScenarios(RidesOf(load, world), load.DriversScenario(stop), visits.WithLoadSimulations(Simulation.KeepConstant(copies, world.Settings.Duration)))
            .WithoutReports().WithScenarioCompletionTimeout(RideLoad.EndsWithin).Run());
        var perSecond = ordered.Counted / world.Settings.Duration.TotalSeconds;
        world.Output.WriteLine(FormattableString.Invariant($"beside rides: {copies} at a time, {perSecond:0.#} orders a second"));
        return perSecond;
    }

    private static ScenarioProps RidesOf(RideLoad load, World world) => load.RidesScenario(RideLoad.PerMinute(Math.Max(1, load.RidesPerMinute / 2.0), world.Settings.Duration));

    private static Task<NBomber.Contracts.Stats.ScenarioStats> Alone(ScenarioProps scenario) =>
        Task.Run(() => NBomberRunner.RegisterScenarios(scenario).WithoutReports().DisplayConsoleMetrics(false).WithScenarioCompletionTimeout(GoodWithin * 2).Run().ScenarioStats[0]);

    /// <summary>Counts orders as long as customers come, from the first on: those who wait at the end are no goodput of that time.</summary>
    private sealed class Clicker
    {
        private long _during;
        private long _until;
        private long _counted;

        public long Counted => Volatile.Read(ref _counted);

        /// <summary>From the next customer on, for so long.</summary>
        public void Count(TimeSpan during)
        {
            Volatile.Write(ref _counted, 0);
            Volatile.Write(ref _until, 0);
            Volatile.Write(ref _during, (long)(during.TotalSeconds * Stopwatch.Frequency));
        }

        /// <summary>A customer comes.</summary>
        public void Come() => Interlocked.CompareExchange(ref _until, Stopwatch.GetTimestamp() + Volatile.Read(ref _during), 0);

        /// <summary>A customer has ordered.</summary>
        public void Click()
        {
            if (Stopwatch.GetTimestamp() <= Volatile.Read(ref _until))
            {
                Interlocked.Increment(ref _counted);
            }
        }
    }
}
