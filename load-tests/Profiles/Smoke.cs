using O2O.Dispatch.LoadTests.People;
using O2O.Dispatch.LoadTests.Results;

namespace O2O.Dispatch.LoadTests.Profiles;

/// <summary>A little of everything: whether the service, and the load test, work at all.</summary>
internal sealed class Smoke : Profile
{
    /// <inheritdoc/>
    public override string Name => "smoke";

    /// <inheritdoc/>
    public override string About => "A little of everything for half a minute: does it work at all?";

    /// <inheritdoc/>
    public override int Accounts => 100;

    /// <inheritdoc/>
    public override TimeSpan Duration => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override double RadiusMetres => 1_000;

    /// <inheritdoc/>
    public override KnownNames Names => RideLoad.Names;

    /// <inheritdoc/>
    public override async Task<ProfileResult> Run(World world, ThresholdFile limits, CancellationToken stop)
    {
        var load = new RideLoad(world, world.City.Somewhere);
        var during = world.Settings.Duration;
        var stats = await load.Run(
            limits,
            load.RidesScenario(RideLoad.PerMinute(load.RidesPerMinute, during)),
            load.DriversScenario(stop),
            load.BrowseScenario(RideLoad.PerMinute(load.RidesPerMinute * RideLoad.LookersForOneRide, during)));
        return new ProfileResult(stats, [.. load.Facts()]);
    }
}
