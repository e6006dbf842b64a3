using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Ratings;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Stores;

/// <summary>How stores are rated, kept for seconds: a page that many look at reads its ratings once. Thread-safe.</summary>
internal sealed class StoreRatings(IRatingStore ratings, TimeProvider time)
{
    private const int MostKept = 5_000;
    private readonly RecentReadings<StoreId, RatingFigures> _readings = new(TimeSpan.FromSeconds(5), MostKept, time);

    /// <summary>The figures of a store, less than 10 s old, or as old as reading them takes. They are of what was had at its counter: of one without a counter there are none, and nothing is read.</summary>
    public async ValueTask<RatingFigures> Of(KnownStore known, CancellationToken cancellationToken) => known.SellsBy(StoreChannel.Counter)
        ? await _readings.Of(known.Store.Id, now => RatingFigures.Of(ratings, RatingSide.Customer, known.Store.Id.Value, now, CancellationToken.None), cancellationToken)
        : default;
}
