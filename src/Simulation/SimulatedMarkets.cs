using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Simulation;

/// <summary>Markets to simulate in.</summary>
public static class SimulatedMarkets
{
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

    private static Money Usd(long cents) => new(cents, Currency.Usd);
}
