using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Storage.Ledger;

/// <summary>Jobs and transfers page by page on one snapshot, both in order of job id. A page is shorter than asked only at the end.</summary>
internal interface ILedgerPages
{
    /// <summary>How many jobs there are.</summary>
    ValueTask<long> CountJobs();

    /// <summary>Jobs after one.</summary>
    ValueTask<List<BookJob>> Jobs(Guid after, int limit);

    /// <summary>Transfers after one, by job, in the order they were posted.</summary>
    ValueTask<List<BookTransfer>> Transfers(Guid afterJob, long afterNumber, int limit);

    /// <summary>What is off about wallets: a balance that its entries do not come to, a hold that no payment has, what came in and was not posted, what a settled job took and was not posted; and about paid visits: what was billed and what was posted of it.</summary>
    ValueTask<List<WalletFault>> Wallets(int limit);

    /// <summary>What the store's own sums come to.</summary>
    ValueTask<List<KindTotal>> Totals();
}
