using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a customer shares with a counter. Without a consent that is in force there, it is the same for everybody: nothing.</summary>
/// <param name="Shared">Whether a consent is in force.</param>
/// <param name="Until">When it ends; null without one.</param>
/// <param name="Notes">The customer's own words; null without one.</param>
/// <param name="Vouchers">What the customer could use here now, that ends first in front; null without one.</param>
public sealed record CounterCustomerResource(bool Shared, DateTimeOffset? Until = null, ImmutableArray<string>? Notes = null, ImmutableArray<CounterVoucherResource>? Vouchers = null);
