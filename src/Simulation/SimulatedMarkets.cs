using System.Collections.Immutable;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Sales;

namespace O2O.Dispatch.Simulation;

/// <summary>Markets to simulate in.</summary>
public static class SimulatedMarkets
{
    /// <summary>The class of deliveries.</summary>
    public const string Delivery = "delivery";

    /// <summary>The class of what is had at counters.</summary>
    public const string Counter = "counter";

    /// <summary>The class of home services.</summary>
    public const string Visit = "visit";

    /// <summary>How long the customer of a home service waits from the booked time on: 30 min.</summary>
    public static readonly TimeSpan VisitPatience = TimeSpan.FromMinutes(30);

    // Couriers are looked for so long before the goods are ready, and so long after it.
    private static readonly TimeSpan CourierLead = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan GoodsPatience = TimeSpan.FromMinutes(15);

    /// <summary>A market with one service class of rides in US dollars: prices near those of a yellow cab, a commission of 20 %, a PIN at the start.</summary>
    /// <param name="market">Its name.</param>
    /// <param name="serviceClass">The class's name.</param>
    /// <param name="operatorName">Who runs it.</param>
    /// <param name="policy">The matching policy.</param>
    /// <param name="window">Between two rounds of matching; null as the policy chooses.</param>
    /// <param name="patience">From request to pick-up.</param>
    public static Market Rides(string market, string serviceClass, string operatorName, string policy, TimeSpan? window, TimeSpan patience)
    {
        var fares = new FarePlan(Usd(300), Usd(156), Usd(50), Usd(500), new BasisPoints(450), PricingMode.Quoted, BasisPoints.Zero);
        var terms = new JobTerms(
            fares,
            new CommissionPlan(new BasisPoints(2_000), Usd(0)),
            new CancellationPolicy(TimeSpan.FromMinutes(2), Usd(500), Usd(500), TimeSpan.FromMinutes(5), Usd(500)),
            OfferTimeout: TimeSpan.FromSeconds(15),
            Patience: patience,
            ScheduleLead: TimeSpan.FromMinutes(20),
            SilenceLimit: TimeSpan.FromSeconds(60),
            AuthorisationLimit: TimeSpan.FromMinutes(10),
            PinRequired: true,
            PinTries: 5,
            MaxRedispatches: 5);
        return new Market(new MarketId(market), new OperatorId(operatorName), [new ServiceClass(new ServiceClassId(serviceClass), terms, policy, window)], Paused: false);
    }

    /// <summary>The classes of the products beside rides, on the terms of rides but for their times: a courier is looked for from 5 min before the goods are ready until 15 min after it, who
    /// comes to a home from 20 min before the booked time until 30 min after it. Each is paired with the nearest.</summary>
    /// <param name="window">Between two rounds of matching; null as the policy chooses.</param>
    public static ImmutableArray<ServiceClass> ProductClasses(TimeSpan? window)
    {
        ServiceClass Of(string name, ServiceKind kind, TimeSpan patience)
        {
            var ride = Rides("any", name, "any", "nearest", window, patience).Classes[0];
            return ride with { Kind = kind, Terms = kind == ServiceKind.Delivery ? ride.Terms with { ScheduleLead = CourierLead } : ride.Terms };
        }

        return [Of(Counter, ServiceKind.Redemption, GoodsPatience), Of(Delivery, ServiceKind.Delivery, GoodsPatience), Of(Visit, ServiceKind.HomeService, VisitPatience)];
    }

    /// <summary>The class of a product beside rides.</summary>
    public static string ClassOf(ServiceKind kind) => kind switch
    {
        ServiceKind.Delivery => Delivery,
        ServiceKind.HomeService => Visit,
        ServiceKind.Redemption => Counter,
        ServiceKind.Ride => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The class of rides has the name that its market gives it."),
    };

    private static Money Usd(long cents) => new(cents, Currency.Usd);
}
