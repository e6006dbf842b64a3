using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Surge;
using O2O.Dispatch.Simulation;

namespace O2O.Dispatch.AllInOne.City;

/// <summary>The market of the live city and its service classes.</summary>
internal static class LiveMarket
{
    /// <summary>Driven by simulated providers.</summary>
    public const string Ride = "ride";

    /// <summary>Driven by people, through the page or an app; nobody simulated is on it.</summary>
    public const string Manual = "manual";

    /// <summary>For integrators, whose sandbox drives the provider.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>The business that runs it.</summary>
    public const string Operator = "city";

    private static readonly TimeSpan RidePatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PeoplesPatience = TimeSpan.FromMinutes(10);

    // At two requests for each free vehicle beyond the balanced half one, half as much again.
    private static readonly SurgePlan RideSurge = new(new BasisPoints(20_000), 0.5, new BasisPoints(2_500), TimeSpan.FromMinutes(2), new BasisPoints(1_000));

    // A job for people is matched the moment it opens.
    private static readonly TimeSpan ShortWindow = TimeSpan.Zero;

    /// <summary>Defines the market when it is not there, or when its matching is to be another; otherwise what it was made stays.</summary>
    /// <exception cref="StartFault">The definition was refused.</exception>
    public static async Task Define(IGrainFactory grains, string name, AllInOneOptions options, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IMarketGrain>(name);
        var wanted = Wanted(name, options);
        if (await grain.Get(cancellationToken) is { } view && MarketCodec.Read(view.Definition, out _) is { } found)
        {
            // Classes that somebody else added stay, and so does a pause.
            var classes = found.Classes.ToDictionary(serviceClass => serviceClass.Id);
            var changed = false;
            foreach (var serviceClass in wanted.Classes)
            {
                if (!classes.TryGetValue(serviceClass.Id, out var stands))
                {
                    classes[serviceClass.Id] = serviceClass;
                    changed = true;
                }
                else if (options.MatchingSaid && serviceClass.Id.Value == Ride && (stands.Policy != serviceClass.Policy || stands.Window != serviceClass.Window))
                {
                    classes[serviceClass.Id] = stands with { Policy = serviceClass.Policy, Window = serviceClass.Window };
                    changed = true;
                }
            }

            var merchants = found.Merchants ?? [];
            var more = LiveMerchants.Plans.Where(plan => !merchants.Any(known => known.Merchant == plan.Merchant)).ToList();
            if (!changed && more.Count == 0)
            {
                return;
            }

            wanted = found with { Merchants = [.. merchants, .. more], Classes = [.. classes.Values.OrderBy(serviceClass => serviceClass.Id.Value, StringComparer.Ordinal)] };
        }

        var reply = await grain.Define(MarketCodec.Write(wanted), cancellationToken);
        if (reply.Rejection is { } why)
        {
            throw new StartFault(ExitCodes.BadOption, $"The market was refused: {why}. {reply.Detail}");
        }
    }

    /// <summary>The market as the options want it.</summary>
    public static Market Wanted(string name, AllInOneOptions options)
    {
        var rides = SimulatedMarkets.Rides(name, Ride, Operator, options.Policy, options.Window, RidePatience);
        var people = SimulatedMarkets.Rides(name, Manual, Operator, "nearest", ShortWindow, PeoplesPatience);
        var sandbox = SimulatedMarkets.Rides(name, Sandbox, Operator, "nearest", ShortWindow, PeoplesPatience);
        return rides with { Classes = [.. people.Classes, .. rides.Classes.Select(ride => ride with { Surge = RideSurge }), .. sandbox.Classes, .. SimulatedMarkets.ProductClasses(ShortWindow)], Merchants = LiveMerchants.Plans };
    }
}
