using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What is chosen of a product.</summary>
/// <param name="Name">For people.</param>
/// <param name="Options">To choose from.</param>
/// <param name="Least">How many at least.</param>
/// <param name="Most">How many at the most.</param>
public sealed record ProductGroupResource(string Name, ImmutableArray<ProductOptionResource> Options, int Least = 0, int Most = 1);
