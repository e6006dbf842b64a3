using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Storage.Ledger;

/// <summary>Walks jobs, transfers, pending transfers and vouchers side by side in order of job id, a page of each at a time: memory does not grow with any.</summary>
internal sealed class LedgerWalk(ILedgerPages pages, LedgerAudit audit)
{
    private const int JobsAPage = 500;
    private const int TransfersAPage = 2_000;
    private const int VouchersAPage = 500;
    private const int JobsATold = 10_000;
    private const int SumsAPage = 1_000;

    private readonly Row<BookTransfer> _transfer = new(last => pages.Transfers(last?.Job ?? Guid.Empty, last?.Number ?? 0, TransfersAPage), TransfersAPage);
    private readonly Row<BookPending> _pending = new(last => pages.Pending(last?.Row.Job ?? Guid.Empty, last?.Row.Number ?? 0, TransfersAPage), TransfersAPage);
    private readonly Row<BookVoucher> _voucher = new(last => pages.Vouchers(last?.Job ?? Guid.Empty, last?.Voucher ?? Guid.Empty, VouchersAPage), VouchersAPage);
    private HashSet<(Guid Job, Guid Voucher)>? _owed;

    /// <summary>Holds everything against everything, or until the audit has enough.</summary>
    /// <param name="progress">Told every 10,000 jobs; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask Run(Action<LedgerProgress>? progress, CancellationToken cancellationToken)
    {
        var all = progress is null ? 0 : await pages.CountJobs().ConfigureAwait(false);
        await _transfer.Next().ConfigureAwait(false);
        await _pending.Next().ConfigureAwait(false);
        await _voucher.Next().ConfigureAwait(false);
        var after = Guid.Empty;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var jobs = await pages.Jobs(after, JobsAPage).ConfigureAwait(false);
            foreach (var job in jobs)
            {
                await OfNoJob(job.Id).ConfigureAwait(false);
                audit.Begin(job);
                while (_transfer.Current is { } transfer && transfer.Job == job.Id)
                {
                    audit.Add(transfer);
                    await _transfer.Next().ConfigureAwait(false);
                }

                while (_pending.Current is { } pending && pending.Row.Job == job.Id)
                {
                    audit.Add(pending);
                    await _pending.Next().ConfigureAwait(false);
                }

                while (_voucher.Current is { } voucher && voucher.Job == job.Id)
                {
                    audit.Use(voucher, await IsOwed(job, voucher).ConfigureAwait(false));
                    await _voucher.Next().ConfigureAwait(false);
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

        await OfNoJob(null).ConfigureAwait(false);
        if (!audit.IsStopped)
        {
            foreach (var fault in await pages.Wallets(SumsAPage).ConfigureAwait(false))
            {
                audit.OfSum(fault);
            }

            foreach (var fault in await pages.Campaigns(SumsAPage).ConfigureAwait(false))
            {
                audit.OfSum(fault);
            }

            audit.Balance(await pages.Totals().ConfigureAwait(false));
            progress?.Invoke(new LedgerProgress(audit.Jobs, audit.Jobs, audit.Transfers));
        }
    }

    /// <summary>What lies before a job is of none; null for all that is left. An id sorts in .NET as its bytes do, most significant first, which is how both stores sort it.</summary>
    private async ValueTask OfNoJob(Guid? before)
    {
        while (_transfer.Current is { } transfer && (before is not { } job || transfer.Job.CompareTo(job) < 0) && !audit.IsStopped)
        {
            audit.Orphan(transfer);
            await _transfer.Next().ConfigureAwait(false);
        }

        while (_pending.Current is { } pending && (before is not { } job || pending.Row.Job.CompareTo(job) < 0) && !audit.IsStopped)
        {
            audit.Orphan(pending);
            await _pending.Next().ConfigureAwait(false);
        }

        while (_voucher.Current is { } voucher && (before is not { } job || voucher.Job.CompareTo(job) < 0) && !audit.IsStopped)
        {
            audit.Orphan(voucher);
            await _voucher.Next().ConfigureAwait(false);
        }
    }

    /// <summary>What the outbox owes is read once, when the first voucher is met that needs it: as much as is under way, and nothing in books at rest.</summary>
    private async ValueTask<bool> IsOwed(BookJob job, BookVoucher voucher) =>
        job.Status.IsEnd() && voucher.Row is { Status: VoucherStatus.Held } && (_owed ??= await pages.Owed().ConfigureAwait(false)).Contains((voucher.Job, voucher.Voucher));

    /// <summary>One row after the other out of pages of them.</summary>
    private sealed class Row<T>(Func<T?, ValueTask<List<T>>> read, int size)
        where T : class
    {
        private List<T> _page = [];
        private int _next;
        private bool _isLast;

        /// <summary>Where it stands; null before the first and after the last.</summary>
        public T? Current { get; private set; }

        /// <summary>Goes on to the next.</summary>
        public async ValueTask Next()
        {
            if (_next == _page.Count && !_isLast)
            {
                (_page, _next) = (await read(Current).ConfigureAwait(false), 0);
                _isLast = _page.Count < size;
            }

            Current = _next < _page.Count ? _page[_next++] : null;
        }
    }
}
