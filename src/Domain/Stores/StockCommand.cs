using System.Collections.Immutable;
using O2O.Dispatch.Domain.Catalogue;

namespace O2O.Dispatch.Domain.Stores;

/// <summary>Something that is to happen to a store's stock. Each may be said any number of times.</summary>
public abstract record StockCommand
{
    /// <summary>A product is sold one way from now on, and there are so many of it, whatever there were.</summary>
    /// <param name="Channel">How.</param>
    /// <param name="Product">Which, of the store's merchant.</param>
    /// <param name="Left">How many, 0 to <see cref="ShelfBook.MostLeft"/>; null for as many as one likes.</param>
    public sealed record Put(StoreChannel Channel, ProductId Product, int? Left) : StockCommand;

    /// <summary>A product is not sold that way any more.</summary>
    /// <param name="Channel">How.</param>
    /// <param name="Product">Which.</param>
    public sealed record Withdraw(StoreChannel Channel, ProductId Product) : StockCommand;

    /// <summary>A job takes all of its lines or none, once.</summary>
    /// <param name="By">The job.</param>
    /// <param name="Channel">Of which stock.</param>
    /// <param name="Lines">1 to 100, each of 1 to 999; the same product twice counts together.</param>
    public sealed record Take(Guid By, StoreChannel Channel, ImmutableArray<StockLine> Lines) : StockCommand;

    /// <summary>A job gives back what it took, once. A job that has taken nothing cannot take any more.</summary>
    /// <param name="By">The job.</param>
    /// <param name="Pieces">At most so many of each product, the others were had; null for all it took.</param>
    public sealed record Return(Guid By, int? Pieces = null) : StockCommand;

    /// <summary>What a job took that was never ordered goes back. Of a job that is there nothing does.</summary>
    /// <param name="By">The job.</param>
    public sealed record Abandon(Guid By) : StockCommand;
}
