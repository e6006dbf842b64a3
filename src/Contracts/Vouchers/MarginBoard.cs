using O2O.Dispatch.Contracts.Runtime;
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
    /// <summary>How old a figure may be before it is read anew: 30 s. Reading it walks the transfers of the window.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private const int MostKept = 1_000;
    private readonly RecentReadings<(MarketId Market, MarginFloor Floor), MarginReading> _readings = new(Fresh, MostKept, time);

    /// <summary>How far a market's margin stood above its floor, and when that was read. Whoever asks while it is read anew takes the figure that there is, until that is twice as old as <see cref="Fresh"/>, and then waits.</summary>
    /// <param name="market">Which.</param>
    /// <param name="floor">Its floor.</param>
    /// <param name="cancellationToken">Ends waiting for somebody else's reading.</param>
    public ValueTask<MarginReading> Of(MarketId market, MarginFloor floor, CancellationToken cancellationToken) => _readings.Of((market, floor), now => Read(market, floor, now), cancellationToken);

    private async ValueTask<MarginReading> Read(MarketId market, MarginFloor floor, DateTimeOffset now)
    {
        var movements = await books.ByMarket(now - floor.Window, now, CancellationToken.None);
        var margin = JobEconomics.Of(movements.Where(movement => movement.Market == market.Value && movement.Currency == floor.Floor.Currency.Code).Select(movement => movement.Move)).PlatformMargin;
        return new MarginReading(new Money(margin, floor.Floor.Currency) - floor.Floor, now);
    }
}
