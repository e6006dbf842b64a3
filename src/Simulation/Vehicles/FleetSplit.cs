using System.Collections.Immutable;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Simulation.Demand;

namespace O2O.Dispatch.Simulation.Vehicles;

/// <summary>Who does what: each vehicle works for one product, so many for each as its share of the requests takes of the time.</summary>
public static class FleetSplit
{
    // How long one of a product takes beside a ride, as runs of a mix have it: a courier goes to the store, waits there and rings at a door; work at a home takes a quarter of an hour and more.
    private static readonly (ServiceKind Kind, double Time)[] Times = [(ServiceKind.Ride, 1), (ServiceKind.Delivery, 2), (ServiceKind.HomeService, 2.5)];

    /// <summary>The product of each vehicle: drivers first, then couriers, then those who work at homes. A product that is asked for has one vehicle at least, as long as there are enough; nobody drives to a counter.</summary>
    /// <param name="mix">What is asked for.</param>
    /// <param name="vehicles">How many there are.</param>
    public static ImmutableArray<ServiceKind> Of(ProductMix mix, int vehicles)
    {
        var wanted = Times.Where(one => mix.ShareOf(one.Kind) > 0).Select(one => (one.Kind, Time: one.Time * mix.ShareOf(one.Kind))).ToList();
        if (wanted.Count == 0)
        {
            wanted.Add((ServiceKind.Ride, 1));
        }

        var whole = wanted.Sum(one => one.Time);
        var counts = new int[wanted.Count];
        var (passed, given) = (0.0, 0);
        for (var i = 0; i < wanted.Count; i++)
        {
            passed += wanted[i].Time;
            counts[i] = i == wanted.Count - 1 ? vehicles - given : (int)Math.Round(vehicles * passed / whole) - given;
            given += counts[i];
        }

        for (var none = Array.IndexOf(counts, 0); none >= 0 && counts.Max() > 1; none = Array.IndexOf(counts, 0))
        {
            counts[Array.IndexOf(counts, counts.Max())]--;
            counts[none]++;
        }

        return [.. wanted.Select((one, i) => Enumerable.Repeat(one.Kind, counts[i])).SelectMany(same => same)];
    }
}
