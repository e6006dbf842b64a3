using System.Collections.Concurrent;
using System.Diagnostics;
using NBomber.Contracts;
using NBomber.Contracts.Stats;
using NBomber.CSharp;
using O2O.Dispatch.Client.Hubs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.LoadTests.People;
using O2O.Dispatch.LoadTests.Results;

namespace O2O.Dispatch.LoadTests.Profiles;

/// <summary>Customers who ride, drivers who drive them, and people who only look: the scenarios that profiles put together.</summary>
/// <param name="world">Where.</param>
/// <param name="pickUp">Where customers are picked up.</param>
internal sealed class RideLoad(World world, Func<Random, WirePoint> pickUp)
{
    /// <summary>The scenario of customers, an iteration a ride.</summary>
    public const string Rides = "rides";

    /// <summary>The scenario of drivers, an iteration a ride or a report.</summary>
    public const string Drivers = "drivers";

    /// <summary>The scenario of people who only look.</summary>
    public const string Browse = "browse";

    /// <summary>The step of the rides' scenario after which a ride is promised.</summary>
    public const string OrderStep = "order";

    /// <summary>The steps of the rides' scenario.</summary>
    public static readonly string[] RideSteps = ["connect", "quote", OrderStep, "accepted", "ride", "rate"];

    /// <summary>The steps of the drivers' scenario.</summary>
    public static readonly string[] DriverSteps = ["report", "accept", "directions", "arrive", "start", "complete", "give_up"];

    /// <summary>The names of <see cref="Facts"/>.</summary>
    public static readonly string[] FactNames = ["rides_completed", "rides_per_minute", .. World.StreamFactNames];

    /// <summary>What a profile measures that has these three scenarios and no more.</summary>
    public static readonly KnownNames Names = new(
        new Dictionary<string, string[]> { [Rides] = RideSteps, [Drivers] = DriverSteps, [Browse] = ["near", "quote"] }, [.. FactNames, .. GeneratorFacts.Names]);

    /// <summary>About how far a ride goes.</summary>
    public const double RideMetres = 800;

    /// <summary>How many look for one who orders.</summary>
    public const double LookersForOneRide = 5;

    /// <summary>How long after the last order the last ride is over.</summary>
    public static TimeSpan EndsWithin => TakenWithin + DoneWithin;

    // Thirty kilometres an hour.
    private const double MetresPerSecond = 8.3;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DriveTick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan TakenWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DoneWithin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan PinWithin = TimeSpan.FromSeconds(10);

    // An app is made when it is first used: some profiles use few, or none.
    private readonly Lazy<Customer>[] _customers = [.. world.Customers.Select(account => new Lazy<Customer>(() => world.App(account)))];
    private readonly ConcurrentQueue<Lazy<Customer>> _idle = new();
    private int _riding;
    private int _completed;
    private long _ridesFrom;
    private long _ridesTo;

    /// <summary>How many rides a minute these drivers can serve while about half of them are free: a ride takes half a minute or so at the usual pace.</summary>
    public int RidesPerMinute => Math.Max(1, (int)(world.Settings.Drivers * world.Settings.Scale));

    /// <summary>Customers who ride.</summary>
    /// <param name="load">How many.</param>
    public ScenarioProps RidesScenario(params LoadSimulation[] load) => world.Scenario(Rides, RideOnce)
        .WithInit(_ =>
        {
            Array.ForEach(_customers, _idle.Enqueue);
            return Task.CompletedTask;
        })
        .WithLoadSimulations(load);

    /// <summary>Every driver of the run, on shift until the last ride is over.</summary>
    /// <param name="stop">Ends it early.</param>
    public ScenarioProps DriversScenario(CancellationToken stop) => world.Scenario(Drivers, DriveOnce)
        .WithInit(_ => world.BeginShifts(stop))
        .WithClean(_ => world.EndShifts())
        .WithLoadSimulations(Simulation.KeepConstant(world.DriverAccounts.Count, world.Settings.Duration + EndsWithin));

    /// <summary>People who look what is near and what it costs.</summary>
    /// <param name="load">How many.</param>
    public ScenarioProps BrowseScenario(params LoadSimulation[] load) => world.Scenario(Browse, async context =>
    {
        var chance = world.Chance();
        var looker = _customers[chance.Next(_customers.Length)].Value.Http.Customer;
        var (from, to) = Trip(chance);
        var (market, service, stop) = (world.City.Market, world.Settings.ServiceClass, context.ScenarioCancellationToken);
        return await Calls.Ask(context, "near", () => looker.NearAsync(market, service, from.Longitude, from.Latitude, stop)) is not null
            && await Calls.Ask(context, "quote", () => looker.QuoteAsync(new QuoteBody(market, service, [from, to]), stop)) is not null
            ? Response.Ok()
            : Response.Fail("not_answered");
    }).WithLoadSimulations(load);

    /// <summary>Runs scenarios and writes the reports.</summary>
    public Task<NodeStats> Run(ThresholdFile limits, params ScenarioProps[] scenarios) => Task.Run(() => NBomberRunner
        .RegisterScenarios([.. scenarios.Select(scenario => limits.Apply(scenario))])
        .WithTestSuite("O2O.Dispatch")
        .WithTestName(world.Settings.Profile)
        .WithReportFolder(world.Settings.Out)
        .WithReportFileName("report")
        .WithReportFormats(ReportFormat.Txt, ReportFormat.Csv, ReportFormat.Md, ReportFormat.Html)
        .WithScenarioCompletionTimeout(EndsWithin)
        .Run());

    /// <summary>What the rides came to.</summary>
    public IEnumerable<(string Name, double Value)> Facts() =>
        [("rides_completed", _completed), ("rides_per_minute", _completed == 0 ? 0 : _completed / Stopwatch.GetElapsedTime(_ridesFrom, _ridesTo).TotalMinutes), .. world.StreamFacts()];

    /// <summary>A rate by the minute.</summary>
    public static LoadSimulation PerMinute(double rate, TimeSpan during) => Simulation.Inject(Math.Max(1, (int)Math.Round(rate)), Minute, during);

    /// <summary>A rate by the minute that is reached at the end.</summary>
    public static LoadSimulation RampPerMinute(double rate, TimeSpan during) => Simulation.RampingInject(Math.Max(1, (int)Math.Round(rate)), Minute, during);

    private (WirePoint From, WirePoint To) Trip(Random chance)
    {
        var from = pickUp(chance);
        return (from, world.City.About(from, RideMetres, chance));
    }

    private async Task<IResponse> RideOnce(IScenarioContext context)
    {
        Interlocked.CompareExchange(ref _ridesFrom, Stopwatch.GetTimestamp(), 0);
        if (!_idle.TryDequeue(out var idle))
        {
            return Response.Fail("no_customer", "Every customer is on a ride: give it more --accounts, or a smaller --scale.");
        }

        var customer = idle.Value;
        Interlocked.Increment(ref _riding);
        try
        {
            return await Ride(context, customer);
        }
        finally
        {
            await customer.Disconnect();
            _idle.Enqueue(idle);
            Interlocked.Decrement(ref _riding);
        }
    }

    private async Task<IResponse> Ride(IScenarioContext context, Customer customer)
    {
        var (from, to) = Trip(world.Chance());
        var stop = context.ScenarioCancellationToken;
        if (!await Calls.Do(context, "connect", () => customer.Connect(stop)))
        {
            return Response.Fail("not_connected");
        }

        var trip = new QuoteBody(world.City.Market, world.Settings.ServiceClass, [from, to]);
        if (await Calls.Ask(context, "quote", () => customer.Http.Customer.QuoteAsync(trip, stop)) is not { } quote
            || await Calls.Ask(context, OrderStep, () => customer.Http.Customer.OrderAsync(new OrderBody(quote.Quote), null, stop)) is not { } job)
        {
            return Response.Fail("not_ordered");
        }

        try
        {
            var taken = await Told(context, "accepted", customer, job.JobId, known => known.ProviderId is not null || known.Ended, TakenWithin, known => known.ProviderId is not null);
            var done = taken is null ? null : await Told(context, "ride", customer, job.JobId, known => known.Ended, DoneWithin, known => known.State == JobState.Completed);
            if (done is null)
            {
                return Response.Fail("not_completed");
            }

            Interlocked.Increment(ref _completed);
            Volatile.Write(ref _ridesTo, Stopwatch.GetTimestamp());
            return await Calls.Ask(context, "rate", () => customer.Http.Customer.RateAsync(job.JobId, new RatingBody(5), stop)) is null ? Response.Fail("not_rated") : Response.Ok();
        }
        finally
        {
            world.Pins.Forget(job.JobId);
            if (!(customer.Jobs.TryGetValue(job.JobId, out var last) && last.Ended))
            {
                await GiveUp(customer, job.JobId);
            }
        }
    }

    /// <summary>A step that is over when the stream has told something.</summary>
    private static async Task<JobResource?> Told(
        IScenarioContext context, string step, Customer customer, Guid job, Func<JobResource, bool> over, TimeSpan within, Func<JobResource, bool> well)
    {
        JobResource? told = null;
        await Step.Run(step, context, async () =>
        {
            told = await customer.Until(job, over, within, context.ScenarioCancellationToken);
            return told is null ? Response.Fail("not_told", "The customer's stream did not tell it in time.")
                : well(told) ? Response.Ok()
                : Response.Fail(told.State.ToString());
        });
        return told is not null && well(told) ? told : null;
    }

    private static async Task GiveUp(Customer customer, Guid job)
    {
        try
        {
            await customer.Http.Customer.CancelAsync(job, cancellationToken: CancellationToken.None);
        }
        catch (Exception fault) when (Calls.Status(fault) is not null)
        {
            // It is on its way or over; the removal of the account ends what is left.
        }
    }

    private async Task<IResponse> DriveOnce(IScenarioContext context)
    {
        var driver = world.Drivers[context.ScenarioInfo.InstanceNumber % world.Drivers.Count];
        var stop = context.ScenarioCancellationToken;
        if (Volatile.Read(ref _riding) == 0 && _ridesFrom != 0 && Stopwatch.GetElapsedTime(_ridesFrom) > world.Settings.Duration + ReportPeriod)
        {
            context.StopScenario(Drivers, "no ride is left");
            return Response.Ok();
        }

        if (await driver.NextOffer(ReportPeriod, stop) is not { } offer)
        {
            return await Calls.Do(context, "report", () => driver.Report(driver.Place, stop)) ? Response.Ok() : Response.Fail("not_reported");
        }

        var job = offer.Job.JobId;
        var reply = await Command(context, "accept", key => driver.Hub.AcceptAsync(offer.OfferId, job, key, stop));
        if (reply is { Slug: { } slug })
        {
            return Calls.IsNews(slug) ? Response.Ok(slug) : Response.Fail(slug);
        }

        if (reply is null)
        {
            return Response.Fail("not_accepted");
        }

        await Drive(context, driver, job);
        if (await Advance(context, driver, job, ProviderStep.Arrive, null) is { } notArrived)
        {
            return notArrived;
        }

        if (await Advance(context, driver, job, ProviderStep.Start, await Pin(job, stop)) is { } notStarted)
        {
            return notStarted;
        }

        await Drive(context, driver, job);
        return await Advance(context, driver, job, ProviderStep.Complete, null) ?? Response.Ok();
    }

    /// <summary>Null when the step is made; else how the ride ends.</summary>
    private static async Task<IResponse?> Advance(IScenarioContext context, Driver driver, Guid job, ProviderStep step, string? pin)
    {
        var stop = context.ScenarioCancellationToken;
        var name = step.ToString().ToLowerInvariant();
        var reply = await Command(context, name, key => driver.Hub.AdvanceAsync(job, step, pin, key, stop));
        if (reply is { Slug: null })
        {
            return null;
        }

        if (reply?.Slug is { } over && Calls.IsNews(over))
        {
            return Response.Ok(over);
        }

        // Whoever cannot go on gives the job up, so that somebody else gets it.
        await Command(context, "give_up", key => driver.Hub.AdvanceAsync(job, ProviderStep.Cancel, null, key, stop));
        return Response.Fail(reply?.Slug ?? "not_answered", name);
    }

    /// <summary>Sends a command; one without an answer again under the same key, as an app does. Each try is measured.</summary>
    private static async Task<HubCommandReply?> Command(IScenarioContext context, string step, Func<string, Task<HubCommandReply>> send)
    {
        var key = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
        for (var attempt = 1; ; attempt++)
        {
            if (await Calls.Ask(context, step, () => send(key).WaitAsync(World.AnswerWithin)) is { } reply)
            {
                return reply;
            }

            if (attempt == 3)
            {
                return null;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500 * attempt), context.ScenarioCancellationToken);
        }
    }

    private async Task<string?> Pin(Guid job, CancellationToken stop)
    {
        var from = Stopwatch.GetTimestamp();
        while (world.Pins.Ask(job) is null && Stopwatch.GetElapsedTime(from) < PinWithin)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), stop);
        }

        return world.Pins.Ask(job);
    }

    /// <summary>Drives along the line that the API gives to the next stop of a job, and says every second where the vehicle is.</summary>
    private async Task Drive(IScenarioContext context, Driver driver, Guid job)
    {
        var stop = context.ScenarioCancellationToken;
        if (await Calls.Ask(context, "directions", () => driver.Http.Provider.DirectionsAsync(job, stop)) is not { } directions)
        {
            return;
        }

        foreach (var place in Way(directions))
        {
            await Task.Delay(DriveTick, stop);
            await Calls.Do(context, "report", () => driver.Report(place, stop));
        }
    }

    /// <summary>Where the vehicle is after each tick, the last place being the stop itself.</summary>
    private IEnumerable<WirePoint> Way(DirectionsResource directions)
    {
        var perTick = MetresPerSecond * world.Settings.Pace * DriveTick.TotalSeconds;
        var line = directions.Line.Select(point => new WirePoint(point[0], point[1])).ToArray();
        var left = perTick;
        for (var i = 1; i < line.Length; i++)
        {
            var length = world.City.Metres(line[i - 1], line[i]);
            for (var at = left; at < length; at += perTick)
            {
                yield return City.Between(line[i - 1], line[i], at / length);
                left += perTick;
            }

            left -= length;
        }

        if (line.Length > 0)
        {
            yield return line[^1];
        }
    }
}
