namespace O2O.Dispatch.Contracts.Markets;

/// <summary>The answer to a command about a market.</summary>
/// <param name="View">The market after the command; null when there is none.</param>
/// <param name="Rejection">Why nothing happened; null when it did.</param>
/// <param name="Detail">Every fault, a line each.</param>
[GenerateSerializer, Immutable, Alias("o2o.market-reply")]
public sealed record MarketReply(
    [property: Id(0)] MarketView? View,
    [property: Id(1)] Rejection? Rejection,
    [property: Id(2)] string? Detail);
