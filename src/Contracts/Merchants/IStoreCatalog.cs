using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>What stores sell, for whoever prices a basket. Thread-safe.</summary>
public interface IStoreCatalog
{
    /// <summary>What a store sells in one way now; null when there is no such store.</summary>
    /// <param name="store">Which.</param>
    /// <param name="channel">How.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<StoreOffer?> Find(StoreId store, StoreChannel channel, CancellationToken cancellationToken);
}
