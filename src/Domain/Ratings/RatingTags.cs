using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Ratings;

/// <summary>What can be said of somebody in a word.</summary>
public static class RatingTags
{
    /// <summary>Of a provider.</summary>
    public static ImmutableArray<string> OfProviders { get; } = ["friendly", "on_time", "safe", "clean", "careful", "rude", "late", "unsafe", "dirty", "careless"];

    /// <summary>Of a customer.</summary>
    public static ImmutableArray<string> OfCustomers { get; } = ["friendly", "ready", "easy_to_find", "respectful", "rude", "late", "hard_to_find", "unsafe", "left_a_mess"];

    /// <summary>Of a store where something was had at the counter.</summary>
    public static ImmutableArray<string> OfStores { get; } = ["friendly", "quick", "good_value", "clean", "as_described", "rude", "slow", "dirty", "not_as_described"];

    /// <summary>What a side can say of the other.</summary>
    public static ImmutableArray<string> Of(RatingSide by) => by switch
    {
        RatingSide.Customer => OfProviders,
        RatingSide.Provider => OfCustomers,
    };
}
