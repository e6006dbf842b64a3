using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Wallets;

namespace O2O.Dispatch.Payments.Reconciling;

/// <summary>Our own books: jobs and ledger. Thread-safe.</summary>
public interface IPaymentBooks
{
    /// <summary>The payment of a job; null when there is no such job.</summary>
    ValueTask<BookedPayment?> Of(JobId job, CancellationToken cancellationToken);

    /// <summary>A top-up of a wallet; null when there is none of that id.</summary>
    ValueTask<WalletTopUp?> TopUp(Guid id, CancellationToken cancellationToken) => default;

    /// <summary>The disputes of a top-up; null for none.</summary>
    ValueTask<JobDisputes?> TopUpDisputes(Guid id, CancellationToken cancellationToken) => default;

    /// <summary>The top-ups with a dispute that is undecided, with the gateway's payment, the latest first.</summary>
    /// <param name="limit">At most this many disputes.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    ValueTask<IReadOnlyList<(Guid TopUp, string Intent)>> DisputedTopUps(int limit, CancellationToken cancellationToken) => new([]);

    /// <summary>The payments of the jobs that were ordered in [from, to), the latest first, read page by page.</summary>
    IAsyncEnumerable<BookedPayment> Between(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>The payments with a dispute that is undecided, the latest ordered first; a bank may take months.</summary>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    ValueTask<IReadOnlyList<BookedPayment>> Disputed(int limit, CancellationToken cancellationToken);
}
