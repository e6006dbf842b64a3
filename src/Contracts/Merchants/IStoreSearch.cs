using System.Collections.Immutable;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>Finds stores near a place. Thread-safe.</summary>
public interface IStoreSearch
{
    /// <summary>The nearest open store of a merchant that serves a place and has products in stock, for whoever fulfils an order.</summary>
    /// <param name="market">Where.</param>
    /// <param name="merchant">Whose store.</param>
    /// <param name="channel">How it is sold.</param>
    /// <param name="place">Where to.</param>
    /// <param name="lines">What of; empty for no matter what.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when none of the 50 nearest has it.</returns>
    ValueTask<StoreOffer?> Nearest(MarketId market, MerchantId merchant, StoreChannel channel, GeoPoint place, ImmutableArray<StockLine> lines, CancellationToken cancellationToken);
}
