namespace O2O.Dispatch.Contracts.Customers;

/// <summary>Changes what is known of a customer; what is null stays. A customer that is not known is registered by it.</summary>
/// <param name="Name">The new name.</param>
/// <param name="AddMethod">A payment method to add; one that is there stays where it is.</param>
/// <param name="AsDefault">Whether the added method becomes the first.</param>
/// <param name="RemoveMethod">A payment method to remove; one that is not there is no fault.</param>
/// <param name="Saved">What is known of the added method, when the gateway keeps it.</param>
/// <param name="GatewayCustomer">The gateway's customer; it is set once and stays.</param>
[GenerateSerializer, Immutable, Alias("o2o.change-customer")]
public sealed record ChangeCustomer(
    [property: Id(0)] string? Name,
    [property: Id(1)] string? AddMethod,
    [property: Id(2)] bool AsDefault,
    [property: Id(3)] string? RemoveMethod,
    [property: Id(4)] SavedMethod? Saved = null,
    [property: Id(5)] string? GatewayCustomer = null);
