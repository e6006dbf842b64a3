using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Chains;

/// <summary>Order several jobs of which each follows another.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Chain">The new chain's id, <see cref="ChainIds.Of"/> the stamp.</param>
/// <param name="Customer">Who orders.</param>
/// <param name="Legs">What, in order.</param>
/// <param name="PaymentMethod">The gateway's token of the method to charge for each; empty for the customer's default.</param>
[GenerateSerializer, Immutable, Alias("o2o.request-chain")]
public sealed record RequestChain(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] Guid Chain,
    [property: Id(2)] Guid Customer,
    [property: Id(3)] ImmutableArray<LegOrder> Legs,
    [property: Id(4)] string PaymentMethod);
