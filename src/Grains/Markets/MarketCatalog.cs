using System.Collections.Concurrent;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Grains.Markets;

/// <summary>The markets as this host last knew them. Thread-safe.</summary>
public sealed class MarketCatalog : IMarketCatalog
{
    private readonly ConcurrentDictionary<MarketId, Market> _markets = new();

    /// <inheritdoc/>
    public IReadOnlyList<Market> All => [.. _markets.Values.OrderBy(market => market.Id)];

    /// <inheritdoc/>
    public Market? Find(MarketId market) => _markets.GetValueOrDefault(market);

    /// <summary>Takes in what a market is now.</summary>
    public void Set(Market market) => _markets[market.Id] = market;
}
