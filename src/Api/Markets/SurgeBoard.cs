using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Api.Markets;

/// <summary>What prices are multiplied by, as the grains last said: asked for again and again, so that a quote waits for nobody. Thread-safe.</summary>
/// <param name="markets">The markets.</param>
/// <param name="grains">Where it is counted.</param>
/// <param name="work">Runs the asking.</param>
/// <param name="time">Tells when to ask again.</param>
/// <param name="log">Where it says what it could not read.</param>
internal sealed partial class SurgeBoard(IMarketCatalog markets, IGrainFactory grains, IBackgroundWork work, TimeProvider time, ILogger<SurgeBoard> log) : ISurgeBoard
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    // What was short so long ago says nothing about now: then the plain price counts.
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(MarketId Market, ServiceClassId Class), (FrozenDictionary<string, ZoneSurge> Zones, DateTimeOffset At)> _known = new();

    /// <inheritdoc/>
    public BasisPoints MultiplierOf(MarketId market, ServiceClassId serviceClass, string zone) =>
        _known.TryGetValue((market, serviceClass), out var known) && time.GetUtcNow() is var now && now - known.At < Stale && known.Zones.TryGetValue(zone, out var surge)
            ? new BasisPoints(surge.At(now))
            : BasisPoints.One;

    /// <summary>Takes in what was said.</summary>
    public void Take(MarketId market, ServiceClassId serviceClass, SurgeView view) =>
        _known[(market, serviceClass)] = (view.Zones.ToFrozenDictionary(zone => zone.Zone, StringComparer.Ordinal), time.GetUtcNow());

    /// <summary>Starts to ask; goes on until the host stops.</summary>
    public void Start() => work.Start("surge", async cancellationToken =>
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var market in markets.All)
            {
                foreach (var serviceClass in market.Classes)
                {
                    if (serviceClass.Surge is not null)
                    {
                        await Ask(market.Id, serviceClass.Id, cancellationToken);
                    }
                }
            }

            await Task.Delay(Period, time, cancellationToken);
        }
    });

    private async Task Ask(MarketId market, ServiceClassId serviceClass, CancellationToken cancellationToken)
    {
        try
        {
            if (await grains.GetGrain<ISurgeGrain>(ShardKey.Of(market.Value, serviceClass.Value)).Get(cancellationToken) is { } view)
            {
                Take(market, serviceClass, view);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            NotRead(log, market.Value, serviceClass.Value, fault.Message);
        }
    }

    [LoggerMessage(2111, LogLevel.Warning, "What prices of {ServiceClass} in {Market} are multiplied by could not be read: {Reason}")]
    private static partial void NotRead(ILogger log, string market, string serviceClass, string reason);
}
