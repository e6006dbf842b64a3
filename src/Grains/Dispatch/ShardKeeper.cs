using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Grains.Markets;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>Keeps every shard of every known market at work: a job that nobody owns would wait for ever.</summary>
public sealed partial class ShardKeeper(
    IGrainFactory grains, MarketCatalog markets, IBackgroundWork work, TimeProvider time, IOptions<DispatchOptions> options, ILogger<ShardKeeper> log)
{
    /// <summary>Starts the pings; they go on until the engine stops.</summary>
    public void Start() => work.Start("shard-keeper", async cancellationToken =>
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Ping(cancellationToken);
            await Task.Delay(options.Value.KeeperPeriod, time, cancellationToken);
        }
    });

    /// <summary>Pings every shard once.</summary>
    public async Task Ping(CancellationToken cancellationToken)
    {
        foreach (var market in markets.All)
        {
            foreach (var serviceClass in market.Classes)
            {
                var key = ShardKey.Of(market.Id.Value, serviceClass.Id.Value);
                try
                {
                    await grains.GetGrain<IDispatchShardGrain>(key).Keep(cancellationToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    PingFailed(log, key, fault);
                }
            }
        }
    }

    [LoggerMessage(1401, LogLevel.Warning, "Shard {Shard} does not answer; it is asked again")]
    private static partial void PingFailed(ILogger log, string shard, Exception fault);
}
