using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;

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
}
