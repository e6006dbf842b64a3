namespace O2O.Dispatch.Contracts.Customers;

/// <summary>How the saving of a method stands.</summary>
/// <param name="Setup">The gateway's id of it; null on a rejection.</param>
/// <param name="State">Where it stands.</param>
/// <param name="ClientSecret">With what the customer's app confirms: a secret of the customer's. Null when nothing is to be confirmed.</param>
/// <param name="Method">The method, once it is saved.</param>
/// <param name="Rejection">Why nothing happened; null when it did.</param>
/// <param name="Detail">More for a person to read.</param>
[GenerateSerializer, Immutable, Alias("o2o.method-setup-reply")]
public sealed record MethodSetupReply(
    [property: Id(0)] string? Setup,
    [property: Id(1)] MethodSetupState State,
    [property: Id(2)] string? ClientSecret,
    [property: Id(3)] SavedMethod? Method,
    [property: Id(4)] Rejection? Rejection,
    [property: Id(5)] string? Detail);
