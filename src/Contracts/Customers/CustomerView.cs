using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Customers;

/// <summary>A customer as others see it.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Name">As registered.</param>
/// <param name="PaymentMethods">The gateway's tokens, the default first.</param>
[GenerateSerializer, Immutable, Alias("o2o.customer-view")]
public sealed record CustomerView(
    [property: Id(0)] Guid Customer,
    [property: Id(1)] string Name,
    [property: Id(2)] ImmutableArray<string> PaymentMethods);
