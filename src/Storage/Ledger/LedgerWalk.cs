using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Storage.Ledger;

/// <summary>Walks jobs and transfers side by side in order of job id, two pages at a time: memory does not grow with either.</summary>
internal sealed class LedgerWalk(ILedgerPages pages, LedgerAudit audit)
{
    private const int JobsAPage = 500;
    private const int TransfersAPage = 2_000;
    private const int JobsATold = 10_000;
    private const int WalletsAPage = 1_000;

    private List<BookTransfer> _transfers = [];
    private int _next;
    private bool _isLast;

    /// <summary>Holds everything against everything, or until the audit has enough.</summary>
    /// <param name="progress">Told every 10,000 jobs; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask Run(Action<LedgerProgress>? progress, CancellationToken cancellationToken)
    {
        var all = progress is null ? 0 : await pages.CountJobs().ConfigureAwait(false);
        var transfer = await NextTransfer().ConfigureAwait(false);
        var after = Guid.Empty;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var jobs = await pages.Jobs(after, JobsAPage).ConfigureAwait(false);
            foreach (var job in jobs)
            {
                // An id sorts in .NET as its bytes do, most significant first, which is how both stores sort it.
                while (transfer is not null && transfer.Job.CompareTo(job.Id) < 0)
                {
                    audit.Orphan(transfer);
                    transfer = await NextTransfer().ConfigureAwait(false);
                }

                audit.Begin(job);
                while (transfer is not null && transfer.Job == job.Id)
                {
                    audit.Add(transfer);
                    transfer = await NextTransfer().ConfigureAwait(false);
                }

                audit.End();
                if (audit.IsStopped)
                {
                    return;
                }

                if (progress is not null && audit.Jobs % JobsATold == 0)
                {
                    progress(new LedgerProgress(audit.Jobs, all, audit.Transfers));
                }
            }

            if (jobs.Count < JobsAPage)
            {
                break;
            }

            after = jobs[^1].Id;
        }

        while (transfer is not null && !audit.IsStopped)
        {
            audit.Orphan(transfer);
            transfer = await NextTransfer().ConfigureAwait(false);
        }

        if (!audit.IsStopped)
        {
            foreach (var fault in await pages.Wallets(WalletsAPage).ConfigureAwait(false))
            {
                audit.OfWallet(fault);
            }

            audit.Balance(await pages.Totals().ConfigureAwait(false));
            progress?.Invoke(new LedgerProgress(audit.Jobs, audit.Jobs, audit.Transfers));
        }
    }

    private async ValueTask<BookTransfer?> NextTransfer()
    {
        if (_next == _transfers.Count)
        {
            if (_isLast)
            {
                return null;
            }

            var (job, number) = _transfers.Count == 0 ? (Guid.Empty, 0L) : (_transfers[^1].Job, _transfers[^1].Number);
            _transfers = await pages.Transfers(job, number, TransfersAPage).ConfigureAwait(false);
            _next = 0;
            _isLast = _transfers.Count < TransfersAPage;
            if (_transfers.Count == 0)
            {
                return null;
            }
        }

        return _transfers[_next++];
    }
}
