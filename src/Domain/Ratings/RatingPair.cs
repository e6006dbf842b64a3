namespace O2O.Dispatch.Domain.Ratings;

/// <summary>What both sides of a job say of each other. Neither sees the other's before both have spoken or the time to speak is over, so that nobody answers in kind.</summary>
/// <param name="CompletedAt">When the job was completed.</param>
/// <param name="ByCustomer">Null until the customer has rated.</param>
/// <param name="ByProvider">Null until the provider has rated.</param>
public sealed record RatingPair(DateTimeOffset CompletedAt, Rating? ByCustomer = null, Rating? ByProvider = null)
{
    /// <summary>How long after completion a side can rate: 14 days.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(14);

    /// <summary>What a side said; null until it has.</summary>
    public Rating? Of(RatingSide side) => side switch
    {
        RatingSide.Customer => ByCustomer,
        RatingSide.Provider => ByProvider,
    };

    /// <summary>The pair with what a side says; null when it has spoken before or its time is over.</summary>
    /// <param name="side">Who rates.</param>
    /// <param name="rating">What it says.</param>
    public RatingPair? With(RatingSide side, Rating rating) => Of(side) is not null || rating.At >= CompletedAt + Window ? null : side switch
    {
        RatingSide.Customer => this with { ByCustomer = rating },
        RatingSide.Provider => this with { ByProvider = rating },
    };

    /// <summary>What a side said, as far as others may see it and as far as it counts.</summary>
    /// <param name="side">Who rated.</param>
    /// <param name="now">The instant.</param>
    public Rating? Shown(RatingSide side, DateTimeOffset now) => (ByCustomer is not null && ByProvider is not null) || now >= CompletedAt + Window ? Of(side) : null;
}
