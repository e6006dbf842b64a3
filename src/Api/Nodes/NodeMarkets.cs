using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Markets;

namespace O2O.Dispatch.Api.Nodes;

/// <summary>The markets of an API node: their definitions as the market grains have them, looked at again and again, over one map. Thread-safe.</summary>
/// <param name="names">The markets.</param>
/// <param name="map">The map of all of them.</param>
/// <param name="grains">Where definitions are.</param>
/// <param name="work">Runs the looking.</param>
/// <param name="time">Tells when to look again.</param>
/// <param name="log">Where it says what it could not read.</param>
internal sealed partial class NodeMarkets(
    IReadOnlyList<string> names, MarketMap map, IGrainFactory grains, IBackgroundWork work, TimeProvider time, ILogger<NodeMarkets> log) : IMarketCatalog, IRouteEstimator
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<MarketId, Market> _markets = new();

    /// <inheritdoc/>
    public IReadOnlyList<Market> All => [.. _markets.Values.OrderBy(market => market.Id)];

    /// <inheritdoc/>
    public Market? Find(MarketId market) => _markets.GetValueOrDefault(market);

    /// <inheritdoc/>
    public RouteEstimate? Estimate(MarketId market, ImmutableArray<GeoPoint> places) => MapOf(market)?.Estimate(places);

    /// <inheritdoc/>
    public RouteEstimate? Line(MarketId market, ImmutableArray<GeoPoint> places) => MapOf(market)?.Line(places);

    /// <inheritdoc/>
    public string PricingZoneOf(MarketId market, GeoPoint place) => MapOf(market)?.PricingZoneOf(place) ?? string.Empty;

    /// <inheritdoc/>
    public MapDrawing? Drawing(MarketId market) => MapOf(market)?.Drawing;

    /// <summary>Starts to look; goes on until the host stops.</summary>
    public void Start() => work.Start("node-markets", async cancellationToken =>
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var name in names)
            {
                await Look(name, cancellationToken);
            }

            await Task.Delay(Period, time, cancellationToken);
        }
    });

    private MarketMap? MapOf(MarketId market) => _markets.ContainsKey(market) ? map : null;

    private async Task Look(string name, CancellationToken cancellationToken)
    {
        try
        {
            if (await grains.GetGrain<IMarketGrain>(name).Get(cancellationToken) is { } view && MarketCodec.Read(view.Definition, out _) is { } market)
            {
                _markets[market.Id] = market;
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // What is known goes on to count until the silos answer again.
            NotRead(log, name, fault.Message);
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "The definition of market {Market} could not be read: {Reason}")]
    private static partial void NotRead(ILogger log, string market, string reason);
}
