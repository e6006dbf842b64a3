using Orleans.Concurrency;

namespace O2O.Dispatch.Contracts.Markets;

/// <summary>One market, keyed by its name: its definition, and whether it takes orders. It awaits no other grain.</summary>
[Alias("o2o.market")]
public interface IMarketGrain : IGrainWithStringKey
{
    /// <summary>Defines the market, or changes its definition. Jobs already ordered keep their terms.</summary>
    /// <param name="definition">JSON.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    [Alias("define")]
    Task<MarketReply> Define(string definition, CancellationToken cancellationToken);

    /// <summary>Takes no new orders, or takes them again.</summary>
    [Alias("set-paused")]
    Task<MarketReply> SetPaused(bool paused, CancellationToken cancellationToken);

    /// <summary>The market as it is; null when it is not defined.</summary>
    [ReadOnly]
    [Alias("get")]
    Task<MarketView?> Get(CancellationToken cancellationToken);
}
