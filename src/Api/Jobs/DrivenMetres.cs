using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Api.Jobs;

/// <summary>What a provider has driven for a job, where that costs something.</summary>
internal static class DrivenMetres
{
    /// <summary>As the dispatch shard counted it, of a job whose terms ask for it. Null where nobody knows or it costs nothing: then it costs nothing.</summary>
    public static async Task<double?> Of(Guid id, IGrainFactory grains, IJobStore store, CancellationToken cancellationToken)
    {
        if (await store.Load(new JobId(id), cancellationToken) is not { Assignment: not null, Order: { Terms.Cancellation.PerKilometre: not null } order } job || !job.Status.IsBeforePickup())
        {
            return null;
        }

        try
        {
            return await grains.GetGrain<IDispatchShardGrain>(ShardKey.Of(order.Market.Value, order.ServiceClass.Value)).Driven(id, cancellationToken);
        }
        catch (Exception fault) when (fault is TimeoutException or Orleans.Runtime.OrleansException)
        {
            return null;
        }
    }
}
