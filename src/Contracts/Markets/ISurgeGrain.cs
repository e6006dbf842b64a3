using Orleans.Concurrency;

namespace O2O.Dispatch.Contracts.Markets;

/// <summary>What the prices of a service in a market are multiplied by, zone by zone; keyed as its dispatch shard, which it asks for demand and supply.</summary>
[Alias("o2o.surge")]
public interface ISurgeGrain : IGrainWithStringKey
{
    /// <summary>The multipliers as they are; demand and supply are counted anew when they were last counted some seconds ago. Null when the market does not know the service.</summary>
    [Alias("get")]
    Task<SurgeView?> Get(CancellationToken cancellationToken);

    /// <summary>Puts an operator's own multiplier in place of the counted one for a while, or ends it.</summary>
    [Alias("override")]
    Task<SurgeReply> Override(OverrideSurge command, CancellationToken cancellationToken);

    /// <summary>What operators did, the newest first; the latest 10,000 are kept.</summary>
    /// <param name="before">Numbers below this one; null for the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    [Alias("changes")]
    Task<SurgeChangePage> Changes(long? before, int limit, CancellationToken cancellationToken);
}
