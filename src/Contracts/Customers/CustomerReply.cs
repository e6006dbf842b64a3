namespace O2O.Dispatch.Contracts.Customers;

/// <summary>The answer to a command about a customer.</summary>
/// <param name="View">The customer after the command; null when there is none.</param>
/// <param name="Rejection">Why nothing happened; null when it did.</param>
/// <param name="Detail">More for a person to read.</param>
[GenerateSerializer, Immutable, Alias("o2o.customer-reply")]
public sealed record CustomerReply(
    [property: Id(0)] CustomerView? View,
    [property: Id(1)] Rejection? Rejection,
    [property: Id(2)] string? Detail);
