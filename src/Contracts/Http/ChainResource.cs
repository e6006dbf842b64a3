using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Jobs that were ordered together.</summary>
/// <param name="ChainId">Names it.</param>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="Legs">Its legs, in order.</param>
public sealed record ChainResource(Guid ChainId, Guid CustomerId, ImmutableArray<ChainLegResource> Legs);
