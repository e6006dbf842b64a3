using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Grains.Tests.Harness;

/// <summary>Books that do not say what markets have left while they are broken.</summary>
public sealed class BreakableBooks(IBooksReader books) : IBooksReader
{
    private int _asked;

    public volatile bool IsBroken;

    /// <summary>How often somebody asked in vain.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public ValueTask<LedgerProof> Prove(Func<LedgerFault, bool> found, Action<LedgerProgress>? progress, CancellationToken cancellationToken) => books.Prove(found, progress, cancellationToken);

    public ValueTask<BookSums> Sums(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => books.Sums(from, to, cancellationToken);

    public ValueTask<ImmutableArray<JournalEntry>> Journal(DateTimeOffset from, DateTimeOffset to, long after, int limit, CancellationToken cancellationToken) =>
        books.Journal(from, to, after, limit, cancellationToken);

    public ValueTask<AccountHistory> OfProvider(ProviderId provider, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        books.OfProvider(provider, from, to, limit, cancellationToken);

    public ValueTask<AccountHistory> OfMerchant(MerchantId merchant, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        books.OfMerchant(merchant, from, to, limit, cancellationToken);

    public ValueTask<ImmutableArray<MarketMovement>> ByMarket(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (!IsBroken)
        {
            return books.ByMarket(from, to, cancellationToken);
        }

        Interlocked.Increment(ref _asked);
        throw new IOException("The books cannot be read.");
    }
}
