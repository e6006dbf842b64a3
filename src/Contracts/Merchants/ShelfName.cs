using System.Collections.Immutable;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>A product on a store's shelf, by its name.</summary>
/// <param name="Channel">How it is sold.</param>
/// <param name="Product">Which.</param>
/// <param name="Name">For people.</param>
/// <param name="Zones">The pricing zones that it is sold in; null for all that its store serves.</param>
public sealed record ShelfName(StoreChannel Channel, ProductId Product, string Name, ImmutableArray<string>? Zones = null)
{
    /// <summary>Two are equal when all of them is.</summary>
    public bool Equals(ShelfName? other) =>
        other is not null && Channel == other.Channel && Product == other.Product && Name == other.Name && (Zones is { } zones ? other.Zones is { } others && zones.SequenceEqual(others) : other.Zones is null);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Channel, Product, Name);
}
