using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>Payment methods, refunds and tips that were refused, for whoever looks into it. Thread-safe.</summary>
public interface IPaymentRefusalStore
{
    /// <summary>At most this many are kept of one customer, the first; what comes then is refused all the same.</summary>
    public const int MostOfCustomer = 200;

    /// <summary>Writes one down.</summary>
    ValueTask Add(PaymentRefusal refusal, CancellationToken cancellationToken);

    /// <summary>A page of them, the latest first.</summary>
    /// <param name="customer">Only this customer's; null for all.</param>
    /// <param name="before">Only those with a lower number; null for the first page.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<ImmutableArray<PaymentRefusal>> Page(CustomerId? customer, long? before, int limit, CancellationToken cancellationToken);
}
