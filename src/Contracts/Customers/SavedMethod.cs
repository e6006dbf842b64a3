namespace O2O.Dispatch.Contracts.Customers;

/// <summary>A method that the gateway keeps for the customer, to be charged when the customer is not there.</summary>
/// <param name="Id">The gateway's token of it.</param>
/// <param name="Brand">The card's brand, lower case; null when it is no card.</param>
/// <param name="Last4">Its last four digits; null when it is no card.</param>
/// <param name="ExpiryMonth">1 to 12; 0 when it is no card.</param>
/// <param name="ExpiryYear">Four digits; 0 when it is no card.</param>
[GenerateSerializer, Immutable, Alias("o2o.saved-method")]
public sealed record SavedMethod(
    [property: Id(0)] string Id,
    [property: Id(1)] string? Brand,
    [property: Id(2)] string? Last4,
    [property: Id(3)] int ExpiryMonth,
    [property: Id(4)] int ExpiryYear);
