using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Contracts.Quotes;

/// <summary>The markets as this host last knew them: quick, in memory, for reading alone.</summary>
public interface IMarketCatalog
{
    /// <summary>All of them, in order of name.</summary>
    IReadOnlyList<Market> All { get; }

    /// <summary>Finds a market.</summary>
    Market? Find(MarketId market);
}
