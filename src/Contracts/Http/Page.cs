using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the order the list has.</param>
/// <param name="NextCursor">Asks for the next page; null when this is the last.</param>
public sealed record Page<T>(ImmutableArray<T> Items, string? NextCursor);
