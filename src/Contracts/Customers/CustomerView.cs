using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Customers;

/// <summary>A customer as others see it.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Name">As registered.</param>
/// <param name="PaymentMethods">The gateway's tokens, the default first.</param>
/// <param name="Saved">What is known of those that the gateway keeps; null for none.</param>
/// <param name="GatewayCustomer">The gateway's customer; null before it keeps the first method.</param>
[GenerateSerializer, Immutable, Alias("o2o.customer-view")]
public sealed record CustomerView(
    [property: Id(0)] Guid Customer,
    [property: Id(1)] string Name,
    [property: Id(2)] ImmutableArray<string> PaymentMethods,
    [property: Id(3)] ImmutableArray<SavedMethod>? Saved = null,
    [property: Id(4)] string? GatewayCustomer = null);
