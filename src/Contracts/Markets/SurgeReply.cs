namespace O2O.Dispatch.Contracts.Markets;

/// <summary>The answer to a command about surge.</summary>
/// <param name="View">What holds after it; null when the market does not know the service.</param>
/// <param name="Rejection">Why nothing happened; null when it did.</param>
/// <param name="Detail">Every fault, a sentence each.</param>
[GenerateSerializer, Immutable, Alias("o2o.surge-reply")]
public sealed record SurgeReply([property: Id(0)] SurgeView? View, [property: Id(1)] Rejection? Rejection, [property: Id(2)] string? Detail);
