using System.Runtime.CompilerServices;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Wallets;
using O2O.Dispatch.Payments.Reconciling;

namespace O2O.Dispatch.Grains.Payments;

/// <summary>Our books as the reconciler reads them. Thread-safe.</summary>
public sealed class JobPaymentBooks(IJobStore jobs, IJobReader reader, ILedgerReader ledger, IWalletStore? wallets = null) : IPaymentBooks
{
    private const int PageSize = 200;

    /// <inheritdoc/>
    public async ValueTask<BookedPayment?> Of(JobId job, CancellationToken cancellationToken) =>
        await jobs.Load(job, cancellationToken) is { } found ? await Booked(found, cancellationToken) : null;

    /// <inheritdoc/>
    public async ValueTask<WalletTopUp?> TopUp(Guid id, CancellationToken cancellationToken) => wallets is null ? null : await wallets.TopUp(id, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<JobDisputes?> TopUpDisputes(Guid id, CancellationToken cancellationToken) => wallets is null ? null : WalletDisputes.Of(await wallets.Disputes(id, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<(Guid TopUp, string Intent)>> DisputedTopUps(int limit, CancellationToken cancellationToken) => wallets is null
        ? []
        : [.. (await wallets.OpenDisputes(limit, cancellationToken)).Where(opened => opened.Intent is not null).Select(opened => (opened.Subject, opened.Intent!)).Distinct()];

    /// <inheritdoc/>
    public async IAsyncEnumerable<BookedPayment> Between(DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var search = new JobSearch { From = from, To = to };
        while (true)
        {
            var page = await reader.Search(search, PageSize, cancellationToken);
            foreach (var job in page)
            {
                // A wallet is no gateway's matter: the books hold it against its own history.
                if (!job.Order.IsWallet)
                {
                    yield return await Booked(job, cancellationToken);
                }
            }

            if (page.Length < PageSize)
            {
                yield break;
            }

            search = search with { After = new JobSearchCursor(page[^1].Order.RequestedAt, page[^1].Id) };
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BookedPayment>> Disputed(int limit, CancellationToken cancellationToken)
    {
        var booked = new List<BookedPayment>();
        foreach (var job in await reader.Attention(JobAttention.DisputeOpen, limit, cancellationToken))
        {
            booked.Add(await Booked(job, cancellationToken));
        }

        return booked;
    }

    private async ValueTask<BookedPayment> Booked(Job job, CancellationToken cancellationToken)
    {
        var taken = 0L;
        foreach (var transfer in await ledger.OfJob(job.Id, cancellationToken))
        {
            if (transfer.Debit.Kind == AccountKind.GatewayClearing && transfer.Credit.Kind == AccountKind.Customer && !Causes.IsTip(transfer.Cause) && !Causes.IsRefund(transfer.Cause))
            {
                taken += transfer.Amount.MinorUnits;
            }
        }

        return new BookedPayment(job.Id, job.Status.IsEnd(), job.Payment.Status, job.Payment.Intent, job.Order.Hold.Currency.Code, job.Payment.Captured.MinorUnits, taken, job.Payment.Tip)
        {
            Rest = job.Payment.Rest,
            Refunds = job.Payment.Refunds,
            Disputes = job.Payment.Disputes,
        };
    }
}
