namespace O2O.Dispatch.Contracts.Http;

/// <summary>A line of a funnel. A rate is left out where it would be of nothing.</summary>
/// <param name="Key">The source, or the campaign's id; empty for no campaign, and of the total.</param>
/// <param name="Touches">Traffic: times that customers came.</param>
/// <param name="Quotes">Quotes given.</param>
/// <param name="Orders">Jobs ordered.</param>
/// <param name="Completed">Consumption: jobs completed.</param>
/// <param name="Newcomers">Customers whose first completed job in the market is one of those.</param>
/// <param name="Retained">Retention: of these, who completed another within 30 days after.</param>
/// <param name="Rated">Feedback: of the completed jobs, those that their customers have rated.</param>
/// <param name="OrdersPerTouch">Conversion.</param>
/// <param name="OrdersPerQuote">Conversion of what was quoted.</param>
/// <param name="CompletedPerOrder">Of what was ordered.</param>
/// <param name="RetainedShare">Of the newcomers.</param>
/// <param name="RatedShare">Of the completed jobs.</param>
public sealed record FunnelRowResource(
    string Key,
    long Touches,
    long Quotes,
    long Orders,
    long Completed,
    long Newcomers,
    long Retained,
    long Rated,
    double? OrdersPerTouch,
    double? OrdersPerQuote,
    double? CompletedPerOrder,
    double? RetainedShare,
    double? RatedShare);
