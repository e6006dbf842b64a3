using System.Collections.Concurrent;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>What markets have left the platform lately, read from the ledger: commission less the discounts it funds, gateway fees and disputes. Thread-safe.</summary>
/// <param name="books">The ledger.</param>
/// <param name="time">Now.</param>
public sealed class MarginBoard(IBooksReader books, TimeProvider time)
{
    /// <summary>How old a figure may be: 30 s. Reading it walks the transfers of the window.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(MarketId Market, MarginFloor Floor), Reading> _readings = new();

    /// <summary>How far a market's margin stands above its floor; below zero when the floor is reached.</summary>
    /// <param name="market">Which.</param>
    /// <param name="floor">Its floor.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<Money> AboveFloor(MarketId market, MarginFloor floor, CancellationToken cancellationToken) => (await Of(market, floor, cancellationToken)).Above;

    /// <summary>How far a market's margin stood above its floor, and when that was read.</summary>
    /// <param name="market">Which.</param>
    /// <param name="floor">Its floor.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<MarginReading> Of(MarketId market, MarginFloor floor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_readings.TryGetValue((market, floor), out var known) && now - known.At < Fresh && now >= known.At)
        {
            return known.Margin;
        }

        if (known is null)
        {
            return await Read(market, floor, now, cancellationToken);
        }

        // One reads anew; whoever asks meanwhile takes the figure that there is.
        var meanwhile = known with { At = now };
        _readings[(market, floor)] = meanwhile;
        try
        {
            return await Read(market, floor, now, cancellationToken);
        }
        catch
        {
            // It is as old as it was: the next who asks reads.
            _readings.TryUpdate((market, floor), known, meanwhile);
            throw;
        }
    }

    private async ValueTask<MarginReading> Read(MarketId market, MarginFloor floor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var movements = await books.ByMarket(now - floor.Window, now, cancellationToken);
        var margin = JobEconomics.Of(movements.Where(movement => movement.Market == market.Value && movement.Currency == floor.Floor.Currency.Code).Select(movement => movement.Move)).PlatformMargin;
        var read = new MarginReading(new Money(margin, floor.Floor.Currency) - floor.Floor, now);
        _readings[(market, floor)] = new Reading(now, read);
        return read;
    }

    private sealed record Reading(DateTimeOffset At, MarginReading Margin);
}
