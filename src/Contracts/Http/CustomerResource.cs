using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A customer.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="Name">As the customer gave it.</param>
/// <param name="PaymentMethods">Tokens of the payment gateway; the first is the default.</param>
/// <param name="Cards">What is known of those that the gateway keeps; null for none.</param>
public sealed record CustomerResource(Guid CustomerId, string Name, ImmutableArray<string> PaymentMethods, ImmutableArray<SavedMethodResource>? Cards = null);
