using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Simulation.Demand;
using O2O.Dispatch.Simulation.Vehicles;

namespace O2O.Dispatch.Simulation.Tests.Vehicles;

public sealed class FleetSplitTests
{
    [Theory]
    [InlineData(100, 0, 0, 0, 40, 40, 0, 0)]
    [InlineData(0, 0, 0, 100, 40, 40, 0, 0)]
    [InlineData(0, 100, 0, 0, 40, 0, 40, 0)]
    [InlineData(0, 0, 100, 0, 1, 0, 0, 1)]
    [InlineData(70, 20, 5, 5, 1_225, 700, 400, 125)]
    [InlineData(97, 1, 1, 1, 10, 8, 1, 1)]
    [InlineData(1, 98, 1, 0, 3, 1, 1, 1)]
    public void Of_Mix_GivesEachProductItsVehicles(int ride, int delivery, int home, int store, int vehicles, int drivers, int couriers, int workers)
    {
        var split = FleetSplit.Of(new ProductMix(ride, delivery, home, store), vehicles);
        Assert.Equal(vehicles, split.Length);
        Assert.Equal(
            Enumerable.Repeat(ServiceKind.Ride, drivers).Concat(Enumerable.Repeat(ServiceKind.Delivery, couriers)).Concat(Enumerable.Repeat(ServiceKind.HomeService, workers)),
            split.ToArray());
    }

    [Fact]
    public void Of_FewerVehiclesThanProducts_HasNoneTwice() => Assert.Equal(2, FleetSplit.Of(new ProductMix(40, 30, 30, 0), 2).Distinct().Count());
}
