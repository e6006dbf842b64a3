using O2O.Dispatch.LoadTests.People;
using O2O.Dispatch.LoadTests.Results;

namespace O2O.Dispatch.LoadTests.Profiles;

/// <summary>An evening: rides grow to the full rate, stay there, and fall to a fifth; five look for one who orders.</summary>
internal sealed class EveningPeak : Profile
{
    private const double Quiet = 0.2;

    /// <inheritdoc/>
    public override string Name => "evening-peak";

    /// <inheritdoc/>
    public override string About => "10,000 accounts; rides grow to the full rate, stay there, and fall to a fifth.";

    /// <inheritdoc/>
    public override int Accounts => 10_000;

    /// <inheritdoc/>
    public override TimeSpan Duration => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override KnownNames Names => RideLoad.Names;

    /// <inheritdoc/>
    public override async Task<ProfileResult> Run(World world, ThresholdFile limits, CancellationToken stop)
    {
        var load = new RideLoad(world, world.City.Somewhere);
        var full = load.RidesPerMinute;
        var (rise, stay, fall) = (world.Settings.Duration * 0.4, world.Settings.Duration * 0.3, world.Settings.Duration * 0.3);
        var stats = await load.Run(
            limits,
            load.RidesScenario(RideLoad.RampPerMinute(full, rise), RideLoad.PerMinute(full, stay), RideLoad.RampPerMinute(full * Quiet, fall)),
            load.DriversScenario(stop),
            load.BrowseScenario(
                RideLoad.RampPerMinute(full * RideLoad.LookersForOneRide, rise), RideLoad.PerMinute(full * RideLoad.LookersForOneRide, stay), RideLoad.RampPerMinute(full * RideLoad.LookersForOneRide * Quiet, fall)));
        return new ProfileResult(stats, [.. load.Facts()]);
    }
}
