using System.Collections.Immutable;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Statistics;

/// <summary>All that is counted of a merchant's orders in a period, as the store of jobs has it: read at one instant, so that its parts belong together.</summary>
/// <param name="Counts">What happened, by store and quarter of an hour.</param>
/// <param name="Times">How long things took, each by itself.</param>
/// <param name="Moves">What the ledger moved, by store and quarter of an hour.</param>
/// <param name="Customers">Who ordered, once for each store.</param>
/// <param name="Stars">The ratings that are shown of the jobs that were completed.</param>
public sealed record SaleTally(
    ImmutableArray<SaleCount> Counts, ImmutableArray<SaleTime> Times, ImmutableArray<SaleMove> Moves, ImmutableArray<SaleCustomer> Customers, ImmutableArray<SaleStars> Stars)
{
    /// <summary>Nothing.</summary>
    public static SaleTally Empty { get; } = new([], [], [], [], []);

    /// <summary>What of it is of some stores.</summary>
    public SaleTally Of(Func<StoreId, bool> stores) => new(
        [.. Counts.Where(one => stores(one.Store))],
        [.. Times.Where(one => stores(one.Store))],
        [.. Moves.Where(one => stores(one.Store))],
        [.. Customers.Where(one => stores(one.Store))],
        [.. Stars.Where(one => stores(one.Store))]);

    /// <summary>What of it is of each store.</summary>
    public Func<StoreId, SaleTally> ByStore()
    {
        var counts = Counts.ToLookup(one => one.Store);
        var times = Times.ToLookup(one => one.Store);
        var moves = Moves.ToLookup(one => one.Store);
        var customers = Customers.ToLookup(one => one.Store);
        var stars = Stars.ToLookup(one => one.Store);
        return store => new SaleTally([.. counts[store]], [.. times[store]], [.. moves[store]], [.. customers[store]], [.. stars[store]]);
    }

    /// <summary>Both together, of other stores each.</summary>
    public SaleTally With(SaleTally other) =>
        new([.. Counts, .. other.Counts], [.. Times, .. other.Times], [.. Moves, .. other.Moves], [.. Customers, .. other.Customers], [.. Stars, .. other.Stars]);
}
