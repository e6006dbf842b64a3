using O2O.Dispatch.Domain.Ratings;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>How somebody is rated, of the latest ratings that are shown.</summary>
/// <param name="Count">How many there are, at most <see cref="Most"/>.</param>
/// <param name="Average">Their mean, 1 to 5, to two places; null when there is none.</param>
/// <param name="Score">By weight, the latest first and few held by the prior (<see cref="RatingScore.Default"/>), 1 to 5, to two places; null when there is none.</param>
public readonly record struct RatingFigures(int Count, double? Average, double? Score)
{
    /// <summary>How many ratings are looked at.</summary>
    public const int Most = 500;

    /// <summary>Reads them.</summary>
    /// <param name="store">Where ratings are.</param>
    /// <param name="by">Who rates: a customer rates providers, a provider customers.</param>
    /// <param name="of">The provider or customer that is rated.</param>
    /// <param name="now">The instant.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async ValueTask<RatingFigures> Of(IRatingStore store, RatingSide by, Guid of, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var shown = await store.Shown(by, of, now, Most, cancellationToken);
        return shown.IsEmpty
            ? default
            : new RatingFigures(
                shown.Length,
                Math.Round(shown.Average(rating => rating.Stars), 2),
                Math.Round(RatingScore.Default.Of(shown.Select(rating => (rating.Stars, rating.At)), now), 2));
    }
}
