using System.Collections.Concurrent;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Ratings;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Stores;

/// <summary>How stores are rated, kept for seconds: a page that many look at reads its ratings once. Thread-safe.</summary>
internal sealed class StoreRatings(IRatingStore ratings, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<StoreId, (DateTimeOffset At, RatingFigures Figures)> _known = new();

    /// <summary>The figures of a store that is there; up to 5 s old.</summary>
    public async ValueTask<RatingFigures> Of(StoreId store, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(store, out var known) && now - known.At < Fresh && now >= known.At)
        {
            return known.Figures;
        }

        var read = await RatingFigures.Of(ratings, RatingSide.Customer, store.Value, now, cancellationToken);
        _known[store] = (now, read);
        return read;
    }
}
