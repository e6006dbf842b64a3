using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Placements;

namespace O2O.Dispatch.Contracts.Placements;

/// <summary>Placements, what became of them, and what was billed. Thread-safe; never over a budget, whoever clicks at once: what a visit costs is set aside with the click, in one transaction that locks the placement.</summary>
public interface IPlacementStore
{
    /// <summary>Writes a placement, unless another was faster. Its budget is never put below what is spent and set aside of it: then it is not written, and what stands is given.</summary>
    /// <param name="placement">What it shall be.</param>
    /// <param name="version">The version that was read; 0 for a new one.</param>
    /// <param name="now">The instant.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    ValueTask<Edit<PlacementEntry>> Put(Placement placement, long version, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A placement at an instant; null when there is none of that id.</summary>
    ValueTask<PlacementEntry?> Find(PlacementId placement, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A merchant's placements, the highest id first.</summary>
    /// <param name="merchant">Whose.</param>
    /// <param name="before">Only those before this one; null for the first page.</param>
    /// <param name="now">The instant.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    ValueTask<ImmutableArray<PlacementEntry>> Of(MerchantId merchant, PlacementId? before, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Those that are on at an instant and have room for one more visit, in order of id.</summary>
    ValueTask<ImmutableArray<Placement>> Running(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a click, and sets its price aside. Said again it is the same click; one by a customer whose click at the store has not become a visit yet, and still can, is that click.
    /// </summary>
    /// <param name="display">What was clicked.</param>
    /// <param name="at">When.</param>
    /// <param name="window">So long after it an order is its visit.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>The click that counts; null where the placement is not on or not of the store, or nothing is left of its budget: then nothing is written.</returns>
    ValueTask<PlacementClick?> Click(PlacementDisplay display, DateTimeOffset at, TimeSpan window, CancellationToken cancellationToken);

    /// <summary>Clicks that have become visits and were not billed: the customer's first completed order at the store that was placed since, of more clicks before it the latest. One of a customer at a store: what else they ordered there is looked at once it is billed.</summary>
    ValueTask<ImmutableArray<PlacementVisit>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Bills a visit: the click is its order's from then on, the budget is so much less, and the ledger has the transfer, in one transaction. An order is billed once, and a click.</summary>
    /// <returns>Whether it was.</returns>
    ValueTask<bool> Bill(PlacementVisit visit, DateTimeOffset now, CancellationToken cancellationToken);
}
