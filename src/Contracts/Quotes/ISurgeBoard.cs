using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Contracts.Quotes;

/// <summary>What prices are multiplied by now, as far as this host knows. Quick, in memory; thread-safe.</summary>
public interface ISurgeBoard
{
    /// <summary>The multiplier of a service in a zone.</summary>
    /// <param name="market">The market.</param>
    /// <param name="serviceClass">The service.</param>
    /// <param name="zone">The pricing zone of the pick-up; empty for none.</param>
    /// <returns>At least one; one where nothing is known.</returns>
    BasisPoints MultiplierOf(MarketId market, ServiceClassId serviceClass, string zone);
}
