using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>Reads the ledger. It is written by job commits alone.</summary>
public interface ILedgerReader
{
    /// <summary>The transfers of a job, in the order they were posted.</summary>
    ValueTask<ImmutableArray<LedgerTransfer>> OfJob(JobId job, CancellationToken cancellationToken);

    /// <summary>What every kind of account comes to, per currency, in order.</summary>
    ValueTask<ImmutableArray<AccountTotal>> TrialBalance(CancellationToken cancellationToken);

    /// <summary>Holds the ledger against the jobs; see <see cref="LedgerCheck"/>.</summary>
    ValueTask<LedgerCheck> Verify(CancellationToken cancellationToken);

    /// <summary>What a provider earned in [from, to), a line for each job and currency, the latest posted first, of the same instant the greater job id first.</summary>
    /// <param name="provider">Who.</param>
    /// <param name="from">Posted at this instant or later.</param>
    /// <param name="to">Posted before this instant.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ImmutableArray<EarningLine>> Earnings(ProviderId provider, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);
}
