using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Placements;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Placements;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Placements;

/// <summary>Chooses the placed stores of an answer, and takes the clicks on them. What runs is at most two seconds old; whether anything is left of a budget is decided with the click.
/// No answer fails for the sake of its ads, nor waits long: where what runs cannot be read, what was read before goes on. Thread-safe.</summary>
internal sealed partial class PlacementDesk(
    IPlacementStore store, StoreBoard board, IStoreCatalog catalog, PlacementTokens tokens, IIdSource ids, TimeProvider time, IOptions<PlacementOptions> options, ILogger<PlacementDesk> log)
{
    private const int MostLookedAt = 50;

    /// <summary>So many stores are asked for their stock, for each that is shown.</summary>
    private const int TriedForEach = 3;
    private static readonly TimeSpan Seen = TimeSpan.FromSeconds(2);

    /// <summary>So long a reading is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private Reading? _reading;
    private volatile IReadOnlyList<Placement> _last = [];

    /// <summary>The placed stores near a place, in the order in which they are shown: who bids more, then the nearer. Each is open, serves the place and has something in stock.</summary>
    /// <param name="market">Where.</param>
    /// <param name="customer">To whom they are shown.</param>
    /// <param name="place">Near what.</param>
    /// <param name="zone">The pricing zone of the place; empty for none.</param>
    /// <param name="channel">How it is to be had.</param>
    /// <param name="fits">What else is asked of a store.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<ImmutableArray<(KnownStore Store, Metres Distance, string Click)>> Near(
        MarketId market, CustomerId customer, GeoPoint place, string zone, StoreChannel channel, Func<KnownStore, bool> fits, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var running = options.Value.Shown == 0 ? [] : (await Running(now, cancellationToken)).Where(one => one.Market == market && one.IsOn(now) && one.IsIn(zone)).ToList();
        if (running.Count == 0)
        {
            return [];
        }

        var near = board.Near(market, place, MostLookedAt, now, known => fits(known) && known.Serves(channel, zone) && running.Exists(one => one.Has(known.Store)));
        var ordered = PlacementChoice.Order(near.SelectMany(one => running.Where(placement => placement.Has(one.Thing.Store)).Select(placement => (placement, one.Thing.Store.Id, one.Distance))));
        var placed = ImmutableArray.CreateBuilder<(KnownStore, Metres, string)>();
        foreach (var (placement, id) in ordered.Take(TriedForEach * options.Value.Shown))
        {
            if (await HasStock(id, channel, cancellationToken))
            {
                var (known, distance) = near.First(one => one.Thing.Store.Id == id);
                placed.Add((known, distance, tokens.Sign(new PlacementDisplay(ids.Next(), placement.Id, id, customer), now + TimeSpan.FromMinutes(options.Value.ClickMinutes))));
                if (placed.Count == options.Value.Shown)
                {
                    break;
                }
            }
        }

        return placed.ToImmutable();
    }

    /// <summary>Takes a click on a placed store.</summary>
    /// <param name="token">What came with the store.</param>
    /// <param name="customer">Who clicked.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether the token is one of this customer's, and the click that counts; null where none does: it was shown too long ago, or nothing is left of the budget.</returns>
    public async ValueTask<(bool IsKnown, PlacementClick? Click)> Click(string? token, CustomerId customer, CancellationToken cancellationToken)
    {
        if (tokens.Verify(token, customer) is not var (display, expires))
        {
            return (false, null);
        }

        var now = time.GetUtcNow();
        return (true, now < expires ? await store.Click(display, now, TimeSpan.FromHours(options.Value.VisitHours), cancellationToken) : null);
    }

    /// <summary>Looks at the placements anew with the next answer.</summary>
    public void Forget() => Volatile.Write(ref _reading, null);

    private async ValueTask<bool> HasStock(StoreId id, StoreChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.Find(id, channel, cancellationToken) is { } offer && offer.Products.Any(product => offer.StockOf(product.Id) != 0);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            StockUnknown(log, id, fault);
            return false;
        }
    }

    /// <summary>What runs. One reading serves all who ask meanwhile, and the next begins only when it is over.</summary>
    private async ValueTask<IReadOnlyList<Placement>> Running(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reading = Volatile.Read(ref _reading);
        if (reading is null || (reading.IsOver && (now - reading.At >= Seen || now < reading.At)))
        {
            var next = new Reading(now, new Lazy<Task<IReadOnlyList<Placement>>>(() => Read(now)));
            var stands = Interlocked.CompareExchange(ref _reading, next, reading);
            reading = stands == reading ? next : stands ?? next;
        }

        if (!reading.IsOver && now - reading.At >= Patience)
        {
            return _last;
        }

        try
        {
            return await reading.Placements.Value.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return _last;
        }
    }

    private async Task<IReadOnlyList<Placement>> Read(DateTimeOffset now)
    {
        try
        {
            return _last = await store.Running(now, CancellationToken.None);
        }
        catch (Exception fault)
        {
            ReadingFailed(log, fault);
            return _last;
        }
    }

    [LoggerMessage(2131, LogLevel.Warning, "The placements that run could not be read; those that were known go on")]
    private static partial void ReadingFailed(ILogger log, Exception fault);

    [LoggerMessage(2132, LogLevel.Warning, "Whether the placed store {Store} has anything in stock could not be read; it is not shown")]
    private static partial void StockUnknown(ILogger log, StoreId store, Exception fault);

    private sealed record Reading(DateTimeOffset At, Lazy<Task<IReadOnlyList<Placement>>> Placements)
    {
        public bool IsOver => Placements is { IsValueCreated: true, Value.IsCompleted: true };
    }
}
