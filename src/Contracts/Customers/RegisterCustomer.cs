using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Customers;

/// <summary>Registers a customer, or replaces name and methods of one. Repeating it answers the same.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="PaymentMethods">The gateway's tokens, the default first; at most 20.</param>
[GenerateSerializer, Immutable, Alias("o2o.register-customer")]
public sealed record RegisterCustomer([property: Id(0)] string Name, [property: Id(1)] ImmutableArray<string> PaymentMethods);
