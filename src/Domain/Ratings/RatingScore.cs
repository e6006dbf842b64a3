namespace O2O.Dispatch.Domain.Ratings;

/// <summary>How somebody is rated, the latest ratings first in weight. Few ratings are held by a prior: nobody has five stars for one ride.</summary>
/// <param name="PriorStars">What somebody without a rating counts as, 1 to 5.</param>
/// <param name="PriorWeight">How many ratings of today that is worth; not negative.</param>
/// <param name="HalfLife">After so long a rating weighs half; positive.</param>
public sealed record RatingScore(double PriorStars, double PriorWeight, TimeSpan HalfLife)
{
    /// <summary>4.6 stars, worth five ratings of today; half after 90 days.</summary>
    public static RatingScore Default { get; } = new(4.6, 5, TimeSpan.FromDays(90));

    /// <summary>The mean by weight, 1 to 5; the prior when there is nothing.</summary>
    /// <param name="ratings">Those that are shown.</param>
    /// <param name="now">The instant. A rating of later weighs as one of now.</param>
    public double Of(IEnumerable<(int Stars, DateTimeOffset At)> ratings, DateTimeOffset now)
    {
        var (sum, weight) = (PriorStars * PriorWeight, PriorWeight);
        foreach (var (stars, at) in ratings)
        {
            var one = at >= now ? 1 : Math.Pow(2, -((now - at) / HalfLife));
            sum += stars * one;
            weight += one;
        }

        return weight > 0 ? sum / weight : PriorStars;
    }
}
