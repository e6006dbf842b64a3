using O2O.Dispatch.LoadTests.People;
using O2O.Dispatch.LoadTests.Results;

namespace O2O.Dispatch.LoadTests.Profiles;

/// <summary>A concert is over: most people want to be picked up in one place while the drivers are all over the city, so that offers compete, prices surge and some wait.</summary>
internal sealed class HotZone : Profile
{
    private const double HotMetres = 250;
    private const double HotShare = 0.8;

    /// <inheritdoc/>
    public override string Name => "hot-zone";

    /// <inheritdoc/>
    public override string About => "Eight of ten pick-ups within 250 m of one corner, drivers all over the city.";

    /// <inheritdoc/>
    public override int Accounts => 1_000;

    /// <inheritdoc/>
    public override TimeSpan Duration => TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public override KnownNames Names => RideLoad.Names;

    /// <inheritdoc/>
    public override async Task<ProfileResult> Run(World world, ThresholdFile limits, CancellationToken stop)
    {
        var hot = world.City.Part(world.City.Somewhere(world.Chance()), HotMetres);
        var load = new RideLoad(world, chance => (chance.NextDouble() < HotShare ? hot : world.City).Somewhere(chance));
        var during = world.Settings.Duration;
        var stats = await load.Run(
            limits,
            load.RidesScenario(RideLoad.PerMinute(load.RidesPerMinute, during)),
            load.DriversScenario(stop),
            load.BrowseScenario(RideLoad.PerMinute(load.RidesPerMinute * RideLoad.LookersForOneRide, during)));
        return new ProfileResult(stats, [.. load.Facts()]);
    }
}
