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

    /// <summary>Rows of pending transfers after one, by job, in the order they were made; none where recorded divisions are not looked at.</summary>
    ValueTask<List<BookPending>> Pending(Guid afterJob, long afterNumber, int limit);

    /// <summary>Vouchers that jobs were ordered with after one, by job; none where recorded divisions are not looked at.</summary>
    ValueTask<List<BookVoucher>> Vouchers(Guid afterJob, Guid afterVoucher, int limit);

    /// <summary>The vouchers of which a job's news to the campaign is still under way, with the job.</summary>
    ValueTask<HashSet<(Guid Job, Guid Voucher)>> Owed();

    /// <summary>What is off about wallets: a balance that its entries do not come to, a hold that no payment has, what came in and was not posted, what a settled job took and was not posted; and about paid visits: what was billed and what was posted of it.</summary>
    ValueTask<List<SumFault>> Wallets(int limit);

    /// <summary>What is off about campaigns: what their vouchers come to against what is counted, the budget and the caps; and vouchers that were used by no job, or by two. None where recorded divisions are not looked at.</summary>
    ValueTask<List<SumFault>> Campaigns(int limit);

    /// <summary>What the store's own sums come to.</summary>
    ValueTask<List<KindTotal>> Totals();
}
