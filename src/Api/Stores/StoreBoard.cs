using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Geo;
using O2O.Dispatch.Geo.Index;

namespace O2O.Dispatch.Api.Stores;

/// <summary>All stores of all markets in memory, for searches: read when the node starts, and every two seconds what has changed since. Thread-safe.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="catalog">What is in stock.</param>
/// <param name="routes">Which zone a place is in.</param>
/// <param name="work">Runs the looking.</param>
/// <param name="time">Tells when to look again.</param>
/// <param name="log">Where it says what it could not read.</param>
internal sealed partial class StoreBoard(IMerchantStore store, IStoreCatalog catalog, IRouteEstimator routes, IBackgroundWork work, TimeProvider time, ILogger<StoreBoard> log) : IStoreSearch
{
    /// <summary>How far a search looks at the most.</summary>
    public static readonly Metres Farthest = new(50_000);

    private const int PageSize = 500;
    private const int MostAsked = 50;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    // A change may be written a while after the instant that it bears, and clocks of nodes differ.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);
    private static readonly IComparer<KnownStore> ById = Comparer<KnownStore>.Create((a, b) => a.Store.Id.CompareTo(b.Store.Id));

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<StoreId, KnownStore> _stores = new();
    private readonly ConcurrentDictionary<MarketId, PlaceGrid<KnownStore>> _grids = new();
    private readonly ConcurrentDictionary<MarketId, StoreTextIndex> _texts = new();

    /// <summary>A store that customers are shown; null for none.</summary>
    public KnownStore? Find(StoreId id) => _stores.TryGetValue(id, out var known) && known.IsShown ? known : null;

    /// <summary>Stores near a place, the nearest first.</summary>
    /// <param name="market">Where.</param>
    /// <param name="place">Near what.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="openAt">Those that are open then; null for all.</param>
    /// <param name="accepts">Which of those that customers are shown.</param>
    /// <param name="text">What all that are accepted say; null where that is not known. Where few say it only these are asked.</param>
    public ImmutableArray<(KnownStore Thing, Metres Distance)> Near(
        MarketId market, GeoPoint place, int limit, DateTimeOffset? openAt, Func<KnownStore, bool> accepts, StoreText? text = null)
    {
        if (text is not null && _texts.TryGetValue(market, out var texts) && texts.Few(text) is { } few)
        {
            return Nearest(few, place, limit, known => known.IsShown && accepts(known) && (openAt is not { } at || known.RestAt(at) is null));
        }

        return _grids.TryGetValue(market, out var grid) ? grid.Nearest(place, Farthest, limit, known => known.IsShown && accepts(known), ById, openAt) : [];
    }

    /// <inheritdoc/>
    public async ValueTask<StoreOffer?> Nearest(MarketId market, MerchantId merchant, StoreChannel channel, GeoPoint place, ImmutableArray<StockLine> lines, CancellationToken cancellationToken)
    {
        var (now, zone) = (time.GetUtcNow(), routes.PricingZoneOf(market, place));
        var near = Near(market, place, MostAsked, now, known => known.Store.Merchant == merchant && known.SellsBy(channel) && known.Serves(channel, zone));
        var wanted = new SortedDictionary<ProductId, int>();
        foreach (var line in lines)
        {
            wanted[line.Product] = wanted.GetValueOrDefault(line.Product) + line.Quantity;
        }

        foreach (var (known, _) in near)
        {
            if (await catalog.Find(known.Store.Id, channel, cancellationToken) is { } offer && wanted.All(line => offer.Find(line.Key) is { } product && product.IsSoldIn(channel, zone) && !(offer.StockOf(line.Key) < line.Value)))
            {
                return offer;
            }
        }

        return null;
    }

    /// <summary>Takes a store in as it is now; what is older than what is known is left.</summary>
    public void Take(StoreCard card)
    {
        lock (_gate)
        {
            if (_stores.TryGetValue(card.Store.Id, out var before))
            {
                if (card.ChangedAt < before.Card.ChangedAt || card == before.Card)
                {
                    return;
                }

                _grids[before.Store.Market].Remove(before, before.Store.Place);
                _texts[before.Store.Market].Remove(before);
            }

            var known = new KnownStore(card);
            _stores[card.Store.Id] = known;
            _grids.GetOrAdd(card.Store.Market, _ => new PlaceGrid<KnownStore>(static (known, at) => known.RestAt(at))).Add(known, card.Store.Place);
            _texts.GetOrAdd(card.Store.Market, static _ => new StoreTextIndex()).Add(known);
        }
    }

    /// <summary>Reads what has changed from an instant on.</summary>
    public async Task Read(DateTimeOffset since, CancellationToken cancellationToken)
    {
        StoreCard? last = null;
        while (await store.Changed(last?.ChangedAt ?? since, last?.Store.Id, PageSize, cancellationToken) is { IsEmpty: false } page)
        {
            foreach (var card in page)
            {
                Take(card);
            }

            last = page[^1];
        }
    }

    /// <summary>Starts to read; goes on until the host stops.</summary>
    public void Start() => work.Start("stores", async cancellationToken =>
    {
        var since = DateTimeOffset.MinValue;
        while (!cancellationToken.IsCancellationRequested)
        {
            var began = time.GetUtcNow();
            try
            {
                await Read(since, cancellationToken);
                since = began - Overlap;
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // What is known goes on to count until the store answers again.
                NotRead(log, fault.Message);
            }

            await Task.Delay(Period, time, cancellationToken);
        }
    });

    /// <summary>The nearest of some stores, as the grid finds them.</summary>
    private static ImmutableArray<(KnownStore Thing, Metres Distance)> Nearest(List<KnownStore> stores, GeoPoint place, int limit, Func<KnownStore, bool> accepts) =>
    [
        .. stores.Select(known => (Thing: known, Distance: GreatCircle.Distance(place, known.Store.Place))).Where(one => one.Distance.Value <= Farthest.Value && accepts(one.Thing))
            .OrderBy(one => one.Distance.Value).ThenBy(one => one.Thing, ById).Take(limit),
    ];

    [LoggerMessage(2121, LogLevel.Warning, "What has changed of stores could not be read: {Reason}")]
    private static partial void NotRead(ILogger log, string reason);
}
