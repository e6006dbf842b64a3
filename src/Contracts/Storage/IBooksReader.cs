using System.Collections.Immutable;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>Reads the books as a bookkeeper does: proof, closes, journal, statements. What the ledger holds is written by job commits alone. Periods go by the instant that a transfer carries.</summary>
public interface IBooksReader
{
    /// <summary>
    /// Re-adds everything: each transfer against its job, each job's transfers against its recorded settlement and payment, all of them against the store's own sums. One snapshot, and memory
    /// that does not grow with the books.
    /// </summary>
    /// <param name="found">Told of each fault; says whether to go on.</param>
    /// <param name="progress">Told now and then how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<LedgerProof> Prove(Func<LedgerFault, bool> found, Action<LedgerProgress>? progress, CancellationToken cancellationToken);

    /// <summary>What moved before [from, to) and in it, and what was pending as it ended. One snapshot.</summary>
    /// <param name="from">At this instant or later.</param>
    /// <param name="to">Before this instant; what was held or resolved at it or later does not count as pending or resolved.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<BookSums> Sums(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>A page of the transfers of [from, to), in the order they were posted.</summary>
    /// <param name="from">At this instant or later.</param>
    /// <param name="to">Before this instant.</param>
    /// <param name="after">The last of the page before; 0 for the first.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ImmutableArray<JournalEntry>> Journal(DateTimeOffset from, DateTimeOffset to, long after, int limit, CancellationToken cancellationToken);

    /// <summary>What a provider's statement of [from, to) is made of.</summary>
    /// <param name="provider">Whose.</param>
    /// <param name="from">At this instant or later.</param>
    /// <param name="to">Before this instant.</param>
    /// <param name="limit">At most this many transfers; one more is read when there are more.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<AccountHistory> OfProvider(ProviderId provider, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>What a merchant's statement of [from, to) is made of; parameters as above.</summary>
    ValueTask<AccountHistory> OfMerchant(MerchantId merchant, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>What was posted in [from, to), summed by market, service class and currency, then by accounts and cause.</summary>
    ValueTask<ImmutableArray<MarketMovement>> ByMarket(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}
