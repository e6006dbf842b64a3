namespace O2O.Dispatch.Contracts.Journeys;

/// <summary>A line of a market's funnel.</summary>
/// <param name="Key">The source in snake_case, or the campaign's id as 32 hexadecimal digits; empty for no campaign.</param>
/// <param name="Touches">Times that customers came.</param>
/// <param name="Quotes">Quotes given.</param>
/// <param name="Orders">Jobs ordered.</param>
/// <param name="Completed">Jobs completed.</param>
/// <param name="Newcomers">Customers whose first completed job in the market is one of those.</param>
/// <param name="Retained">Of these, who completed another within 30 days after.</param>
/// <param name="Rated">Of the completed jobs, those that their customers have rated.</param>
public sealed record FunnelRow(string Key, long Touches, long Quotes, long Orders, long Completed, long Newcomers, long Retained, long Rated)
{
    /// <summary>The time for a second job to count as retention: 30 days.</summary>
    public static readonly TimeSpan RetainedWithin = TimeSpan.FromDays(30);
}
