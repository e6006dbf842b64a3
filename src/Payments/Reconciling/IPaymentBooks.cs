using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Payments.Reconciling;

/// <summary>Our own books: jobs and ledger. Thread-safe.</summary>
public interface IPaymentBooks
{
    /// <summary>The payment of a job; null when there is no such job.</summary>
    ValueTask<BookedPayment?> Of(JobId job, CancellationToken cancellationToken);

    /// <summary>The payments of the jobs that were ordered in [from, to), the latest first, read page by page.</summary>
    IAsyncEnumerable<BookedPayment> Between(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}
