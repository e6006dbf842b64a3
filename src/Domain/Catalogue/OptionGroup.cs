using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Catalogue;

/// <summary>What is chosen of a product, for instance its size.</summary>
/// <param name="Name">For people.</param>
/// <param name="Options">To choose from; at least one.</param>
/// <param name="Least">How many are chosen at least.</param>
/// <param name="Most">How many are chosen at the most; each once.</param>
public sealed record OptionGroup(string Name, ImmutableArray<ProductOption> Options, int Least, int Most);
