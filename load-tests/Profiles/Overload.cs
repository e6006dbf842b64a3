using NBomber.Contracts;
using NBomber.CSharp;
using O2O.Dispatch.LoadTests.People;
using O2O.Dispatch.LoadTests.Results;

namespace O2O.Dispatch.LoadTests.Profiles;

/// <summary>
/// Finds how many looks a second the server answers at the most, then asks for ten times as many while rides go on: what still comes through (the goodput), whether offers and trips come before
/// looking, and whether all is well again afterwards.
/// </summary>
internal sealed class Overload : Profile
{
    private const double Times = 10;
    private const double NoMore = 1.05;
    private const double FailedAtTheMost = 1;
    private const int MostCopies = 256;

    // Beyond it looks are not sent, which counts as a failure: memory, not the server, would be what is measured.
    private const int UnderWayAtTheMost = 2_000;
    private const string NotSent = "not_sent";
    private static readonly IResponse TooMany = Response.Fail(NotSent, $"{UnderWayAtTheMost} are under way.");
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StepTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GoodWithin = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public override string Name => "overload";

    /// <inheritdoc/>
    public override string About => "Finds the most looks a second, then asks for ten times as many while rides go on.";

    /// <inheritdoc/>
    public override int Accounts => 5_000;

    /// <inheritdoc/>
    public override TimeSpan Duration => TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public override KnownNames Names { get; } = new(
        new Dictionary<string, string[]> { [RideLoad.Rides] = RideLoad.RideSteps, [RideLoad.Drivers] = RideLoad.DriverSteps, [RideLoad.Browse] = [] },
        [
            "peak_per_second", "asked_per_second", "goodput_per_second", "goodput_of_peak", "looks_not_sent_percent", "looks_ok_percent", "rides_ok_percent", "recovered_p95_ms", "recovered_failed_percent",
            .. RideLoad.FactNames, .. GeneratorFacts.Names,
        ]);

    /// <inheritdoc/>
    public override async Task<ProfileResult> Run(World world, ThresholdFile limits, CancellationToken stop)
    {
        var look = Looking(world);
        var peak = await Peak(world, look, stop);
        var load = new RideLoad(world, world.City.Somewhere);
        var rate = Math.Max(1, (int)(peak * Times * world.Settings.Scale));
        world.Output.WriteLine(FormattableString.Invariant($"The peak is {peak:0.#} looks a second; {rate} a second come now."));
        var stats = await load.Run(
            limits,
            load.RidesScenario(RideLoad.PerMinute(Math.Max(1, load.RidesPerMinute / 2.0), world.Settings.Duration)),
            load.DriversScenario(stop),
            look.WithLoadSimulations(Simulation.Inject(rate, Second, world.Settings.Duration)));
        stop.ThrowIfCancellationRequested();
        var after = await Alone(look.WithLoadSimulations(Simulation.KeepConstant(1, StepTime)));
        var looks = stats.ScenarioStats.Get(RideLoad.Browse);
        var rides = stats.ScenarioStats.Get(RideLoad.Rides);
        return new ProfileResult(
            stats,
            [
                ("peak_per_second", peak),
                ("asked_per_second", rate),
                ("goodput_per_second", looks.Ok.Request.RPS),
                ("goodput_of_peak", peak == 0 ? 0 : looks.Ok.Request.RPS / peak),
                ("looks_not_sent_percent", looks.Fail.StatusCodes.Find(NotSent)?.Percent ?? 0),
                ("looks_ok_percent", looks.Ok.Request.Percent),
                ("rides_ok_percent", rides.Ok.Request.Percent),
                ("recovered_p95_ms", after.Ok.Latency.Percent95),
                ("recovered_failed_percent", after.Fail.Request.Percent),
                .. load.Facts(),
            ]);
    }

    private static ScenarioProps Looking(World world)
    {
        var lookers = world.Customers.Select(account => account.Connect(world.Http, GoodWithin)).ToArray();
        var underWay = 0;
        return world.Scenario(RideLoad.Browse, async context =>
        {
            if (Volatile.Read(ref underWay) >= UnderWayAtTheMost)
            {
                return TooMany;
            }

            Interlocked.Increment(ref underWay);
            try
            {
                var chance = world.Chance();
                var place = world.City.Somewhere(chance);
                var looker = lookers[chance.Next(lookers.Length)].Customer;
                await looker.NearAsync(world.City.Market, world.Settings.ServiceClass, place.Longitude, place.Latitude, context.ScenarioCancellationToken);
                return Response.Ok();
            }
            catch (Exception fault) when (Calls.Status(fault) is { } status)
            {
                return Response.Fail(status, fault.Message);
            }
            finally
            {
                Interlocked.Decrement(ref underWay);
            }
        });
    }

    /// <summary>Twice as many at a time until no more come through, or some fail.</summary>
    private static async Task<double> Peak(World world, ScenarioProps look, CancellationToken stop)
    {
        // The first is thrown away: everything is compiled and connected by it.
        await Alone(look.WithLoadSimulations(Simulation.KeepConstant(4, StepTime)));
        var peak = 0.0;
        for (var copies = 4; copies <= MostCopies; copies *= 2)
        {
            stop.ThrowIfCancellationRequested();
            var stats = await Alone(look.WithLoadSimulations(Simulation.KeepConstant(copies, StepTime)));
            world.Output.WriteLine(FormattableString.Invariant(
                $"looking for the peak: {copies} at a time, {stats.Ok.Request.RPS:0.#} a second, p99 {stats.Ok.Latency.Percent99:0.#} ms, {stats.Fail.Request.Percent:0.##} % failed"));
            if (stats.Fail.Request.Percent > FailedAtTheMost)
            {
                break;
            }

            var more = stats.Ok.Request.RPS > peak * NoMore;
            peak = Math.Max(peak, stats.Ok.Request.RPS);
            if (!more)
            {
                break;
            }
        }

        return peak;
    }

    private static Task<NBomber.Contracts.Stats.ScenarioStats> Alone(ScenarioProps scenario) =>
        Task.Run(() => NBomberRunner.RegisterScenarios(scenario).WithoutReports().DisplayConsoleMetrics(false).WithScenarioCompletionTimeout(GoodWithin * 2).Run().ScenarioStats[0]);
}
